"""Decisions on the command line: taken, refused, listed, exported, imported, previewed, measured, made into gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin

from flows.cli import main
from tests.review.reading import Page, page

TEXT = """さくら市の取組

令和3年1月28日、さくら市はみどり市と連携協定を締結しました。参加者は、1,234人でした。

問い合わせは環境課の窓口までお願いします。
"""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: Path | str) -> Iterator[Page]:
    """A project folder with one page in its ledger, which is named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RENKEI_REVIEWER", "佐藤")
    monkeypatch.setenv("RENKEI_LEDGER", str(place))
    with page(TEXT, place=place) as there:
        yield there


@pytest.fixture
def renkei(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], read: Page) -> Any:
    """Calls `renkei` in that folder; answers with exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["renkei", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return stop.value.code if isinstance(stop.value.code, int) else 0, out, err

    return call


def published(renkei: Any, kind: str) -> dict[str, Any]:
    """What would be published now of the records of a kind, by id: what `preview` finds new before the first time."""
    return {sample["text"]: sample["new"] for sample in json.loads(renkei("preview", "--json")[1])[kind]["samples"]}


def test_a_correction_is_published_and_can_be_undone(renkei: Any, read: Page) -> None:
    name = read.record("date", "令和3年").id
    code, out, err = renkei("decide", name, "correct", "edtf=2021-01-27", "--note", "議事録による")
    assert (code, err) == (0, "")
    assert "訂正 correct  佐藤  【令和3年1月28日】" in out and "「議事録による」" in out
    assert published(renkei, "date") == {"令和3年1月28日": "2021-01-27"}
    assert renkei("decide", name, "reopen")[0] == 0
    assert published(renkei, "date") == {"令和3年1月28日": "2021-01-28"}
    assert renkei("decide", name, "reject")[0] == 0
    assert published(renkei, "date") == {}
    code, out, _ = renkei("history", name)
    assert [word in out for word in ("訂正 correct", "取消 reopen", "却下 reject", "有効 holds")] == [True] * 4
    assert [d["action"] for d in json.loads(renkei("history", name, "--json")[1])["decisions"]] == [
        "correct",
        "reopen",
        "reject",
    ]


def test_values_of_every_form(renkei: Any, read: Page) -> None:
    agreement, figure = read.record("agreement", "協定").id, read.record("figure", "人").id
    said = ["parties=富山市、みどり市", "renewed=2022-03,2023-03", "topics=防災", "signed=null"]
    assert renkei("decide", agreement, "correct", *said)[0] == 0
    assert renkei("decide", figure, "correct", "number=1235.5", "approximate=true")[0] == 0
    records: dict[str, Any] = {one.decision.record: one.record for one in read.standings}
    parties = [(party.name, party.code) for party in records[agreement].parties]
    assert (parties[0], parties[1][0]) == (("富山市", "162019"), "みどり市")
    assert (records[agreement].renewed, records[agreement].signed) == (("2022-03", "2023-03"), None)
    assert records[agreement].topics == ("防災",)
    assert (str(records[figure].number), records[figure].approximate) == ("1235.5", True)


def test_a_record_that_was_missed_is_added(renkei: Any, read: Page) -> None:
    code, out, err = renkei("decide", read.document, "add", "kind=figure", "text=環境課", "number=3", "unit=課")
    assert (code, err) == (0, "")
    assert published(renkei, "figure") == {"1,234人": 1234, "環境課": 3}
    name = out.split()[0]
    assert renkei("decide", name, "correct", "number=4")[0] == 0
    assert published(renkei, "figure")["環境課"] == 4
    assert [row["text"] for row in json.loads(renkei("queue", "--unsure", "9", "--json")[1])["unsure"]].count(
        "環境課"
    ) == 0


REFUSED = [
    # (arguments, with DATE, FIGURE, CITY and DOCUMENT for ids; words of the line)
    (["DATE", "correct", "edtf=2021-02-30"], "2021-02-30 is no day of the calendar"),
    (["DATE", "correct", "edtf=2021/01/28"], "is no EDTF"),
    (["DATE", "correct", "edtf=2021-05/2021-03"], "ends before it begins"),
    (["DATE", "correct", "edtf=../.."], "is open on both sides"),
    (["DATE", "correct", "precision=century"], "precision of record"),
    (["DATE", "correct", "time=25:00"], "is no time"),
    (["DATE", "correct", "role=いつか"], "role of record"),
    (["DATE", "correct", "city=富山市"], "a date has no city; it has edtf, precision"),
    (["DATE", "correct", "text=2022年3月"], "text of record"),
    (["DATE", "correct", "review=confirmed"], "cannot be changed"),
    (["DATE", "correct"], "correct says values"),
    (["DATE", "confirm", "edtf=2021"], "confirm does not say values"),
    (["DATE", "correct", "edtf"], "write field=value"),
    (["DATE", "join"], "join is no decision"),
    (["DATE", "reopen"], "nothing to take back"),
    (["DATE", "confirm", "--reviewer", " "], "names who takes it"),
    (["FIGURE", "correct", "number=三千"], "number of record"),
    (["FIGURE", "correct", "period=令和3年"], "is no EDTF"),
    (["CITY", "correct", "code=999999"], "is no municipal code"),
    (["CITY", "correct", "country=日本"], "is no country code"),
    (["CITY", "correct", "candidates=[{]"], "this is no JSON"),
    (["nothing", "confirm"], "there is no record nothing"),
    (["nothing", "add", "kind=date", "text=a"], "there is no document nothing"),
    (["DOCUMENT", "add", "kind=date", "text=明日", "edtf=2021"], "text=明日 is not in the document"),
    (["DOCUMENT", "add", "kind=city", "text=さくら市", "name=さくら市"], "stands at start="),
    (["DOCUMENT", "add", "kind=town", "text=環境課"], "town is no kind of record"),
    (["DOCUMENT", "add", "kind=figure", "text=1,234人", "number=5"], "is there already: correct that one"),
    (["DOCUMENT", "add", "kind=date", "text=環境課", "edtf=2021-13"], "is no day of the calendar"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_what_cannot_be_is_refused_with_its_reason(renkei: Any, read: Page, arguments: list[str], words: str) -> None:
    names = {
        "DATE": read.record("date", "令和").id,
        "FIGURE": read.record("figure", "人").id,
        "CITY": read.record("city", "さくら市").id,
        "DOCUMENT": read.document,
    }
    code, out, err = renkei("decide", names.get(arguments[0], arguments[0]), *arguments[1:])
    assert (code, out) == (2, "")
    assert words in err and err.count("\n") == 1
    assert not list(read.ledger.decisions())


def test_a_decision_in_ignorance_of_another_is_refused(renkei: Any, read: Page) -> None:
    name = read.record("date", "令和").id
    assert renkei("decide", name, "confirm", "--seen", "0", "--reviewer", "鈴木")[0] == 0
    code, out, err = renkei("decide", name, "reject", "--seen", "0")
    assert (code, out) == (1, "")
    assert "鈴木 decided confirm" in err and err.count("\n") == 1
    assert renkei("decide", name, "reject", "--seen", "1")[0] == 0


def test_the_queue_shows_old_and_new_side_by_side(renkei: Any, read: Page) -> None:
    for kind, text in (("date", "令和3年"), ("figure", "1,234人"), ("city", "みどり市")):
        renkei("decide", read.record(kind, text).id, "confirm")
    assert renkei("queue") == (0, "要確認 to review 0\n", "")
    changed = TEXT.replace("28日", "29日").replace("参加者は、1,234人でした。", "")

    def found(records: list[Any]) -> list[Any]:
        return [replace(r, name="緑市") if r.kind == "city" and r.text == "みどり市" else r for r in records]

    read.read(changed, found)
    code, out, _ = renkei("queue")
    assert code == 0 and "要確認 to review 3" in out
    assert "当時 then  【令和3年1月28日】" in out and "現在 now   【令和3年1月29日】" in out
    assert "根拠消失 orphan" in out and "name  元 base みどり市  人 ours みどり市  新 new 緑市" in out
    rows = json.loads(renkei("queue", "--json")[1])["decisions"]
    assert [row["state"] for row in rows] == ["conflict", "reopened", "orphan"]


def test_decisions_go_out_and_come_in_once(renkei: Any, read: Page, tmp_path: Path) -> None:
    date, city = read.record("date", "令和").id, read.record("city", "みどり市").id
    renkei("decide", date, "correct", "edtf=2021-01-27")
    renkei("decide", date, "confirm")
    renkei("decide", city, "reject")
    lines = renkei("decisions", "export")[1]
    Path("out.jsonl").write_text(lines, encoding="utf-8")
    assert renkei("decisions", "import", "out.jsonl") == (0, "判断 decisions   new 0   known 3\n", "")
    other = str(tmp_path / "other.db")
    with page(TEXT, place=other) as there:
        assert renkei("--ledger", other, "decisions", "import", "out.jsonl")[1] == "判断 decisions   new 3   known 0\n"
        assert renkei("--ledger", other, "decisions", "import", "out.jsonl")[1] == "判断 decisions   new 0   known 3\n"
        assert renkei("--ledger", other, "decisions", "export")[1] == lines
        assert [one.state for one in there.standings] == [one.state for one in read.standings]


def test_an_import_tells_what_it_does_not_take(renkei: Any, read: Page) -> None:
    date, city = read.record("date", "令和").id, read.record("city", "みどり市").id
    renkei("decide", date, "confirm")
    (line,) = renkei("decisions", "export")[1].splitlines()
    row = json.loads(line)
    elsewhere = [row | {"reviewer": "鈴木", "action": "reject"}, row | {"record": city}]
    Path("in.jsonl").write_text("\n".join(map(json.dumps, elsewhere)), encoding="utf-8")
    code, out, err = renkei("decisions", "import", "in.jsonl")
    assert (code, out) == (1, "判断 decisions   new 1   known 0\n")
    assert "line 1" in err and "佐藤 decided confirm" in err and err.count("\n") == 1
    Path("bad.jsonl").write_text(f"{line}\n{json.dumps(row | {'action': 'guess'})}\n", encoding="utf-8")
    code, out, err = renkei("decisions", "import", "bad.jsonl")
    assert (code, out) == (2, "") and "line 2 holds no decision (action" in err
    code, out, err = renkei("decisions", "import", "missing.jsonl")
    assert (code, out) == (1, "") and "missing.jsonl" in err


def test_quality_counts_what_people_said(renkei: Any, read: Page) -> None:
    date, figure, city = (read.record(k, t).id for k, t in (("date", "令和"), ("figure", "人"), ("city", "みどり市")))
    renkei("decide", date, "confirm")
    renkei("decide", city, "reject")
    renkei("decide", figure, "correct", "number=5")
    renkei("decide", figure, "confirm")  # the corrected value: the extraction stays wrong
    renkei("decide", read.document, "add", "kind=figure", "text=環境課", "number=3")
    found = json.loads(renkei("quality", "--json")[1])
    counts = {
        (g["kind"], g["extractor"].split("/")[0]): (g["right"], g["judged"], g["missed"]) for g in found["precision"]
    }
    assert counts == {("date", "dates"): (1, 1, 0), ("city", "cities"): (0, 1, 0), ("figure", "figures"): (0, 1, 0)} | {
        ("figure", "review"): (0, 0, 1)
    }
    assert all(g["low"] <= (g["precision"] or 0) <= g["high"] for g in found["precision"])
    assert sum(r["judged"] for r in found["reliability"]) == 3
    renkei("decide", city, "reopen")
    assert not [g for g in json.loads(renkei("quality", "--json")[1])["precision"] if g["kind"] == "city"]
    assert "適合率 precision" in renkei("quality")[1]


def test_decided_documents_are_gold(renkei: Any, read: Page) -> None:
    date, city = read.record("date", "令和").id, read.record("city", "みどり市").id
    renkei("decide", date, "confirm")
    renkei("decide", city, "reject")
    renkei("decide", read.document, "add", "kind=figure", "text=環境課", "number=3")
    assert renkei("gold", "export", "gold")[1] == "文書 documents 1   gold/\n"
    gold = json.loads(Path(f"gold/{read.document}.json").read_text(encoding="utf-8"))
    assert gold["dates"] == [{"text": "令和3年1月28日", "start": 9, "edtf": "2021-01-28"}]
    assert [entry.get("optional") for entry in gold["figures"]] == [True, None]
    assert [entry["name"] for entry in gold["cities"]] == ["さくら市"]
    scores = json.loads(renkei("gold", "score", "gold", "--json")[1])
    assert (scores["date"]["f1"], scores["figure"]["recall"], scores["city"]["precision"]) == (1.0, 0.0, 0.0)
    assert len(scores["figure"]["missed"]) == len(scores["city"]["wrong"]) == 1
    assert "誤り wrong" in renkei("gold", "score", "gold")[1]
    code, _, err = renkei("gold", "score", "nowhere")
    assert code == 2 and "there are no gold files" in err


def test_decided_documents_teach_other_tools(renkei: Any, read: Page) -> None:
    name = read.record("date", "令和").id
    renkei("decide", name, "confirm")
    assert renkei("gold", "export", "train", "--as", "spacy")[0] == 0
    (doc,) = DocBin().from_disk("train/renkei.spacy").get_docs(spacy.blank("ja").vocab)
    assert ("令和3年1月28日", "date") in {(span.text, span.label_) for span in doc.spans["renkei"]}
    assert "agreement" in {entity.label_ for entity in doc.ents} | {span.label_ for span in doc.spans["renkei"]}
    assert renkei("gold", "export", "tasks", "--as", "label-studio")[0] == 0
    (task,) = json.loads(Path("tasks/renkei.json").read_text(encoding="utf-8"))
    ((region,),) = [annotation["result"] for annotation in task["annotations"]]
    value = region["value"]
    assert (region["id"], value["labels"]) == (name, ["date"])
    assert task["data"]["text"][value["start"] : value["end"]] == value["text"] == "令和3年1月28日"
    assert {r["value"]["labels"][0] for p in task["predictions"] for r in p["result"]} >= {"figure", "city"}


@pytest.mark.parametrize(
    "command", ["decide", "queue", "history", "preview", "quality", "decisions", "gold", "publish"]
)
def test_help_has_examples(renkei: Any, command: str) -> None:
    below = {"decisions": ["export", "import"], "gold": ["export", "score"]}.get(command, [])
    for arguments in [[command, name] for name in below] or [[command]]:
        code, out, _ = renkei(*arguments, "--help")
        assert code == 0 and "Example" in out and f"renkei {' '.join(arguments)}" in out
