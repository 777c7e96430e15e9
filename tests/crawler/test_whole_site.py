"""Three sites and the faults that answer beside them, crawled again and again: nothing twice, what changed is kept."""

import importlib.util
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import CrawlReport, crawl
from crawler.fetch import Limits
from crawler.source import Source
from crawler.turns import Turns
from store.ledger import Ledger
from store.warc import Archive

SITE = Path(__file__).parents[3] / "shared" / "site"
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
# What never answers is tested alone, with less patience.
NOT_ASKED = ("stats", "reset", "trap/", "slow", "hang")

pytestmark = pytest.mark.skipif(not SITE.exists(), reason="the larger test site is not beside this checkout")


@dataclass
class Run:
    """One crawl: what it told, what the site's log says, what every page came to, by path."""

    report: CrawlReport
    log: list[dict[str, Any]]
    outcomes: dict[str, str]
    captures: dict[str, int | None]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Run]]:
    """The first crawl, a second over the same pages, and a third over the second versions."""
    folder = tmp_path_factory.mktemp("site")
    spec = importlib.util.spec_from_file_location("larger_site", SITE / "serve.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.make_server(port=0, log=str(folder / "log.jsonl"), endless_limit=20).start()
    server.faults.bomb()
    with Ledger.open(folder / "renkei.db") as ledger, Archive.open(folder / "raw") as archive:
        runs = []
        for day in range(3):
            server.site.updated = day == 2
            server.faults.reset()  # so that 503-then-ok says the same every time
            runs.append(_run(server, ledger, archive, folder / "log.jsonl", day))
    server.stop()
    yield runs


def _run(server: Any, ledger: Ledger, archive: Archive, log: Path, day: int) -> Run:
    before = len(log.read_text(encoding="utf-8").splitlines())
    starts = [server.url, *(server.url + name for name in ("saitama/", "toyama/", "iclei/", "faults/"))]
    scope = {"paths": ["/"], "exclude": [f"/faults/{name}" for name in NOT_ASKED], "depth": 3}
    values = {"name": "s", "title": "s", "start": starts, "scope": scope, "wait": 0, "private": True}
    now = NOW + timedelta(days=day)
    limits = Limits(body=4 << 20, seconds=30.0, silence=15.0, retries=2)
    turns = Turns(lambda _: None)  # how requests keep their distance is tested elsewhere
    report = crawl(Source.model_validate(values), ledger, archive, now=lambda: now, limits=limits, turns=turns)
    lines = log.read_text(encoding="utf-8").splitlines()[before:]
    pages = {page.url.removeprefix(server.url.rstrip("/")): page for page in ledger.pages("s")}
    return Run(
        report,
        [json.loads(line) for line in lines],
        {path: page.outcome or "" for path, page in pages.items()},
        {path: page.capture for path, page in pages.items()},
    )


def of_sites(run: Run) -> list[dict[str, Any]]:
    return [entry for entry in run.log if not entry["path"].startswith("/faults")]


def test_the_first_crawl_finds_every_document_once(runs: list[Run]) -> None:
    run = runs[0]
    manifest = json.loads((SITE / "manifest.json").read_text(encoding="utf-8"))
    documents = {path for path in manifest["documents"] if path != "/saitama/private/draft.html"}
    assert documents <= {path for path, outcome in run.outcomes.items() if outcome == "new"}
    assert run.outcomes["/saitama/private/draft.html"] == "refused"
    assert "/saitama/private/draft.html" not in {entry["path"] for entry in run.log}
    again = Counter(entry["path"] for entry in of_sites(run))
    assert {path for path, count in again.items() if count > 1} == set()
    assert again["/sitemap.xml"] == again["/robots.txt"] == 1


def test_the_second_crawl_is_sent_no_body(runs: list[Run]) -> None:
    first, second = runs[0], runs[1]
    statuses = Counter(entry["status"] for entry in of_sites(second))
    assert statuses[200] == 0 and statuses[304] > 20
    assert {entry["status"] for entry in of_sites(second)} <= {301, 304, 404}
    asked = [entry for entry in of_sites(second) if entry["status"] == 304]
    assert all(entry["headers"]["If-None-Match"] for entry in asked)
    assert (second.report.new, second.report.changed, second.report.gone) == (0, 0, 0)
    assert second.captures == first.captures


def test_the_second_versions_bring_exactly_the_changed_documents(runs: list[Run]) -> None:
    manifest = json.loads((SITE / "manifest.json").read_text(encoding="utf-8"))
    changed = {path for path, entry in manifest["documents"].items() if "v2_file" in entry}
    third = runs[2]
    assert {path for path, outcome in third.outcomes.items() if outcome == "changed"} == changed
    sent = {entry["path"].partition("?")[0] for entry in of_sites(third) if entry["status"] == 200}
    assert changed <= sent <= {*changed, "/sitemap.xml"}
    moved = {path for path in third.captures if third.captures[path] != runs[1].captures.get(path)}
    assert {path.partition("?")[0] for path in moved} == changed
