"""What crawls, extractors and people bring is extracted and published once, by one at a time, and not anew."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest

from flows.crawl import crawl
from flows.due import is_due
from flows.engines.engine import PLAIN, PlainEngine
from flows.extract import extract
from flows.process import process
from flows.report import Report
from flows.workspace import Workspace
from store.entries import Decision
from store.ledger import Ledger
from tests.serving import Page, serving

T = TypeVar("T")
R = TypeVar("R")
PAGES = {"/": (200, "text/html", "<p>令和3年1月28日に富山市は松山市と協定を結んだ。</p>".encode())}


@pytest.fixture
def pages(workspace: Workspace) -> Iterator[dict[str, Page]]:
    """The pages of the only source."""
    pages = dict(PAGES)
    with serving(pages) as url:
        text = f"title: 市\nstart: [{url}/]\nwait: 0\nprivate: true\n"
        (workspace.sources / "city.yml").write_text(text, encoding="utf-8")
        yield pages


def change(pages: dict[str, Page], day: str) -> None:
    pages["/"] = (200, "text/html", f"<p>{day}に富山市は松山市と協定を結んだ。</p>".encode())


def dates(workspace: Workspace) -> str:
    return (workspace.processed / "dates.csv").read_text(encoding="utf-8")


class Meanwhile(PlainEngine):
    """An engine during whose first part something else happens."""

    def __init__(self, event: Callable[[], object]) -> None:
        self._event: Callable[[], object] | None = event

    def each(
        self, name: str, work: Callable[[T], R], items: Iterable[T], *, label: Callable[[T], str], side_by_side: int = 1
    ) -> Iterator[R]:
        for done in PLAIN.each(name, work, items, label=label, side_by_side=side_by_side):
            if self._event:
                event, self._event = self._event, None
                event()
            yield done


def test_work_is_due_until_it_is_done(workspace: Workspace, pages: dict[str, Page]) -> None:
    assert not is_due(workspace) and process(workspace) == Report(), "nothing was crawled yet"
    crawl(workspace)
    assert is_due(workspace)
    assert process(workspace).tables and "2021-01-28" in dates(workspace)
    assert not is_due(workspace) and process(workspace) == Report()
    crawl(workspace)
    assert not is_due(workspace), "nothing changed"
    change(pages, "令和4年2月2日")
    crawl(workspace)
    extract(workspace)
    assert is_due(workspace), "extracted by hand, and not published"
    process(workspace)
    assert "2022-02-02" in dates(workspace) and not is_due(workspace)


def test_what_people_decide_is_due(workspace: Workspace, pages: dict[str, Page]) -> None:
    crawl(workspace)
    process(workspace)
    with Ledger.open(workspace.ledger) as ledger:
        row = next(iter(ledger.records("date")))
        at = "2026-11-26T00:00:00Z"
        decision = Decision(record=row.id, document=row.document, action="reject", fields="{}", reviewer="sato", at=at)
        ledger.decide(decision)
    assert is_due(workspace)
    process(workspace)
    assert "2021-01-28" not in dates(workspace) and not is_due(workspace)


def test_a_publication_that_broke_off_is_due(workspace: Workspace, pages: dict[str, Page]) -> None:
    crawl(workspace)
    extract(workspace)

    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process(workspace, engine=Meanwhile(fail))
    assert is_due(workspace)


def test_who_comes_meanwhile_leaves_the_work_to_whoever_is_at_it(workspace: Workspace, pages: dict[str, Page]) -> None:
    crawl(workspace)
    left: list[Report] = []

    def come() -> None:
        change(pages, "令和4年2月2日")
        crawl(workspace)
        left.append(process(workspace))

    process(workspace, engine=Meanwhile(come))
    assert left == [Report()]
    assert "2022-02-02" in dates(workspace) and not is_due(workspace)
