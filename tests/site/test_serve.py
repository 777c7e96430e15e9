"""The server of the sample site answers as servers should, and runs a command while it does."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site import serve

SITE = Path(__file__).parent

# path, status, content type
ANSWERS = [
    ("/kawasaki/", 200, "text/html; charset=UTF-8"),
    ("/kawasaki/500/page/0000101201.html?utm_source=top", 200, "text/html; charset=UTF-8"),
    ("/kumamoto/kiji/0032210.html", 200, "text/html"),  # an old server: only the page tells its charset
    ("/kawasaki/css/style.css", 200, "text/css; charset=UTF-8"),
    ("/kitakyushu/files/report.pdf", 200, "application/pdf"),
    ("/robots.txt", 200, "text/plain; charset=UTF-8"),
    ("/kawasaki/private/draft.html", 200, "text/html; charset=UTF-8"),  # asked for all the same, it is there
    ("/kawasaki", 301, "text/html; charset=UTF-8"),
    ("/kawasaki/500/page/0000100999.html", 404, "text/html; charset=UTF-8"),
    ("/kawasaki/500/", 404, "text/html; charset=UTF-8"),
    ("/../serve.py", 404, "text/html; charset=UTF-8"),
    ("/%2e%2e/sources/kawasaki.yml", 404, "text/html; charset=UTF-8"),
    ("/kawasaki/a%00b.html", 404, "text/html; charset=UTF-8"),
]


@pytest.fixture
def server() -> Iterator[serve.Server]:
    server = serve.make_server(port=0)
    server.start()
    yield server
    server.stop()


def ask(server: serve.Server, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize(("path", "status", "media_type"), ANSWERS)
def test_answers(server: serve.Server, path: str, status: int, media_type: str) -> None:
    answer, content = ask(server, path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, media_type)
    assert len(content) == int(answer.headers["Content-Length"]) > 0


def test_a_folder_without_slash_is_sent_on(server: serve.Server) -> None:
    assert ask(server, "/kawasaki")[0].headers["Location"] == "/kawasaki/"


def test_robots_keep_every_crawler_from_one_folder(server: serve.Server) -> None:
    lines = ask(server, "/robots.txt")[1].decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /kawasaki/private/"]


def test_unchanged_pages_are_not_sent_again(server: serve.Server) -> None:
    path = "/matsumoto/soshiki/12/3455.html"
    first, content = ask(server, path)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert content and etag.startswith('"')
    held = [
        {"If_None_Match": etag},
        {"If_None_Match": f'"other", W/{etag}'},
        {"If_Modified_Since": changed},
        {"If_None_Match": etag, "If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ]
    stale = [
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": changed},
        {"If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If_Modified_Since": "some day"},
    ]
    for headers in held:
        answer, body = ask(server, path, **headers)
        assert (answer.status, body, answer.headers["ETag"]) == (304, b"", etag), headers
    for headers in stale:
        assert ask(server, path, **headers)[0].status == 200, headers


def test_head_sends_no_body(server: serve.Server) -> None:
    answer, content = ask(server, "/kawasaki/", "HEAD")
    assert answer.status == 200 and int(answer.headers["Content-Length"]) > 0 and content == b""


def test_updated_pages_change_while_the_server_runs(server: serve.Server) -> None:
    changing = {f"/{path.relative_to(SITE / 'updates')}" for path in (SITE / "updates").rglob("*.html")}
    assert len(changing) == 2
    paths = ("/kawasaki/", *changing)
    before = {path: ask(server, path)[0].headers["ETag"] for path in paths}
    server.updated = True
    after = {path: ask(server, path, If_None_Match=before[path])[0].status for path in paths}
    assert after == {path: 200 if path in changing else 304 for path in paths}


def test_the_log_names_each_request(server: serve.Server) -> None:
    ask(server, "/kawasaki/?a=1", User_Agent="reader", X_Other="kept out")
    ask(server, "/nothing", "HEAD")
    kept = {"User-Agent": "reader", "Accept-Encoding": "identity"}
    assert [(r.method, r.path, r.status) for r in server.log] == [
        ("GET", "/kawasaki/?a=1", 200),
        ("HEAD", "/nothing", 404),
    ]
    assert server.log[0].headers == kept


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, str(SITE / "serve.py")]
    return subprocess.run([*script, *arguments], capture_output=True, text=True, timeout=30, check=False)


def test_a_command_runs_while_the_site_is_served() -> None:
    code = (
        "import os, sys, urllib.request as r; url = os.environ['RENKEI_SAMPLE_URL'];"
        "page = r.urlopen(url + '/kawasaki/500/page/0000101201.html').read().decode();"
        "sys.exit(7 if '6件' in page else 8)"
    )
    assert run("--port", "0", "--updated", "--", sys.executable, "-c", code).returncode == 7
    assert run("--port", "0", "--", sys.executable, "-c", code).returncode == 8


def test_a_command_that_is_not_there_is_one_line() -> None:
    done = run("--port", "0", "--", "no-such-command")
    assert done.returncode == 127 and len(done.stderr.splitlines()) == 1 and "no-such-command" in done.stderr


def test_a_port_that_is_taken_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("--port", port, "--", sys.executable, "-c", "print('ran')")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1 and port in done.stderr
