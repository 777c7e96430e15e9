"""Pages a second of a crawl from loopback with politeness off, beside Scrapy on the same site, and its memory.

    python bench/crawl.py [--pages 2000] [--long 20000]

The site is served by a process of its own: pages of 10 kB, each with links to ten others. Ours does all that it always
does (robots.txt, WARC with request and answer on the disk, the ledger in one transaction a page); Scrapy fetches,
follows links and keeps the bodies in one compressed file, once with one request at a time as ours and once with its
eight. It is measured where it is installed:

    python -m venv bench/.peers/scrapy && bench/.peers/scrapy/bin/pip install scrapy==2.19.0

`--long` is a crawl of so many pages whose memory is looked at on the way.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from crawler.crawl import Step, crawl
from crawler.source import Source
from store.ledger import Ledger
from store.warc import Archive

ROOT = Path(__file__).parents[1]
PEER = ROOT / "bench" / ".peers" / "scrapy" / "bin" / "python"
RUNS = 3
WORDS = ["本市は令和年月日", "市と連携協定を締結し", "環境", "防災", "観光の分野で互いに協力することとしました。"]

SPIDER = """
import gzip, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [sys.argv[1]]
    count = 0
    def parse(self, response):
        out.write(response.body)
        Pages.count += 1
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse)

with gzip.open(sys.argv[2], "wb") as out:
    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False,
                              "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[3])})
    process.crawl(Pages)
    process.start()
print(Pages.count)
"""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    pages = 0

    def do_GET(self) -> None:
        number = self.path.strip("/").removesuffix(".html") or "0"
        found = number.isdigit() and int(number) < self.pages
        body = page(int(number), self.pages) if found else b"none"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def page(number: int, pages: int) -> bytes:
    """A page of 10 kB that leads to ten others, among them always the next ones of a tree over all pages."""
    dice = random.Random(number)
    links = [10 * number + n for n in range(1, 11)]
    anchors = "".join(f'<li><a href="/{n}.html">{n}</a></li>' for n in links if n < pages)
    text = "".join(f"<p>{number}-{n}: {'、'.join(dice.choices(WORDS, k=6))}</p>" for n in range(24))
    return f"<!DOCTYPE html><title>Page {number}</title><ul>{anchors}</ul>{text}".encode()


@contextmanager
def site(pages: int) -> Iterator[str]:
    """The site, served by a process of its own; yields its address."""
    _Handler.pages = pages
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    pid = os.fork()
    if not pid:
        server.serve_forever()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        server.server_close()


def ours(url: str, pages: int, folder: Path, marks: int = 1) -> tuple[float, list[int]]:
    """Seconds of a crawl of so many pages, and the most memory in KiB at so many points on the way."""
    values = {"name": "s", "title": "s", "start": [url], "wait": 0, "private": True}
    source = Source.model_validate(values | {"scope": {"depth": 50, "pages": pages + 1}})
    memory: list[int] = []

    def look(step: Step) -> None:
        if step.visited % (pages // marks) == 0:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    started = time.perf_counter()
    with Ledger.open(folder / "renkei.db") as ledger, Archive.open(folder / "raw") as archive:
        report = crawl(source, ledger, archive, progress=look)
    assert report.new == pages, report
    return time.perf_counter() - started, memory


def theirs(url: str, pages: int, folder: Path, at_a_time: int) -> float:
    """Seconds of a crawl by Scrapy, start-up apart as far as a crawl of one page shows it."""
    script = folder / "spider.py"
    script.write_text(SPIDER)

    def run(start: str) -> tuple[float, int]:
        started = time.perf_counter()
        command = [PEER, script, start, folder / "bodies.gz", str(at_a_time)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return time.perf_counter() - started, int(done.stdout)

    last, one = run(f"{url}{pages - 1}.html")  # which leads nowhere
    whole, count = run(url)
    assert (one, count) == (1, pages), (one, count)
    return whole - last


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--long", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, site(options.pages) as url:
        times: dict[str, list[float]] = {}
        for run in range(RUNS):
            folder = Path(name) / str(run)
            folder.mkdir()
            times.setdefault("ours, one at a time", []).append(ours(url, options.pages, folder)[0])
            if PEER.exists():
                for at_a_time, title in ((1, "Scrapy, one at a time"), (8, "Scrapy, eight at a time")):
                    times.setdefault(title, []).append(theirs(url, options.pages, folder, at_a_time))
            shutil.rmtree(folder)
    mine = sorted(times["ours, one at a time"])[RUNS // 2]
    print(f"{'':26}{'pages/s':>9}{'ours ×':>9}")
    for title, found in times.items():
        seconds = sorted(found)[RUNS // 2]
        print(f"{title:26}{options.pages / seconds:9.0f}{seconds / mine:9.2f}")
    if options.long:
        with tempfile.TemporaryDirectory() as name, site(options.long) as url:
            seconds, memory = ours(url, options.long, Path(name), marks=10)
        marks = "  ".join(f"{kib >> 10}" for kib in memory)
        print(
            f"{options.long} pages: {options.long / seconds:.0f} pages/s; most memory in MiB after each tenth: {marks}"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
