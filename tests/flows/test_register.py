"""`renkei register`: what several documents say of one agreement, and what a person says of two."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractors.context import Context
from extractors.extract import describe, extract
from extractors.readers.plain import read_text
from flows.cli import main
from store.entries import Capture, Lead, Place, Versions, Visit
from store.ledger import Ledger

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
VERSIONS = Versions("reader", "extractor")
PAGES = {
    "a": "富山市のお知らせ\n\n令和3年1月28日、富山市は松山市と連携協定を締結しました。\n",
    "b": "松山市の取組\n\n富山市と松山市は、2021年1月28日に連携協定を結びました。\n",
    "c": "富山市の記録\n\n令和6年2月5日、富山市は松山市と連携協定を締結しました。\n",
}


def fill(home: Path) -> None:
    """A ledger with a document for each page."""
    with Ledger.open(home / "renkei.db") as ledger:
        crawl = ledger.open_crawl("s", NOW)
        for number, name in enumerate(PAGES):
            url, digest = f"https://www.example.jp/{name}.html", name * 64
            ledger.enqueue(crawl, [Lead(url, 0)])
            capture = Capture(
                source="s",
                url=url,
                fetched_at=f"2026-11-2{number}T00:00:00Z",
                status=200,
                media_type="text/plain",
                sha256=digest,
                place=Place("a.warc.gz", number),
            )
            ledger.save_visit(Visit(source="s", url=url, at=NOW, outcome="new", status=200, capture=capture))
        for work in list(ledger.pending(VERSIONS)):
            text = PAGES[work.capture.url[-6]]
            document = read_text(text.encode(), "text/plain", Context(url=work.capture.url))
            ledger.save_extraction(work, document, describe(document), extract(document), NOW)


@pytest.fixture
def renkei(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["renkei", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return stop.value.code if isinstance(stop.value.code, int) else 0, out, err

    return call


def entries(renkei: Any) -> list[dict[str, Any]]:
    code, out, err = renkei("register", "--json")
    assert (code, err) == (0, "")
    return json.loads(out)["entries"]  # type: ignore[no-any-return]


def test_two_documents_of_one_agreement_are_one_entry(renkei: Any) -> None:
    first, second = entries(renkei)
    assert (first["signed"], len(first["sources"])) == ("2021-01-28", 2)
    assert (second["signed"], len(second["sources"])) == ("2024-02-05", 1)
    code, out, _ = renkei("register")
    assert code == 0
    assert f"{first['id']}  2021-01-28  協定 " in out and "2件の資料 sources" in out
    code, out, _ = renkei("register", "show", first["id"])
    assert code == 0
    assert all(f"https://www.example.jp/{name}.html" in out for name in "ab")
    assert json.loads(renkei("register", "show", first["id"], "--json")[1]) == first


def test_what_a_person_says_holds_and_can_be_taken_back(renkei: Any) -> None:
    first, second = entries(renkei)
    one, other = (source["record"] for source in first["sources"])
    assert renkei("register", "different", one, other, "--reviewer", "佐藤")[0] == 0
    assert len(entries(renkei)) == 3
    assert renkei("register", "same", one, other, "--reviewer", "佐藤")[0] == 0
    assert len(entries(renkei)) == 2
    assert renkei("register", "same", first["id"], second["id"], "--reviewer", "佐藤")[0] == 0
    (joined,) = entries(renkei)
    assert joined["disagreements"] == ["signed"]
    assert len(joined["sources"]) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "nothing"], "nothing: no such entry"),
        (["same", "nothing", "other", "--reviewer", "佐藤"], "nothing: no such agreement"),
        (["same", "a", "b"], "--reviewer"),
    ],
)
def test_what_cannot_be_done_is_one_line(renkei: Any, arguments: list[str], words: str) -> None:
    code, out, err = renkei("register", *arguments)
    assert (code, out) == (2, "")
    assert words in err and err.count("\n") == 1
