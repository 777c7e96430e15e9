"""The screens over a ledger: what they show, what a form comes to, and what two people do to one record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.records import AgreementRecord, DateRecord, FigureRecord
from review.app.phrases import phrases
from review.app.site import ROUTES
from store.entries import Decision
from store.ledger import Ledger
from tests.review.town import PAGE, PDF, URL, Town, report
from tests.review.visitor import Visitor

TEMPLATES = Path("review/app/templates")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path)
    town.tell({URL: PAGE, PDF: report()})
    return town


@pytest.fixture
def visitor(town: Town) -> Iterator[Visitor]:
    with town.app() as origin:
        visitor = Visitor(origin)
        visitor.get("/")
        yield visitor


def named(town: Town, text: str, kind: str = "date") -> str:
    """The id of the record with this passage."""
    with Ledger.open(town.workspace.ledger) as ledger:
        return next(kept.record.id for kept in ledger.kept_records(kind) if kept.record.text == text)


def decisions(town: Town) -> list[Decision]:
    with Ledger.open(town.workspace.ledger) as ledger:
        return list(ledger.decisions())


def document(town: Town, url: str = URL) -> str:
    with Ledger.open(town.workspace.ledger) as ledger:
        return next(kept.record.id for kept in ledger.documents() if kept.record.url == url)


def test_every_phrase_that_is_said_is_in_both_languages() -> None:
    said = set()
    for path in (ROOT / TEMPLATES).glob("*.html"):
        said |= set(re.findall(r"say\(['\"]([\w-]+)['\"]\s*[,)]", path.read_text(encoding="utf-8")))
    assert said and not said - phrases().keys()
    assert all(ja.strip() and en.strip() for ja, en in phrases().values())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_screen_is_shown_in_both_languages(town: Town, visitor: Visitor, language: str) -> None:
    visitor.send("/language", {"language": language, "here": "/"})
    paths = ["/", "/?kind=date&state=", "/changes", "/register", "/register?q=富山", "/overview", "/places?place=富山"]
    paths += [f"/document/{document(town)}", f"/document/{document(town, PDF)}?page=2", "/calendar?x=令和3年"]
    for kind in ("date", "city", "figure", "agreement"):
        with Ledger.open(town.workspace.ledger) as ledger:
            paths += [f"/record/{kept.record.id}" for kept in ledger.kept_records(kind)]
    for path in paths:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert "<html" not in answer.text or f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/record/0a1b2c3d4e5f6071", "/document/x", "/document/x/snapshot", "/document/x/page/1.png", "/register/x", "/no"],
)
def test_what_is_not_there_is_said_so(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


CORRECTIONS = [
    ("令和3年1月28日", "date", {"edtf": "令和3年2月28日"}, {"edtf": "2021-02-28"}),
    ("令和3年1月28日", "date", {"edtf": "2021-02"}, {"edtf": "2021-02", "precision": "month"}),
    ("1,250", "figure", {"number": "１，２６０"}, {"number": 1260}),
    ("1,250", "figure", {"number": "", "min": "1.5"}, {"number": None, "min": 1.5}),
    ("1,250", "figure", {"approximate": "yes"}, {"approximate": True}),
]


@pytest.mark.parametrize(("text", "kind", "fields", "values"), CORRECTIONS)
def test_a_form_becomes_a_correction(
    town: Town, visitor: Visitor, text: str, kind: str, fields: dict[str, str], values: dict[str, object]
) -> None:
    name = named(town, text, kind)
    page = visitor.get(f"/record/{name}").text
    assert visitor.send(f"/record/{name}", {"action": "correct", "seen": "0", **fields}).status_code == 303
    (taken,) = decisions(town)
    assert taken.action == "correct" and taken.reviewer == "佐藤" and 'name="seen" value="0"' in page
    with Ledger.open(town.workspace.ledger) as ledger:
        from flows.reviewing.reviewed import reviewed

        record = next(one for one in reviewed(ledger, kind) if one.id == name)
    assert isinstance(record, DateRecord | FigureRecord)
    assert {field: getattr(record, field) for field in values} == values and record.review == "corrected"


REFUSED = [
    ("correct", {"edtf": "2021-02-30"}, "日付：「2021-02-30」は暦にない日です"),
    ("correct", {"edtf": "いつか"}, "「いつか」は日付として読めません"),
    ("correct", {}, "値が変わっていません"),
    ("correct", {"time": "25:00"}, "「25:00」は時刻"),
    ("correct", {"role": "sideways"}, "意味：「sideways」は正しい値ではありません"),
    ("add", {}, "受け付けられません"),
    ("", {}, "受け付けられません"),
    ("reopen", {}, "管理者だけ"),
]


@pytest.mark.parametrize(("action", "fields", "reason"), REFUSED)
def test_a_value_that_cannot_be_is_refused_and_kept_in_the_form(
    town: Town, visitor: Visitor, action: str, fields: dict[str, str], reason: str
) -> None:
    answer = visitor.send(f"/record/{named(town, '令和3年1月28日')}", {"action": action, **fields})
    assert answer.status_code == 422 and reason in answer.text and not decisions(town)
    assert all(f'value="{value}"' in answer.text for value in fields.values() if value != "sideways")


HUGE = "9" * 5000
ODD = [("number", HUGE), ("number", "1e9"), ("number", "NaN"), ("basis", HUGE), ("min", "1.2.3"), ("max", "--1")]


@pytest.mark.parametrize(("field", "typed"), ODD)
def test_an_odd_number_is_refused_in_words(town: Town, visitor: Visitor, field: str, typed: str) -> None:
    name = named(town, "1,250", "figure")
    assert visitor.send(f"/record/{name}", {"action": "correct", field: typed}).status_code == 422
    assert visitor.send(f"/record/{name}", {"action": "reject", "seen": HUGE}).status_code == 409
    assert visitor.get(f"/document/{document(town)}?page={HUGE}").status_code == 200
    fields = {"kind": "date", "start": HUGE, "end": HUGE, "digest": HUGE}
    assert visitor.send(f"/document/{document(town)}/add", fields).status_code == 409


def test_confirming_a_changed_form_loses_nothing(town: Town, visitor: Visitor) -> None:
    visitor.send(f"/record/{named(town, '令和3年1月28日')}", {"action": "confirm", "edtf": "2021-02-28"})
    assert [taken.action for taken in decisions(town)] == ["correct"]


def test_the_second_of_two_people_sees_what_the_first_decided(town: Town, visitor: Visitor) -> None:
    name = named(town, "令和3年1月28日")
    visitor.send(f"/record/{name}", {"action": "correct", "edtf": "2021-02", "seen": "0"})
    late = visitor.send(f"/record/{name}", {"action": "correct", "edtf": "2021-03", "seen": "0"})
    assert late.status_code == 409 and "2021-03" in late.text and 'name="seen" value="1"' in late.text
    assert len(decisions(town)) == 1
    merged = visitor.send(f"/record/{name}", {"action": "correct", "edtf": "2021-03", "seen": "1"})
    assert merged.status_code == 303 and [taken.seen for taken in decisions(town)] == [0, 1]


def test_undo_is_another_decision(town: Town, visitor: Visitor) -> None:
    name = named(town, "令和3年1月28日")
    visitor.send(f"/record/{name}", {"action": "reject"})
    assert visitor.get("/?state=rejected").text.count("/record/") == 2  # its row, and the button that begins with it
    answer = visitor.send("/undo", {})
    assert answer.headers["location"] == f"/record/{name}"
    assert [taken.action for taken in decisions(town)] == ["reject", "reopen"]
    assert visitor.send("/undo", {}).headers["location"] == "/" and len(decisions(town)) == 2


def test_the_way_through_the_queue_meets_each_record_once(town: Town, visitor: Visitor) -> None:
    path, met = "/next?kind=date", []
    while (found := visitor.get(path)).headers["location"].startswith("/record/"):
        name = found.headers["location"].split("/")[2].split("?")[0]
        met.append(name)
        visitor.send(f"/record/{name}?kind=date", {"action": "confirm"})
    assert len(met) == len(set(met)) == len(decisions(town)) > 3
    assert "確認するものはありません" in visitor.get("/?kind=date").text


def test_what_is_left_grows_less(visitor: Visitor) -> None:
    def left() -> int:
        return int(
            re.findall(r"残り (\d+) 件", visitor.get(visitor.get("/next?kind=date").headers["location"]).text)[0]
        )

    before = left()
    visitor.send(visitor.get("/next?kind=date").headers["location"], {"action": "confirm"})
    assert left() == before - 1


def test_a_passage_that_is_gone_is_marked_nowhere(town: Town, visitor: Visitor) -> None:
    name = named(town, "令和6年4月1日")
    visitor.send(f"/record/{name}", {"action": "confirm"})
    town.tell({URL: PAGE.replace("<p>更新日：令和6年4月1日</p>", "<p>担当は環境課です。</p>")})
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*reason-orphan.*?</tr>", visitor.get("/").text, re.DOTALL)
    assert "kind-date" in row and "令和6年4月1日" in row
    assert 'mark class="current' not in visitor.get(f"/record/{name}").text


def test_a_decision_on_a_passage_that_changed_can_be_taken_back(town: Town, visitor: Visitor) -> None:
    visitor.send(f"/record/{named(town, '令和3年1月28日')}", {"action": "confirm"})
    town.tell({URL: PAGE.replace("令和3年1月28日", "令和3年2月28日")})
    assert "reason-reopened" in visitor.get("/changes").text
    answer = visitor.send(f"/record/{named(town, '令和3年2月28日')}", {"action": "reopen", "seen": "0"})
    assert answer.status_code == 303 and [taken.action for taken in decisions(town)] == ["confirm", "reopen"]
    assert "reason-reopened" not in visitor.get("/changes").text
    assert named(town, "令和3年2月28日") in visitor.get("/?kind=date").text


def test_a_version_that_cannot_be_read_again_is_told(town: Town, visitor: Visitor) -> None:
    town.tell({URL: PAGE.replace("令和3年1月28日", "令和3年2月28日")})
    for file in sorted(town.workspace.raw.rglob("*.warc.gz"))[:1]:
        file.unlink()
    page = visitor.get(f"/changes/{document(town)}").text
    assert "読み直せません" in page
    assert visitor.get("/changes/none").status_code == 404


def test_two_people_are_not_led_to_one_record(visitor: Visitor) -> None:
    other = Visitor(visitor.origin)
    mine = visitor.get("/next?kind=date").headers["location"]
    theirs = other.get("/next?kind=date").headers["location"]
    assert mine != theirs
    assert visitor.get("/next?kind=date").headers["location"] == mine


def test_skipping_goes_around(town: Town, visitor: Visitor) -> None:
    with Ledger.open(town.workspace.ledger) as ledger:
        number = sum(1 for _ in ledger.kept_records("date"))
    name, met = named(town, "令和3年1月28日"), set()
    for _ in range(number):
        name = visitor.get(f"/next?kind=date&after={name}").headers["location"].split("/")[2].split("?")[0]
        met.add(name)
    assert len(met) == number


def test_the_queue_follows_decisions_taken_elsewhere(town: Town, visitor: Visitor) -> None:
    from datetime import UTC, datetime

    from review.deciding import Opinion, decide

    name = named(town, "令和3年1月28日")
    assert name in visitor.get("/?kind=date").text
    with Ledger.open(town.workspace.ledger) as ledger:
        decide(ledger, Opinion(name, "confirm", "鈴木", datetime.now(UTC)))
    assert name not in visitor.get("/?kind=date").text and name in visitor.get("/?kind=date&state=confirmed").text


def test_parties_are_rows(town: Town, visitor: Visitor) -> None:
    with Ledger.open(town.workspace.ledger) as ledger:
        (kept,) = [one for one in ledger.kept_records("agreement") if one.record.document == document(town)]
    fields = {"action": "correct", "party-0-name": "富山市", "party-0-role": "signatory", "party-0-code": "162019"}
    fields |= {"party-0-country": "JP", "party-1-name": "ハイフォン市", "party-1-country": "VN", "party-2-name": " "}
    assert visitor.send(f"/record/{kept.record.id}", fields).status_code == 303
    page = visitor.get(f"/record/{kept.record.id}").text
    assert 'value="ハイフォン市"' in page and 'value="162019"' in page and 'value="松山市"' not in page
    assert isinstance(kept.record, AgreementRecord)


SELECTIONS = [  # the segment that is selected, UTF-16 units from and to, and the passage
    ("例の折", 0, 3, "例の折"),
    ("𠮷野さん", 2, 5, "野さん"),  # 𠮷 is two units in a browser and one character here
    ("𠮷野さん", 0, 2, "𠮷"),
]


@pytest.mark.parametrize(("passage", "first", "last", "text"), SELECTIONS)
def test_a_selection_becomes_a_record(
    town: Town, visitor: Visitor, passage: str, first: int, last: int, text: str
) -> None:
    name = document(town)
    with Ledger.open(town.workspace.ledger) as ledger:
        found = ledger.document(name)
    assert found
    start = found.text.index(passage)
    page = visitor.get(f"/document/{name}/add?from={start}.{first}&to={start}.{last}&kind=date").text
    assert f'<mark class="current">{text}</mark>' in page
    hidden = dict(re.findall(r'name="(start|end|digest|kind)" value="([^"]*)"', page))
    answer = visitor.send(f"/document/{name}/add", {**hidden, "edtf": "2025-09/2025-11"})
    assert answer.status_code == 303, re.findall("notice.*", answer.text)
    (taken,) = decisions(town)
    assert (taken.action, taken.passage, taken.start) == ("add", text, found.text.index(text))
    assert taken.record in visitor.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "query", ["from=0.0", "from=0.0&to=0.0", "from=a.0&to=1.1", "from=0.0&to=99999.9", "from=-1.0&to=0.3", ""]
)
def test_a_selection_of_nothing_is_refused(town: Town, visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/document/{document(town)}/add?{query}").status_code == 400


def test_a_selection_in_an_older_text_is_refused(town: Town, visitor: Visitor) -> None:
    fields = {"kind": "date", "start": "0", "end": "4", "digest": "0" * 64, "edtf": "2025"}
    assert visitor.send(f"/document/{document(town)}/add", fields).status_code == 409 and not decisions(town)


def test_a_page_of_a_pdf_is_drawn_with_its_boxes(town: Town, visitor: Visitor) -> None:
    name = document(town, PDF)
    picture = visitor.get(f"/document/{name}/page/2.png")
    assert picture.content.startswith(b"\x89PNG") and picture.headers["content-type"] == "image/png"
    page = visitor.get(f"/record/{named(town, '令和6年2月5日')}").text
    box = re.search(r'<rect class="current" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page)
    assert box and f"/document/{name}/page/2.png" in page
    x, y, width, height = map(float, box.groups())
    assert 70 < x < 73 and 70 < y < 75 and 70 < width < 85 and 10 < height < 16
    assert visitor.get(f"/document/{name}/page/3.png").status_code == 404


def test_a_snapshot_can_do_nothing(town: Town, visitor: Visitor) -> None:
    kept = visitor.get(f"/document/{document(town)}/snapshot")
    assert kept.text == PAGE and kept.headers["content-security-policy"].startswith("sandbox;")
    file = visitor.get(f"/document/{document(town, PDF)}/snapshot")
    assert file.content == report() and file.headers["content-disposition"].startswith("attachment")


SEARCHES = [
    ("富山", True),
    ("松山", True),
    ("協定", True),
    ("富山　松山", True),
    ("神戸", False),
    ("富山 神戸", False),
    ("２０２１", True),
]


@pytest.mark.parametrize(("words", "found"), SEARCHES)
def test_the_register_is_searched_in_japanese(visitor: Visitor, words: str, found: bool) -> None:
    assert (">2021-01-28</td>" in visitor.get(f"/register?q={words}").text) is found


def test_two_entries_are_said_to_be_one(town: Town, visitor: Visitor) -> None:
    town.tell({URL + "2": PAGE.replace("令和3年1月28日", "令和4年2月3日").replace("松山市", "神戸市")})
    with Ledger.open(town.workspace.ledger) as ledger:
        one, other = (kept.record.id for kept in ledger.kept_records("agreement"))
    assert visitor.send("/register/rule", {"said": "same", "one": one, "other": other}).status_code == 303
    assert {taken.action for taken in decisions(town)} == {"join"}
    assert visitor.send("/register/rule", {"said": "same", "one": one, "other": "x"}).status_code == 409
    assert visitor.send("/register/rule", {"said": "?", "one": one, "other": other}).status_code == 400


def test_a_conflict_is_settled_by_picking_a_value(town: Town, visitor: Visitor) -> None:
    name = named(town, "1,250", "figure")
    visitor.send(f"/record/{name}", {"action": "correct", "number": "1300"})
    town.read_otherwise(URL, lambda one: {"number": Decimal(1400)} if one.id == name else {})
    assert "reason-conflict" in visitor.get("/changes").text
    page = visitor.get("/").text
    assert page.index(name) < page.index("reason-agreement")
    shown = visitor.get(f"/record/{name}").text
    assert all(f"<td><span>{value}</span>" in shown for value in ("1250", "1300", "1400"))
    assert visitor.send(f"/record/{name}", {"take": "new:number", "seen": "1"}).status_code == 303
    assert "reason-conflict" not in visitor.get("/changes").text and '"number": 1400' in decisions(town)[-1].fields


def test_the_routes_have_one_owner_each() -> None:
    paths = [(route.path, tuple(sorted(route.methods or ()))) for route in ROUTES if hasattr(route, "methods")]
    assert len(paths) == len(set(paths))
