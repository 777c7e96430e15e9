"""Sources that are crawled side by side: hosts at the same time, each by one request at a time."""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.turns import StoppedError, Turns
from flows.crawl import crawl
from flows.workspace import Workspace


def test_hosts_are_asked_at_the_same_time_and_each_one_thing_at_a_time(workspace: Workspace) -> None:
    busy: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            with lock:
                busy[host] += 1
                busy["all"] += 1
                for name in (host, "all"):
                    most[name] = max(most[name], busy[name])
            time.sleep(0.2)
            body = b"" if self.path == "/robots.txt" else f"<html>{self.path}<a href=/{host}/b.html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            with lock:
                busy[host] -= 1
                busy["all"] -= 1
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        for name, host in (("a", "127.0.0.1"), ("b", "127.0.0.1"), ("c", "localhost")):
            start = f"http://{host}:{server.server_port}/{name}/"
            text = f"title: {name}\nstart: [{start}]\nwait: 0\nprivate: true\nscope: {{paths: [/]}}\n"
            (workspace.sources / f"{name}.yml").write_text(text, encoding="utf-8")
        report = crawl(workspace)
    finally:
        server.shutdown()
        server.server_close()
    assert report.documents["new"] == 6
    assert most == {"127.0.0.1": 1, "localhost": 1, "all": 2}


def test_an_interrupt_ends_those_that_wait() -> None:
    turns, ended = Turns(), threading.Event()
    with turns.turn("www.example.jp", 0):
        pass

    def wait() -> None:
        with pytest.raises(StoppedError), turns.turn("www.example.jp", 600):
            pass
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    turns.stop()
    assert ended.wait(10)
