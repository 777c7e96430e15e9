"""What is told of a publication: only what it changed, in lines, in feeds, and between any two editions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from extractors.records import DateRecord
from flows.cli import main
from flows.publishing.changes import UnknownEditionError, compare, editions
from flows.publishing.edition import edition
from flows.publishing.editions import write_changes
from flows.publishing.feeds import write_feeds
from flows.publishing.staging import staging
from tests.flows.test_publish_tables import DATES, publish

CORRECTED = [DATES[0], replace(DATES[1], edtf="2021-04/2022-03", review="corrected", confidence=1.0), DATES[2]]
FEWER = DATES[:2]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
Publish = Callable[[list[DateRecord]], None]


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    """The folder that is published into."""
    return tmp_path / "processed"


@pytest.fixture
def again(processed: Path) -> Publish:
    def call(dates: list[DateRecord]) -> None:
        with staging(processed) as folder:
            publish(folder, dates)
            now = edition(folder)
            if write_changes(processed, folder, now):
                write_feeds(processed, folder, now)

    return call


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_first_edition_adds_everything(processed: Path, again: Publish) -> None:
    again(DATES)
    told = lines(processed / "changes.jsonl")
    assert {(row["change"], row["old"]) for row in told} == {("added", None)}
    assert {row["id"] for row in told} == {"d1", "t1", "t2", "t3", "c1", "f1", "a1", "e1"}
    assert [row["new"] for row in told if row["table"] == "dates"] == lines(processed / "dates.jsonl")


def test_tables_from_before_the_first_edition_are_not_counted_on(processed: Path, again: Publish) -> None:
    publish(processed, CORRECTED)
    again(DATES)
    assert {row["change"] for row in lines(processed / "changes.jsonl")} == {"added"}


def test_publishing_twice_changes_no_byte(processed: Path, again: Publish) -> None:
    again(DATES)
    before = contents(processed)
    again(DATES)
    assert contents(processed) == before
    assert len(editions(processed)) == 1


def test_one_corrected_record_changes_only_its_rows(processed: Path, again: Publish) -> None:
    again(DATES)
    before = contents(processed)
    again(CORRECTED)
    after = contents(processed)
    (row,) = lines(processed / "changes.jsonl")
    assert (row["change"], row["table"], row["id"]) == ("changed", "dates", "t2")
    assert (row["old"]["edtf"], row["new"]["edtf"]) == ("2020-04/2021-03", "2021-04/2022-03")
    tables = [name for name in before if name.endswith((".jsonl", ".csv", ".parquet")) and "/" not in name]
    assert [name for name in tables if before[name] != after[name]] == [
        "changes.jsonl",
        "dates.csv",
        "dates.excel.csv",
        "dates.jsonl",
        "dates.parquet",
    ]
    for name in ("dates.csv", "dates.jsonl", "provenance.jsonld"):
        old, new = before[name].splitlines(), after[name].splitlines()
        assert [one for one, other in zip(old, new, strict=True) if one != other and b"t2" not in one] == []


def test_any_two_editions_are_compared(processed: Path, again: Publish) -> None:
    for dates in (DATES, CORRECTED, FEWER):
        again(dates)
    assert [row["number"] for row in editions(processed)] == [1, 2, 3]
    kinds = {
        (one, other): [(row["change"], row["id"]) for row in compare(processed, one, other)] for one, other in PAIRS
    }
    assert kinds == PAIRS
    names = [row["edition"] for row in editions(processed)]
    assert list(compare(processed, names[0])) == list(compare(processed, "1", "3"))


# From an edition to another: the correction of t2 is undone when t3 goes.
PAIRS = {
    ("1", "2"): [("changed", "t2")],
    ("2", "3"): [("changed", "t2"), ("removed", "t3")],
    ("1", "3"): [("removed", "t3")],
    ("3", "1"): [("added", "t3")],
    ("2", "2"): [],
}


@pytest.mark.parametrize("name", ["9", "2026", "", "../../etc/passwd"])
def test_an_edition_that_is_not_there_is_told(processed: Path, again: Publish, name: str) -> None:
    again(DATES)
    with pytest.raises(UnknownEditionError, match="there are: 19700101-"):
        list(compare(processed, name, "1"))


def test_a_feed_for_each_source_and_one_for_all(processed: Path, again: Publish) -> None:
    again(DATES)
    for name in ("all", "nagano"):
        feed = ET.parse(processed / "feeds" / f"{name}.atom").getroot()
        assert {entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)} == {
            "長野市・那覇市「災害時相互応援協定」",
            "那覇市との災害時相互応援協定",
        }
        assert all(feed.findtext(f"a:{part}", "", ATOM) for part in ("id", "title", "updated"))


ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
# RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry have exactly once, and what they may have at all.
ONCE = {"feed": ("id", "title", "updated", "author"), "entry": ("id", "title", "updated")}
ALLOWED = {"feed": {*ONCE["feed"], "link", "entry"}, "entry": {*ONCE["entry"], "link", "content"}}


def faults(element: ET.Element, kind: str) -> list[str]:
    """What RFC 4287 has against a feed or an entry, its text constructs being plain text."""
    names = Counter(child.tag.removeprefix("{http://www.w3.org/2005/Atom}") for child in element)
    found = [f"{kind} has {names[name]} {name}" for name in ONCE[kind] if names[name] != 1]
    found += [f"{kind} has {name}" for name in names.keys() - ALLOWED[kind]]
    if not ABSOLUTE.fullmatch(element.findtext("a:id", "", ATOM)):
        found.append("an id is an absolute IRI")
    if not MOMENT.fullmatch(element.findtext("a:updated", "", ATOM)):
        found.append("updated is a moment of RFC 3339")
    links = [link.attrib for link in element.findall("a:link", ATOM)]
    found += [f"{link} leads nowhere" for link in links if not link.get("href")]
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    if kind == "entry" and not alternates and not names["content"]:
        found.append("an entry without content has a link to its alternate")
    if len(alternates) > 1:
        found.append("one alternate of a type and language")
    if kind == "feed":
        found += [] if [link for link in links if link["rel"] == "self"] else ["a feed names its own address"]
        found += [] if element.findtext("a:author/a:name", "", ATOM) else ["an author has a name"]
        entries = element.findall("a:entry", ATOM)
        signs = [tuple(one.findtext(f"a:{part}", "", ATOM) for part in ("id", "updated")) for one in entries]
        found += [] if len(set(signs)) == len(signs) else ["two entries with one id have another time"]
        found += [fault for one in entries for fault in faults(one, "entry")]
    return found


def test_feeds_keep_to_rfc_4287_whatever_they_tell(processed: Path, again: Publish) -> None:
    for dates in (DATES, CORRECTED, FEWER):
        again(dates)
    files = sorted((processed / "feeds").iterdir())
    assert [file.name for file in files] == ["all.atom", "nagano.atom"]
    assert [fault for file in files for fault in faults(ET.parse(file).getroot(), "feed")] == []


def test_a_wrong_feed_would_be_seen() -> None:
    feed = ET.fromstring(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><summary>b</summary></entry></feed>'
    )
    assert len(faults(feed, "feed")) >= 10


def test_a_feed_goes_on_and_keeps_what_it_told(processed: Path, again: Publish) -> None:
    again(DATES)
    again(CORRECTED)
    entries = ET.parse(processed / "feeds" / "nagano.atom").getroot().findall("a:entry", ATOM)
    assert entries[0].findtext("a:content", "", ATOM) == "日付 変更1 dates ~1"
    assert len({entry.findtext("a:id", "", ATOM) for entry in entries}) == len(entries) == 3
    assert [link.get("href") for link in entries[0].findall("a:link", ATOM)] == ["https://www.example.jp/a.html"]


def test_the_command_tells_editions_and_changes(
    processed: Path, again: Publish, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def renkei(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["renkei", "--home", str(processed.parent), "changes", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0), capsys.readouterr().out

    assert "no edition yet" in renkei()[1] and renkei("--json") == (0, "")
    for dates in (DATES, CORRECTED):
        again(dates)
    assert [line.split()[0] for line in renkei()[1].splitlines()] == ["1", "2"]
    assert '"2020-04/2021-03" → "2021-04/2022-03"' in renkei("1", "2")[1]
    assert [json.loads(line)["id"] for line in renkei("1", "2", "--json")[1].splitlines()] == ["t2"]
    assert renkei("7")[0] == 2
