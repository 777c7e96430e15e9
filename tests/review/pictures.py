"""The pictures of docs/reviewing.md: `python -m tests.review.pictures` writes them to docs/images/."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image

from extractors.records import AgreementRecord
from review.standings import standings
from store.ledger import Ledger
from tests.review.browser import browsing, tab
from tests.review.scene import scene
from tests.review.town import PDF, URL

IMAGES = Path(__file__).parents[2] / "docs" / "images"
_COLOURS = 160  # enough for flat screens with tints, and half of the bytes


def main() -> None:
    """Draw them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        town = scene(Path(folder))
        with Ledger.open(town.workspace.ledger) as ledger:
            documents = {kept.record.url: kept.record.id for kept in ledger.documents()}
            page, report = documents[URL], documents[PDF]
            text = ledger.document(page)
            agreement = next(
                one.record.id for one in ledger.records_of(report) if isinstance(one.record, AgreementRecord)
            )
            conflict = next(one.decision.record for one in standings(ledger) if one.state == "conflict")
        assert text
        start = text.text.index("𠮷")
        paths = {"queue": "/", "record": f"/record/{agreement}", "conflict": f"/record/{conflict}"}
        paths |= {"changes": f"/changes/{page}", "register": "/register"}
        paths |= {"add": f"/document/{page}/add?from={start}.6&to={start}.9&kind=date"}
        with town.app() as origin, browsing() as browser, tab(browser, origin, {"width": 1180, "height": 660}) as tab_:
            for name, path in paths.items():
                tab_.goto(path)
                tab_.wait_for_load_state("networkidle")
                _save(tab_.screenshot(), IMAGES / f"{name}.png")


def _save(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
