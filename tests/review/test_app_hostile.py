"""Everything from the web is hostile: two hundred payloads in every place that a page, file or form can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from reportlab.pdfgen.canvas import Canvas

from review.app.pages import web_address
from review.app.sessions import Person
from store.ledger import Ledger
from tests.review.browser import browsing, tab
from tests.review.town import Town
from tests.review.visitor import Visitor

RUNS = "window.ran=1"
VECTORS = (
    f"<script>{RUNS}</script>",
    f"<ScRiPt src=data:text/javascript,{RUNS}></sCrIpT>",
    f"<img src=x onerror={RUNS}>",
    f"<img/src='x'/onerror='{RUNS}'>",
    f"<svg onload={RUNS}>",
    f"<svg><script>{RUNS}</script></svg>",
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<body onload={RUNS}>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUNS}></iframe>",
    f"<a href=javascript:{RUNS} id=bait>x</a>",
    f"<a href='java&#10;script:{RUNS}'>x</a>",
    f"<form action=javascript:{RUNS}><input type=submit id=bait>",
    f"<input autofocus onfocus={RUNS}>",
    f"<details open ontoggle={RUNS}>",
    f"<video><source onerror={RUNS}></video>",
    f"<object data=javascript:{RUNS}></object>",
    f"<math><mtext><style><img src onerror={RUNS}></style></mtext></math>",
    f"<link rel=stylesheet href='data:text/css,*{{}}'><meta http-equiv=refresh content='0;javascript:{RUNS}'>",
    f"<base href=//evil.example/><div hx-get=/x hx-trigger=load hx-on:load={RUNS}>",
    f"{{{{ ''.__class__.__mro__ }}}}{{% for x in (1,) %}}{RUNS}{{% endfor %}}",
    f"${{{RUNS}}}`-{RUNS}-`",
    f"\x00<script>{RUNS}</script>",
    f"\u2028<img src=x onerror={RUNS}>\u2029",
    f"＜script＞{RUNS}＜/script＞<script\u3000>{RUNS}</script>",
)
BREAKS = ("", '">', "'>", "</title>", "</textarea></option></select>", "--></mark></span>", "]]></svg>", "</script>")
PAYLOADS = [broken + vector for broken in BREAKS for vector in VECTORS]
# The elements of our templates.
OURS = """html head meta title link script body a header nav div form input button span kbd main dialog h1 h2 h3 dl dt
dd section p table thead tbody tr th td mark label select option output fieldset legend blockquote details summary code
ol li ul time strong br del ins article svg image rect"""
ADDRESSES = [
    ("javascript:alert(1)", None),
    ("JaVaScRiPt:alert(1)", None),
    (" javascript:alert(1)", None),
    ("java\nscript:alert(1)", None),
    ("data:text/html,<script>1</script>", None),
    ("vbscript:x", None),
    ("file:///etc/passwd", None),
    ("http://[::1", None),
    ("//evil.example/", None),
    (None, None),
    ("https://www.city.example.lg.jp/a?b=<c>", "https://www.city.example.lg.jp/a?b=<c>"),
    ("http://www.city.example.lg.jp/", "http://www.city.example.lg.jp/"),
]


def page_of(payload: str) -> str:
    """A page that says the payload in its title, a heading, a cell and around what is extracted."""
    said = escape(payload)
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{said}</title></head><body><main>'
        f"<h1>{said}協定</h1><p>令和3年1月28日、富山市は{said}と連携協定「{said}」を締結しました。</p>"
        f"<table><tr><th>{said}</th><th>人数（人）</th></tr><tr><td>{said}令和4年度</td><td>1,250</td></tr></table>"
        f"<p>担当は{said}課</p></main></body></html>"
    )


def file_of(payload: str) -> bytes:
    """A PDF that says the payload in its metadata."""
    out = BytesIO()
    canvas = Canvas(out)
    for say in (canvas.setTitle, canvas.setAuthor, canvas.setSubject, canvas.setKeywords):
        say(payload)
    canvas.drawString(72, 720, "2024-04-01 signed in Toyama")
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = Town(tmp_path_factory.mktemp("town"))
    root = "https://www.city.example.lg.jp/"
    pages: dict[str, str | bytes] = {f"{root}{n}/{quote(one)}": page_of(one) for n, one in enumerate(PAYLOADS)}
    pages |= {f"{root}{quote(one)}.pdf": file_of(one) for one in VECTORS}
    town.tell(pages)
    return town


@pytest.fixture(scope="module")
def origin(town: Town) -> Iterator[str]:
    with town.app(everyone=Person(VECTORS[2], "admin")) as origin:
        yield origin


def test_there_are_two_hundred() -> None:
    assert len(set(PAYLOADS)) == 200


@pytest.mark.parametrize(("address", "shown"), ADDRESSES)
def test_only_web_addresses_are_linked(address: str | None, shown: str | None) -> None:
    assert web_address(address) == shown


def test_no_payload_becomes_markup(town: Town, origin: str) -> None:
    """Every screen of every document, by what stands in it: the only elements are those of our templates."""
    visitor = Visitor(origin)
    with Ledger.open(town.workspace.ledger) as ledger:
        names = [kept.record.id for kept in ledger.documents()]
        first = {kept.record.document: kept.record.id for kept in ledger.kept_records("date")}
    assert len(names) == len(PAYLOADS) + len(VECTORS)
    for number, name in enumerate(names):
        paths = (f"/document/{name}?view=text", f"/record/{first.get(name, name)}?view=text", f"/record/{name}")
        for path in paths[number % 3 :: 3]:
            text = visitor.get(path).text
            assert text.startswith("<!doctype html>") and not strange(text), (path, strange(text))


class Elements(HTMLParser):
    """What a browser would make of a page, where it is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element or attribute that no template has."""
        self.scripts += tag == "script"
        if tag not in OURS.split():
            self.strange.append(tag)
        for name, value in attrs:
            if name.startswith(("on", "hx-on", "srcdoc", "style")) or (BAIT.match(value or "") and name != "value"):
                self.strange.append(f"{tag} {name}={value}")


BAIT = re.compile(r"\s*(?:javascript|data|vbscript|//evil|https?://evil)", re.IGNORECASE)


def strange(text: str) -> list[str]:
    """What in a page is not of our templates."""
    elements = Elements()
    elements.feed(text)
    return elements.strange + ([] if elements.scripts == 2 else [f"{elements.scripts} scripts"])


def test_what_is_strange_is_seen() -> None:
    for payload in (VECTORS[0], VECTORS[2], VECTORS[4], VECTORS[10], VECTORS[18]):
        assert strange(f"<!doctype html><script></script><script></script>{payload}"), payload


def test_no_payload_runs_in_a_browser(town: Town, origin: str) -> None:
    with Ledger.open(town.workspace.ledger) as ledger:
        names = [kept.record.id for kept in ledger.documents()]
        agreements = [kept.record.id for kept in ledger.kept_records("agreement")]
    with browsing() as browser, tab(browser, origin) as page:
        paths = [
            "/",
            "/register",
            "/register?q=<script>",
            "/overview",
            "/changes",
            "/?city=<script>&source=<img src=x>",
        ]
        paths += [f"/document/{name}?view=text" for name in names[::8]]
        paths += [f"/record/{name}" for name in agreements[:: max(1, len(agreements) // 12)]]
        for path in paths:
            page.goto(path, wait_until="domcontentloaded")
            assert page.evaluate("[window.ran, document.scripts.length, frames.length]") == [None, 2, 0], path
        path = "/?kind=agreement"  # the titles and passages of all of them
        while path:
            page.goto(path)
            assert page.evaluate("[window.ran, document.scripts.length, frames.length]") == [None, 2, 0], path
            more = page.get_by_role("link", name="続き")
            path = more.get_attribute("href") if more.count() else ""


def test_no_note_or_search_runs(town: Town, origin: str) -> None:
    visitor = Visitor(origin)
    with Ledger.open(town.workspace.ledger) as ledger:
        names = [kept.record.id for kept in ledger.kept_records("date")][: len(PAYLOADS)]
    visitor.get("/")
    for number, (name, payload) in enumerate(zip(names, PAYLOADS, strict=True)):
        assert visitor.send(f"/record/{name}", {"action": "confirm", "note": payload}).status_code == 303
        assert strange(visitor.get(f"/places?place={quote(payload)}").text) == ["0 scripts"]
        if number % 10 == 0:
            assert not strange(visitor.get(f"/record/{name}").text)
            refused = visitor.send(f"/record/{name}", {"action": "correct", "edtf": payload, "note": payload})
            assert refused.status_code == 422 and not strange(refused.text)
    with browsing() as browser, tab(browser, origin) as page:
        for name in names[::25]:
            page.goto(f"/record/{name}")
            assert "window.ran" in (page.locator(".history .note").text_content() or "")
            assert page.evaluate("[window.ran, document.scripts.length, frames.length]") == [None, 2, 0]


def test_a_snapshot_runs_nothing(town: Town, origin: str) -> None:
    """The page as it was fetched, markup and all, opened by itself."""
    url = "https://www.city.example.lg.jp/live.html"
    town.tell({url: f"<html><body>令和3年1月28日<script>{RUNS}</script><img src=x onerror={RUNS}></body></html>"})
    with Ledger.open(town.workspace.ledger) as ledger:
        name = next(kept.record.id for kept in ledger.documents() if kept.record.url == url)
    with browsing() as browser:
        context = browser.new_context(base_url=origin)
        page = context.new_page()
        page.goto(f"/document/{name}/snapshot")
        assert page.evaluate("[window.ran, window.origin]") == [None, "null"]
        context.close()


def test_a_name_is_no_path(town: Town, origin: str, tmp_path: Path) -> None:
    visitor = Visitor(origin)
    for path in (
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/document/..%2f..%2fetc/snapshot",
        "/static//etc/passwd",
    ):
        assert visitor.client.get(path).status_code == 404, path


def test_markup_of_a_page_is_text(origin: str, town: Town) -> None:
    """The test above can fail: a payload is there, as text."""
    with Ledger.open(town.workspace.ledger) as ledger:
        name = next(kept.record.id for kept in ledger.documents() if "onerror" in (kept.record.title or ""))
    text: Any = Visitor(origin).get(f"/document/{name}?view=text").text
    assert "onerror=window.ran=1&gt;" in text


def test_no_payload_becomes_markup_between_two_versions(tmp_path: Path) -> None:
    """Titles, changed characters, passages and records of two hostile versions, side by side and in a browser."""
    town = Town(tmp_path)
    pages = {f"https://www.city.example.lg.jp/{number}.html": page_of(one) for number, one in enumerate(VECTORS)}
    town.tell(pages)
    with Ledger.open(town.workspace.ledger) as ledger:
        dates = [kept.record.id for kept in ledger.kept_records("date") if kept.record.text == "令和3年1月28日"]
    with town.app() as origin:
        visitor = Visitor(origin)
        visitor.get("/")
        for name in dates:
            assert visitor.send(f"/record/{name}", {"action": "confirm", "note": VECTORS[2]}).status_code == 303
        later = {url: page.replace("令和3年1月28日", "令和3年2月8日") for url, page in pages.items()}
        town.tell({url: page.replace("担当は", f"担当は{escape(VECTORS[4])}") for url, page in later.items()})
        listed = visitor.get("/changes").text
        names = re.findall(r'href="/changes/(\w+)"', listed)
        assert len(names) == len(VECTORS) and not strange(listed)
        for name in names:
            text = visitor.get(f"/changes/{name}").text
            assert "<ins>" in text and "<del>" in text and not strange(text), name
        with browsing() as browser, tab(browser, origin) as page:
            for path in ("/changes", f"/changes/{names[0]}", f"/changes/{names[2]}"):
                page.goto(path)
                assert page.evaluate("[window.ran, document.scripts.length, frames.length]") == [None, 2, 0], path
