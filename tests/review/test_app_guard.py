"""What stands before every route: nobody writes without our origin and token, nobody comes in by another name."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from review.app.accounts import AccountError, Accounts
from review.app.guard import LARGEST, SAFE, Door, Guard
from review.app.sessions import Person, Sessions
from review.app.site import ROUTES
from review.app.throttle import FREE
from store.ledger import Ledger
from tests.postgres import Postgres
from tests.review.town import PAGE, URL, Town
from tests.review.visitor import Visitor

PASSWORD = "とても長い合言葉です。確かに"
FORM = "application/x-www-form-urlencoded"
# Every route with a value for each of its parts; a route of a new form of path fails the test below.
PARTS = {"{name}": "0a1b2c3d4e5f6071", "{page:int}": "1"}
WRITES = [
    (route.path, method)
    for route in ROUTES
    if isinstance(route, Route)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")
]
FORGERIES = [
    ("no token", {}, {}),
    ("an empty token", {"token": ""}, {}),
    ("a wrong token", {"token": "x" * 43}, {}),
    ("another origin", {"token": "mine"}, {"Origin": "https://evil.example"}),
    ("no origin", {"token": "mine"}, {"Origin": ""}),
    ("an opaque origin", {"token": "mine"}, {"Origin": "null"}),
    ("our origin with another port", {"token": "mine"}, {"Origin": "http://127.0.0.1:1"}),
    ("our origin as a prefix", {"token": "mine"}, {"Origin": "ORIGIN.evil.example"}),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = Town(tmp_path_factory.mktemp("town"))
    town.tell({URL: PAGE})
    return town


@pytest.fixture(scope="module")
def origin(town: Town) -> Iterator[str]:
    with town.app() as origin:
        yield origin


def path_of(route: str) -> str:
    for part, value in PARTS.items():
        route = route.replace(part, value)
    assert "{" not in route, f"{route}: say in PARTS what stands there"
    return route


def decided(town: Town) -> int:
    with Ledger.open(town.workspace.ledger) as ledger:
        return ledger.counts().decisions


@pytest.mark.parametrize(("route", "method"), WRITES)
def test_no_route_is_written_to_without_a_token(origin: str, town: Town, route: str, method: str) -> None:
    visitor = Visitor(origin)
    visitor.get("/")
    answer = visitor.client.request(method, path_of(route), data={"action": "confirm"}, headers={"Origin": origin})
    assert answer.status_code == 403 and decided(town) == 0


@pytest.mark.parametrize(("name", "fields", "headers"), FORGERIES)
def test_a_forged_form_is_refused(
    origin: str, town: Town, name: str, fields: dict[str, str], headers: dict[str, str]
) -> None:
    visitor = Visitor(origin)
    record = re.search(r"/record/(\w+)", visitor.get("/").text)
    assert record and visitor.token
    fields = {key: visitor.token if value == "mine" else value for key, value in fields.items()}
    sent = {"Origin": origin} | {key: value.replace("ORIGIN", origin) for key, value in headers.items()}
    answer = visitor.client.post(f"/record/{record[1]}", data={"action": "confirm", **fields}, headers=sent)
    assert answer.status_code == 403 and decided(town) == 0


def test_another_visits_token_is_refused(origin: str, town: Town) -> None:
    one, other = Visitor(origin), Visitor(origin)
    one.get("/")
    other.get("/")
    assert one.token != other.token
    other.token = one.token
    assert other.send("/undo", {}).status_code == 403


def test_a_new_route_is_guarded_before_it_is_thought_of() -> None:
    asked: list[str] = []

    async def careless(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["method"])
        await PlainTextResponse("done")(scope, receive, send)

    async def call(method: str) -> int:
        answers: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            answers.append(message)

        headers = [(b"host", b"review.test"), (b"origin", b"https://review.test"), (b"content-type", FORM.encode())]
        scope = {"type": "http", "method": method, "path": "/sign-in", "headers": headers, "query_string": b""}
        await Guard(careless, Door("https://review.test"), Sessions())(scope, receive, send)
        return int(answers[0]["status"])

    assert {method: asyncio.run(call(method)) for method in ("POST", "PUT", "DELETE", "X")} == dict.fromkeys(
        ("POST", "PUT", "DELETE", "X"), 403
    )
    assert asked == [] and asyncio.run(call("GET")) == 200 and asked == ["GET"]


def test_only_static_files_stand_outside_the_list_of_routes() -> None:
    assert [route.path for route in ROUTES if not isinstance(route, Route)] == ["/static"]
    assert all(isinstance(route, Route | Mount) for route in ROUTES)
    assert all((route.methods or set()) <= SAFE | {"POST"} for route in ROUTES if isinstance(route, Route))


def test_another_host_name_is_refused(origin: str) -> None:
    visitor = Visitor(origin)
    for host in ("evil.example", "localhost", origin[7:] + ".evil.example", ""):
        assert visitor.client.get("/", headers={"Host": host}).status_code in (400, 421), host


def test_a_form_is_bounded_and_a_form(origin: str) -> None:
    visitor = Visitor(origin)
    visitor.get("/")
    assert visitor.send("/undo", {"note": "あ" * LARGEST}).status_code == 413
    assert visitor.send("/undo", {f"f{number}": "" for number in range(3000)}).status_code == 413
    raw = visitor.client.post(
        "/undo", content=b'{"token": 1}', headers={"Origin": origin, "Content-Type": "text/plain"}
    )
    assert raw.status_code == 415


@pytest.mark.parametrize(("language", "words"), [("ja", "不具合が起きました"), ("en", "Something went wrong")])
def test_a_fault_of_ours_is_told_in_bounds(tmp_path: Path, language: str, words: str) -> None:
    town = Town(tmp_path)
    town.tell({URL: PAGE})
    with town.app() as origin:
        visitor = Visitor(origin)
        visitor.get("/")
        visitor.send("/language", {"language": language, "here": "/"})
        with sqlite3.connect(town.workspace.ledger) as damaged:
            (name,) = damaged.execute("SELECT id FROM documents").fetchone()
            damaged.execute("UPDATE documents SET body = x'00'")
        answer = visitor.get(f"/document/{name}")
        assert answer.status_code == 500 and words in answer.text and "Traceback" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert Visitor(origin).get("/").status_code == 200


def test_a_ledger_that_is_gone_is_told_and_comes_back(
    tmp_path: Path, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    town = Town(tmp_path, database)
    town.tell({URL: PAGE})
    with town.app() as origin:
        visitor = Visitor(origin)
        with Ledger.open(database) as ledger:
            record = next(iter(ledger.records("date"))).id
        assert visitor.get(f"/record/{record}").status_code == 200
        monkeypatch.setattr("store.database.PATIENCE", 0)
        postgres.stop()
        try:
            answers = [visitor.get(f"/record/{record}"), visitor.send(f"/record/{record}", {"action": "confirm"})]
            assert [answer.status_code for answer in answers] == [503, 503]
            assert all("台帳に届きません" in answer.text and "password" not in answer.text for answer in answers)
            assert "check the server" in caplog.text
        finally:
            postgres.start()
        assert visitor.get(f"/record/{record}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/changes", "/register", "/overview", "/nowhere", "/static/app.css"])
def test_every_answer_keeps_the_browser_in_bounds(origin: str, path: str) -> None:
    one, other = Visitor(origin).get(path), Visitor(origin).get(path)
    policy = one.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{20,})';", policy)
    assert nonce and nonce[0] not in other.headers["content-security-policy"]
    for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy and one.headers["x-content-type-options"] == "nosniff"
    for script in re.findall(r"<script\b[^>]*>", one.text):
        assert f'nonce="{nonce[1]}"' in script and "src=" in script


def test_what_every_page_asks_for_is_not_sent_twice(origin: str) -> None:
    visitor = Visitor(origin)
    style = visitor.get("/static/app.css")
    again = visitor.client.get("/static/app.css", headers={"If-None-Match": style.headers["etag"]})
    assert (style.status_code, again.status_code, again.content) == (200, 304, b"")
    assert visitor.get("/").headers["cache-control"] == "no-store"


def test_cookies_are_ours_alone(origin: str) -> None:
    cookie = Visitor(origin).get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "; Secure" in Door("https://review.example.jp").cookie


@pytest.mark.parametrize(
    ("here", "back"),
    [
        ("/register?q=富山", "/register?q="),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_changing_the_language_leads_nowhere_else(origin: str, here: str, back: str) -> None:
    visitor = Visitor(origin)
    visitor.get("/")
    answer = visitor.send("/language", {"language": "en", "here": here})
    assert answer.status_code == 303 and answer.headers["location"].startswith(back)
    assert "evil" not in answer.headers["location"] and "x=1" not in answer.headers.get("set-cookie", "")
    assert '<html lang="en">' in visitor.get("/").text


@pytest.fixture(scope="module")
def gate(town: Town) -> Iterator[str]:
    accounts = Accounts(town.workspace.home / "reviewers.json")
    accounts.add("佐藤", PASSWORD, "reviewer")
    accounts.add("鈴木", PASSWORD + "2", "admin")
    with town.app(everyone=None, accounts=accounts) as origin:
        yield origin


def test_nothing_is_seen_before_sign_in(gate: str) -> None:
    visitor = Visitor(gate)
    for route in {path for path, _ in WRITES}:
        if route == "/sign-in":
            continue
        answer = visitor.get(path_of(route))
        assert (answer.status_code, answer.headers.get("location")) in ((303, "/sign-in"), (405, None)), route
    assert visitor.send("/undo", {}).status_code in (401, 403)


def test_signing_in_and_out(gate: str) -> None:
    visitor = Visitor(gate)
    visitor.get("/sign-in")
    before = visitor.client.cookies["renkei-session"]
    answer = visitor.send("/sign-in", {"name": "佐藤", "password": PASSWORD})
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    assert "HttpOnly" in answer.headers["set-cookie"]
    after = visitor.client.cookies["renkei-session"]
    assert after != before and "佐藤 さん" in visitor.get("/").text
    visitor.send("/sign-out", {})
    visitor.client.cookies.set("renkei-session", after)
    assert visitor.get("/").headers["location"] == "/sign-in"


def test_guesses_are_slowed_down(gate: str) -> None:
    visitor = Visitor(gate)
    visitor.get("/sign-in")
    answers = [
        visitor.send("/sign-in", {"name": "鈴木", "password": f"guess {n}"}).status_code for n in range(FREE + 1)
    ]
    assert answers == [401] * FREE + [429]
    right = visitor.send("/sign-in", {"name": "鈴木", "password": PASSWORD + "2"})
    assert right.status_code == 429 and int(right.headers["retry-after"]) >= 1


def test_a_changed_account_is_signed_out_at_once(tmp_path: Path) -> None:
    town, accounts = Town(tmp_path), Accounts(tmp_path / "reviewers.json")
    changes = {
        "removed": lambda: accounts.remove("removed"),
        "password": lambda: accounts.change("password", PASSWORD + "2"),
        "role": lambda: (accounts.remove("role"), accounts.add("role", PASSWORD, "admin")),
    }
    for name in (*changes, "佐藤"):
        accounts.add(name, PASSWORD, "reviewer")
    with town.app(everyone=None, accounts=accounts) as origin:
        visitors = {name: Visitor(origin) for name in (*changes, "佐藤")}
        for name, visitor in visitors.items():
            visitor.get("/sign-in")
            visitor.send("/sign-in", {"name": name, "password": PASSWORD})
            assert visitor.get("/").status_code == 200, name
        for name, change in changes.items():
            change()
            assert visitors[name].send("/undo", {}).status_code == 401, name
            assert visitors[name].get("/").headers["location"] == "/sign-in", name
        assert visitors["佐藤"].get("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [("佐藤", "short"), ("", PASSWORD), ("a\nb", PASSWORD), ("x" * 101, PASSWORD), ("佐藤", "x" * 201)],
)
def test_an_account_that_cannot_be_is_refused(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(AccountError):
        Accounts(tmp_path / "reviewers.json").add(name, password, "reviewer")


def test_an_account_is_not_made_twice_nor_changed_without_being_there(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "reviewers.json")
    accounts.add("佐藤", PASSWORD, "admin")
    for refused in (
        lambda: accounts.add("佐藤 ", PASSWORD, "reviewer"),
        lambda: accounts.change("佐藤", "short"),
        lambda: accounts.change("鈴木", PASSWORD),
        lambda: accounts.remove("鈴木"),
    ):
        with pytest.raises(AccountError):
            refused()
    accounts.change("佐藤", PASSWORD + "2")
    assert accounts.check("佐藤", PASSWORD) is None
    assert accounts.check("佐藤", PASSWORD + "2") == Person("佐藤", "admin")


def test_passwords_are_kept_as_hashes_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "reviewers.json"
    Accounts(file).add("佐藤", PASSWORD, "reviewer")
    assert PASSWORD not in file.read_text() and "$argon2id$" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
