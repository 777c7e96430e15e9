"""The ratchet: extraction is at least as good as it has been. The floors in floors.json only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.context import Context
from extractors.extract import extract
from extractors.reader import read
from extractors.records import AgreementRecord, Publisher
from extractors.register.joining import Told, build
from extractors.rows import dumps, loads, to_row
from tests.scoring import FLOORS, KINDS, Tally, figure_fields, score

SITE = Path(__file__).parent / "site"
SHARED = Path(__file__).parents[2] / "shared"
MEDIA_TYPES = {".html": "text/html", ".pdf": "application/pdf", ".txt": "text/plain"}


def rows_of(path: Path, publisher: Publisher | None = None) -> list[dict[str, object]]:
    document = read(path.read_bytes(), MEDIA_TYPES[path.suffix], Context(id=path.stem, publisher=publisher))
    return [loads(dumps(to_row(record))) for record in extract(document)]


@pytest.fixture(scope="module")
def site() -> dict[str, Tally]:
    tallies = {kind: Tally() for kind in KINDS}
    for path in sorted((SITE / "golden").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        score(tallies, gold, rows_of(SITE / "pages" / gold["document"]))
    return tallies


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_site(site: dict[str, Tally], kind: str) -> None:
    tally = site[kind]
    assert tally.right > 10, "the golden files are there and something is found"
    assert tally.f1 >= FLOORS["site"][kind], f"missed {tally.missed}, wrong {tally.wrong}"


def test_what_is_said_of_figures() -> None:
    """Nine in ten of basis, period, status and approximate are right, over the seeds and over the sample site."""
    pairs = [
        (gold, SITE / "pages" / json.loads(gold.read_bytes())["document"]) for gold in (SITE / "golden").glob("*.json")
    ]
    seeds = [(gold, next((SHARED / "seeds").glob(f"{gold.stem}_*"))) for gold in (SHARED / "gold").glob("*.json")]
    for documents in filter(None, (pairs, seeds)):
        fields = [
            row for gold, path in documents for row in figure_fields(json.loads(gold.read_bytes()), rows_of(path))
        ]
        wrong = [row for row in fields if row[2] != row[3]]
        assert len(wrong) <= 0.1 * len(fields), wrong


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed documents are not beside this checkout")
def test_the_seed_documents(tmp_path: Path) -> None:
    golden = sorted((SHARED / "gold").glob("*.json"))
    found = []
    for path, seed in zip(golden, sorted((SHARED / "seeds").glob("*.txt")), strict=True):
        lines = tmp_path / f"{path.stem}.jsonl"
        lines.write_text("".join(f"{dumps(row)}\n" for row in rows_of(seed)), encoding="utf-8")
        found.append(str(lines))
    floors = [f"{kind}={floor}" for kind, floor in FLOORS["seeds"].items()]
    command = [sys.executable, str(SHARED / "contract" / "score.py"), "--gold", *map(str, golden), "--records", *found]
    scored = subprocess.run([*command, "--min", *floors], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


# The documents as pages and PDFs, in the order of their texts.
PAGES = (
    "saitama/001/009/015/004/p080381.html",
    "saitama/001/009/015/009/p117406_d/fil/slides.pdf",
    "saitama/001/009/015/004/p099122.html",
    "iclei/wp-content/uploads/2021/06/report2020.pdf",
    "toyama/kurashi/kankyo/1010262/1005134.html",
)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed documents are not beside this checkout")
def test_pages_and_pdfs_give_what_their_plain_text_gives() -> None:
    by_text, by_page = ({kind: Tally() for kind in KINDS} for _ in range(2))
    golden = sorted((SHARED / "gold").glob("*.json"))
    for path, seed, page in zip(golden, sorted((SHARED / "seeds").glob("*.txt")), PAGES, strict=True):
        gold = json.loads(path.read_text(encoding="utf-8"))
        score(by_text, gold, rows_of(seed))
        score(by_page, gold, rows_of(SHARED / "site" / "pages" / page))
    assert all(by_page[kind].f1 >= by_text[kind].f1 - 0.03 for kind in KINDS), by_page


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed documents are not beside this checkout")
def test_an_agreement_that_two_documents_report_is_one_entry() -> None:
    found = [
        Told(record, "2026-01-01T00:00:00Z")
        for seed in sorted((SHARED / "seeds").glob("*.txt"))
        for record in extract(read(seed.read_bytes(), "text/plain", Context(id=seed.stem)))
        if isinstance(record, AgreementRecord)
    ]
    joined = [entry for entry in build(found).entries if len(entry.sources) > 1]
    assert [(e.signed, {p.code for p in e.parties if p.code}) for e in joined] == [("2021-01-28", {"111007", "382019"})]
    assert [source.document[:3] for source in sorted(joined[0].sources, key=lambda s: s.document)] == ["000", "003"]
