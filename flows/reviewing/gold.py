"""Decided documents as gold files, and today's extractors held against them: people's work as the regression suite.

>>> entry = _figure({"text": "3社", "start": 4, "number": 3, "min": None, "max": None, "approximate": False,
...     "unit": "社", "basis": None, "period": None, "status": None, "measure": "参加企業数", "change": False})
>>> entry
{'text': '3社', 'start': 4, 'number': 3, 'unit': '社', 'measure': '参加企業数'}

A gold file `ID.json` names what a careful reader records in the document, whose text is `ID.txt` and whose structure
`ID.document`. Records that nobody has decided on are in it as `optional`, rejected ones are not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

from extractors.context import Context
from extractors.document import Document
from extractors.document_json import decode, encode
from extractors.extract import extract
from extractors.readers.plain import read_text
from extractors.records import AnyRecord
from extractors.rows import Row, dumps, loads, to_row
from flows.reviewing.gold_scoring import PLURALS, Score, scored
from flows.workspace import Workspace
from review.standings import standings
from review.validation import DecisionError
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Decided:
    """A document that people decided on, with its records as they stand; `people` are the ids of the decided ones."""

    document: Document
    records: tuple[AnyRecord, ...]
    people: frozenset[str]


def decided(workspace: Workspace) -> Iterator[Decided]:
    """The documents with decisions that hold, by id."""
    with Ledger.open(workspace.ledger) as ledger:
        found = [one for one in standings(ledger) if one.state not in ("reopened", "orphan")]
        settled = {one.new.id for one in found if one.new}
        ours: dict[str, list[AnyRecord]] = defaultdict(list)
        for one in found:
            ours[one.decision.document] += [one.record] if one.record else []
        for name in sorted(ours):
            document = ledger.document(name)
            if document is None:
                continue
            others = [kept.record for kept in ledger.records_of(name) if kept.current and kept.record.id not in settled]
            there = [record for record in (*ours[name], *others) if record.kind in PLURALS]
            people = frozenset(record.id for record in ours[name])
            yield Decided(document, tuple(sorted(there, key=lambda record: (record.start, record.end))), people)


def export(workspace: Workspace, folder: Path) -> int:
    """Write the gold files into the folder and say how many documents they are of."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for one in decided(workspace):
        name = one.document.id
        (folder / f"{name}.txt").write_bytes(one.document.text.encode("utf-8", "surrogatepass"))
        (folder / f"{name}.document").write_bytes(encode(one.document))
        (folder / f"{name}.json").write_text(f"{dumps(gold(one))}\n", encoding="utf-8")
        count += 1
    return count


def gold(one: Decided) -> Row:
    """What a gold file says of the document."""
    rows: dict[str, list[Row]] = {plural: [] for plural in PLURALS.values()}
    for record in one.records:
        if record.kind in _ENTRIES and getattr(record, "edtf", "") is not None:
            entry = _ENTRIES[record.kind](loads(dumps(to_row(record))))
            rows[PLURALS[record.kind]].append(entry | ({} if record.id in one.people else {"optional": True}))
    rows["cities"] = list(_cities(one))
    return {"document": f"{one.document.id}.txt", **rows}


def score(folder: Path) -> dict[str, Score]:
    """How well today's extractors agree with the gold files of the folder, by kind; raises `DecisionError`."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DecisionError(f"{folder}: there are no gold files; `renkei gold export {folder}` writes them")
    scores = [_score(path) for path in paths]
    return {kind: reduce(Score.__add__, (found[kind] for found in scores)) for kind in PLURALS}


def _score(path: Path) -> dict[str, Score]:
    try:
        rows = [loads(dumps(to_row(record))) for record in extract(_document(path))]
        return scored(loads(path.read_text(encoding="utf-8")), rows)
    except (ValueError, KeyError, TypeError) as error:
        raise DecisionError(f"{path}: this is no gold file ({error}); export it again") from error


def _document(path: Path) -> Document:
    """The document beside a gold file, with its structure where that was kept."""
    whole = path.with_suffix(".document")
    if whole.exists():
        return decode(whole.read_bytes())
    return replace(read_text(path.with_suffix(".txt").read_bytes(), "text/plain", Context(id=path.stem)), id=path.stem)


def _cities(one: Decided) -> Iterator[Row]:
    """Each distinct place once, with how often it is named; decided when a person decided on one mention."""
    places: Counter[tuple[str, str, str | None]] = Counter()
    people: set[tuple[str, str, str | None]] = set()
    for record in one.records:
        if record.kind == "city":
            key = (record.name, record.country or "JP", record.code)
            places[key] += 1
            people |= {key} if record.id in one.people else set()
    for key, mentions in places.items():
        name, country, code = key
        row: Row = {"name": name, "country": country} | ({"code": code} if code else {}) | {"mentions": mentions}
        yield row if key in people else row | {"optional": True}


def _date(row: Row) -> Row:
    return {name: row[name] for name in ("text", "start", "edtf")}


def _figure(row: Row) -> Row:
    names = ("number", "min", "max", "approximate", "unit", "basis", "period", "status", "measure", "change")
    said = {name: row[name] for name in names if row[name] not in (None, False)}
    return {"text": row["text"], "start": row["start"], **said}


def _agreement(row: Row) -> Row:
    names = ("type", "title", "signed", "renewed", "ended", "topics", "status")
    parties: list[Any] = [{name: p[name] for name in ("name", "role", "code") if p.get(name)} for p in row["parties"]]
    return {name: row[name] for name in names} | {"parties": parties, "evidence": row["text"]}


_ENTRIES: dict[str, Callable[[Row], Row]] = {"date": _date, "figure": _figure, "agreement": _agreement}
