"""The pictures of docs/reviewing.md: `python -m tests.review.pictures` writes them to docs/images/."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from review.deciding import Opinion, decide
from store.ledger import Ledger
from tests.review.browser import browsing, tab
from tests.review.town import PAGE, PDF, URL, Town, report

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def main() -> None:
    """Draw them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder))
        town.tell({URL: PAGE, PDF: report()})
        with Ledger.open(town.workspace.ledger) as ledger:
            dates = {kept.record.text: kept.record.id for kept in ledger.kept_records("date")}
            document = next(kept.record.id for kept in ledger.documents() if kept.record.url == URL)
            text = ledger.document(document)
            decide(ledger, Opinion(dates["令和3年1月28日"], "confirm", "佐藤", datetime.now(UTC)))
        assert text
        start = text.text.index("𠮷")
        town.tell({URL: PAGE.replace("令和3年1月28日", "令和3年2月28日")})
        with Ledger.open(town.workspace.ledger) as ledger:
            agreement = next(ledger.kept_records("agreement")).record.id
        paths = {"queue": "/", "record": f"/record/{agreement}", "changes": "/changes"}
        paths |= {"add": f"/document/{document}/add?from={start}.6&to={start}.9&kind=date"}
        with town.app() as origin, browsing() as browser, tab(browser, origin, {"width": 1100, "height": 620}) as page:
            for name, path in paths.items():
                page.goto(path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
