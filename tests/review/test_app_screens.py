"""Every screen in every state, in both languages, wide and on a phone: nobody is kept out, and nothing runs over.

The screens are those of the app's routes: a new one fails here until it is said how it is reached.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from starlette.routing import Route

from flows.reviewing.register import registered
from review.app.accounts import Accounts
from review.app.guard import SAFE
from review.app.site import ROUTES
from review.app.throttle import FREE
from review.standings import standings
from store.ledger import Ledger
from tests.review.browser import PHONE, WIDE, browsing, serious, shot, tab
from tests.review.scene import NEWS, scene
from tests.review.town import PDF, URL, Town
from tests.review.visitor import Visitor

# For each route that can be asked for: its states, each with the rest of an address; what is no screen has none.
SCREENS: Mapping[str, Mapping[str, str]] = {
    "/": {"queue": "/", "queue-filtered": "/?kind=date&state=", "queue-empty": "/?kind=date&city=none"},
    "/next": {},
    "/record/{name}": {
        **{kind: f"/record/{{{kind}}}" for kind in ("date", "city", "figure", "agreement")},
        **{state: f"/record/{{{state}}}" for state in ("conflict", "reopened", "orphan")},
        "record-pdf": "/record/{pdf-date}",
        "record-pdf-text": "/record/{pdf-date}?view=text",
        "document-values": "/record/{page}",
        "missing": "/record/none",
    },
    "/places": {},
    "/calendar": {},
    "/document/{name}": {
        "document": "/document/{page}",
        "document-long": "/document/{news}",
        "document-pdf": "/document/{pdf}?page=2",
    },
    "/document/{name}/page/{page:int}.png": {},
    "/document/{name}/snapshot": {},
    "/document/{name}/add": {
        **{f"add-{kind}": f"/document/{{page}}/add?from=0.0&to=0.4&kind={kind}" for kind in ("date", "agreement")},
        "add-nothing": "/document/{page}/add",
    },
    "/changes": {"changes": "/changes"},
    "/changes/{name}": {"versions": "/changes/{page}", "versions-none": "/changes/{pdf}"},
    "/register": {"register": "/register", "register-none": "/register?q=神戸"},
    "/register/{name}": {"entry": "/register/{disagreement}", "entry-pair": "/register/{pair}"},
    "/overview": {"overview": "/overview"},
    "/sign-in": {},  # where everybody is let in; below, it is met where nobody is
}
REFUSED = "400|401|403|404|409|422|429|500"
PASSWORD = "とても長い合言葉です。確かに"
VIEWS = [("ja", WIDE, "light"), ("en", PHONE, "dark")]  # for axe-core; what runs over is looked for in both widths


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return scene(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def names(town: Town) -> dict[str, str]:
    """What stands in the addresses of SCREENS."""
    with Ledger.open(town.workspace.ledger) as ledger:
        documents = {kept.record.url: kept.record.id for kept in ledger.documents()}
        found = {"page": documents[URL], "pdf": documents[PDF], "news": documents[NEWS]}
        for kind in ("date", "city", "figure", "agreement"):
            records = [kept.record for kept in ledger.kept_records(kind)]
            found |= {f"pdf-{kind}": one.id for one in records if one.document == found["pdf"]}
            found[kind] = next(one.id for one in records if one.document == found["news"])
        stand = standings(ledger)
        found |= {one.state: one.new.id if one.new else one.decision.record for one in stand if one.state != "holds"}
        found["decided"] = next(one.decision.record for one in stand if one.state == "holds")
        register = registered(ledger)
        found["disagreement"] = next(entry.id for entry in register.entries if entry.disagreements)
        found["pair"] = register.suggestions[0].entries[0]
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


def test_every_route_that_shows_a_screen_is_looked_at(town: Town, names: dict[str, str]) -> None:
    asked = {route.path for route in ROUTES if isinstance(route, Route) and (route.methods or set()) & SAFE}
    assert asked == SCREENS.keys()
    with town.app() as origin:
        visitor = Visitor(origin)
        for path in (path for path, states in SCREENS.items() if not states):
            here = path.replace("{page:int}", "1").format(name=names["pdf"])
            answer = visitor.get(here)
            assert "<html" not in answer.text or here == "/document/none", f"{path} shows a screen: say its states"


@pytest.mark.parametrize(("language", "size", "scheme"), VIEWS)
def test_every_screen_is_accessible_and_fits(
    town: Town, names: dict[str, str], browser: Any, language: str, size: dict[str, int], scheme: str
) -> None:
    def scan(page: Any, name: str) -> None:
        assert page.evaluate("document.documentElement.lang") == language, name
        for here in (WIDE, PHONE, size):
            page.set_viewport_size(here)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} runs over at {here}"
        shot(page, f"{name}-{language}-{'phone' if size == PHONE else 'wide'}-{scheme}")
        assert (found := serious(page)) == [], f"{name}: {found}"

    with town.app() as origin, tab(browser, origin, size, language, scheme, REFUSED) as page:
        for states in SCREENS.values():
            for name, path in states.items():
                page.goto(path.format(**names))
                scan(page, name)
        for name, act in ACTS.items():
            act(page, names)
            scan(page, name)
        with damaged(town, names["news"]):
            page.goto(f"/document/{names['news']}")
            assert page.locator(".message .number").text_content() == "500"
            scan(page, "fault")
    signed_out(town, browser, (size, language, scheme), scan)


def signed_out(
    town: Town, browser: Any, view: tuple[dict[str, int], str, str], scan: Callable[[Any, str], None]
) -> None:
    """Signing in, first, after a wrong password, and when one has to wait."""
    accounts = Accounts(town.workspace.home / "reviewers.json")
    if not accounts.people():
        accounts.add("佐藤", PASSWORD, "reviewer")
    with town.app(everyone=None, accounts=accounts) as origin, tab(browser, origin, *view, REFUSED) as page:
        page.goto("/")
        scan(page, "sign-in")
        for name in ("sign-in-failed", *["guess"] * (FREE - 1), "sign-in-wait"):
            page.locator("#name").fill("佐藤")
            page.locator("#password").fill("これは合言葉ではありません")
            with page.expect_navigation():
                page.locator("form.sign-in button").click()
            if name != "guess":
                assert page.get_by_role("alert").is_visible()
                scan(page, name)


def damaged(town: Town, document: str) -> Any:
    """While it lasts, the text of a document in the ledger cannot be read."""
    return _Damage(town, document)


class _Damage:
    def __init__(self, town: Town, document: str) -> None:
        self._ledger = town.workspace.ledger
        self._document = document

    def __enter__(self) -> None:
        with sqlite3.connect(self._ledger) as ledger:
            (self._body,) = ledger.execute("SELECT body FROM documents WHERE id = ?", [self._document]).fetchone()
        self._write(b"\0")

    def __exit__(self, *_: object) -> None:
        self._write(self._body)

    def _write(self, body: bytes) -> None:
        with sqlite3.connect(self._ledger) as ledger:
            ledger.execute("UPDATE documents SET body = ? WHERE id = ?", [body, self._document])


def keys(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['date']}")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()


def places(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['agreement']}")
    page.locator("#place").fill("とやま")
    page.locator("[data-place]").first.wait_for()


def nowhere(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['city']}")
    page.locator("#place").fill("ないところ")
    page.locator("#places p").wait_for()


def evidence(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['decided']}")
    page.locator("details.chain summary").click()


def suggestions(page: Any, names: dict[str, str]) -> None:
    page.goto("/register")
    page.locator("details.pairs summary").click()


def unfolded(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/changes/{names['page']}")
    page.locator(".versions summary").first.click()


def selected(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/document/{names['page']}")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.paper [data-s]'))")
    page.locator("[data-add]").wait_for(state="visible")


def zoomed(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['pdf-agreement']}")
    page.locator("[data-zoom='1']").click(click_count=2)


def value_refused(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['date']}")
    page.locator("#f-edtf").fill("いつか")
    send(page, "correct")
    assert page.locator("[aria-invalid=true]").input_value() == "いつか"


def overtaken(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['decided']}")
    page.evaluate("document.querySelector('[name=seen]').value = 0")
    send(page, "reject")
    assert page.get_by_role("alert").is_visible()


def forged(page: Any, names: dict[str, str]) -> None:
    page.goto(f"/record/{names['date']}")
    page.evaluate("document.querySelector('#decision [name=token]').value = 'x'")
    send(page, "confirm")
    assert page.locator(".message .number").text_content() == "403"


def outdated(page: Any, names: dict[str, str]) -> None:
    page.goto(SCREENS["/document/{name}/add"]["add-date"].format(**names))
    page.evaluate("document.querySelector('[name=digest]').value = 'x'")
    with page.expect_navigation():
        page.locator("#decision .main").click()
    assert page.locator(".message .number").text_content() == "409"


def send(page: Any, action: str) -> None:
    with page.expect_navigation():
        page.locator(f"#decision [name=action][value={action}]").last.click()


ACTS: Mapping[str, Callable[[Any, dict[str, str]], None]] = {
    act.__name__: act
    for act in (
        keys, places, nowhere, evidence, suggestions, unfolded, selected, zoomed,
        value_refused, overtaken, forged, outdated,
    )
}  # fmt: skip
