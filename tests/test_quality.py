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
from extractors.records import Publisher
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
