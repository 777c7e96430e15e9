"""A crawl over a site where everything goes wrong that can: each fault ends in its state, and the rest is crawled."""

import importlib.util
import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.crawl import crawl
from crawler.fetch import Limits
from crawler.source import Source
from crawler.turns import Turns
from store.ledger import Ledger
from store.warc import Archive

SERVER = Path(__file__).parents[3] / "shared" / "site" / "serve.py"
LIMITS = Limits(body=4 << 20, seconds=10.0, silence=1.5, retries=2)

pytestmark = pytest.mark.skipif(not SERVER.exists(), reason="the site with faults is not beside the project")

# (path, outcome, what the problem says)
STATES = [
    ("503-then-ok", "new", None),
    ("slow?s=0.2", "new", None),
    ("slow?s=3", "failed", "timeout: no sign of life"),
    ("hang", "failed", "timeout: no sign of life"),
    ("hang?after=headers", "failed", "timeout: no sign of life"),
    ("500", "failed", "status 500"),
    ("404", "dead", "status 404"),
    ("redirect-loop", "moved", None),
    ("redirect-loop-2", "failed", "redirects in circles"),
    ("redirect-offsite", "failed", "leads to http://offsite.example/landing.html, outside the scope"),
    ("redirect-offsite?to=localhost", "failed", "outside the scope"),
    ("truncated", "failed", "truncated"),
    ("bomb.gz", "failed", "larger than 4 MiB"),
    ("bomb.gz?as=file", "skipped", None),
    ("huge", "failed", "larger than 4 MiB"),
    ("wrong-type.pdf", "new", "declared application/pdf, is text/html"),
    ("broken.pdf", "new", None),
    ("encrypted.pdf", "new", None),
    ("empty", "failed", "empty"),
    ("wrong-charset", "new", None),
    ("deep.html", "new", None),
]


def nap(seconds: float) -> None:
    """Pauses between requests as they are, pauses before another try shortened."""
    time.sleep(min(seconds, 0.25))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, str, list[dict[str, Any]]]]:
    folder = tmp_path_factory.mktemp("faults")
    spec = importlib.util.spec_from_file_location("faulty_site", SERVER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.make_server(port=0, log=str(folder / "log.jsonl"), endless_limit=20).start()
    base = server.url + "faults/"
    server.faults.bomb()  # made before anyone waits for it
    source = Source.model_validate(
        {
            "name": "faults",
            "title": "faults",
            "start": [base + path for path, _, _ in STATES],
            "scope": {"paths": ["/faults/"], "depth": 0},
            "wait": 0,
            "private": True,
        }
    )
    with Ledger.open(folder / "renkei.db") as ledger, Archive.open(folder / "raw") as archive:
        crawl(source, ledger, archive, limits=LIMITS, turns=Turns(nap))
        server.stop()
        lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
        yield ledger, base, [json.loads(line) for line in lines]


@pytest.mark.parametrize(("path", "outcome", "problem"), STATES)
def test_each_fault_ends_in_its_state(
    crawled: tuple[Ledger, str, list[dict[str, Any]]], path: str, outcome: str, problem: str | None
) -> None:
    ledger, base, _ = crawled
    page = ledger.page(base + path)
    assert page and page.outcome == outcome
    assert page.problem is None if problem is None else problem in (page.problem or "")
    assert (page.capture is not None) is (outcome == "new")


def test_the_log_shows_a_crawler_that_says_who_it_is_and_waits(
    crawled: tuple[Ledger, str, list[dict[str, Any]]],
) -> None:
    log = crawled[2]
    assert {entry["headers"]["User-Agent"] for entry in log} == {
        Source.model_validate({"name": "s", "title": "s", "start": ["http://a.example/"]}).agent
    }
    assert {entry["headers"]["Accept-Encoding"] for entry in log} == {"gzip"}
    # Slow answers are logged when they leave, not when they were asked for.
    moments = [datetime.fromisoformat(entry["time"]) for entry in log[1:] if "slow" not in entry["path"]]
    assert min(b - a for a, b in pairwise(moments)) >= timedelta(seconds=0.19), "its Crawl-delay is 0.2"
    assert not [entry for entry in log if not entry["host"].startswith("127.0.0.1")]
