"""Why a name is linked as it is: for people in lines, for programs as JSON."""

import json
import sys

import pytest

from flows.cli import main
from flows.places import REASONS, explain

EXPLAINED = [
    # (name or passage, text of the link, what it means, what decided)
    ("富山市", "富山市", "162019", "only"),
    ("広島県府中市", "府中市", "342084", "beside"),
    ("府中市（東京都）", "府中市", "132063", "beside"),
    ("府中市", "府中市", None, "nothing"),
    ("福山市と府中市", "府中市", "342084", "list"),
    ("福山市の話。次に府中市", "府中市", "342084", "document"),
    ("川崎・横浜両市", "川崎", "141305", "list"),
    ("松山市を訪ねた。松山では", "松山", "382019", "elsewhere"),
    ("旧大宮市", "大宮市", "112054", "past"),
    ("カナダ・ハミルトン市", "ハミルトン市", 5969782, "beside"),
    ("ハノイ市", "ハノイ市", 1581130, "only"),
    ("ポートランド市", "ポートランド市", 5746545, "size"),
    ("チリ国ホゲラ区", "ホゲラ区", None, "beside"),
]


@pytest.mark.parametrize(("name", "text", "identity", "decided"), EXPLAINED)
def test_a_link_is_explained(name: str, text: str, identity: str | int | None, decided: str) -> None:
    (link,) = [link for link in explain(name).links if link.text == text]
    found = (link.place.code or link.place.geonames) if link.place else None
    assert (found, link.decided) == (identity, decided)


BEARERS = [
    # (name, code or GeoNames id with prefecture or country, and the last day of a former one)
    ("府中市", [("132063", "東京都", None), ("342084", "広島県", None)]),
    ("長野", [("200000", "JP", None), ("202011", "長野県", None)]),
    ("清水市", [("222046", "静岡県", "../2003-03-31"), (8407504, "CN", None)]),
    ("Kobe", [("281000", "兵庫県", None)]),
    ("ハノイ", [(1581130, "VN", None)]),
    ("同市", []),
]


@pytest.mark.parametrize(("name", "expected"), BEARERS)
def test_all_that_bear_the_name_are_told(name: str, expected: list[tuple[str | int, str, str | None]]) -> None:
    found = explain(name).bearers
    assert [(one.code or one.geonames, one.where) for one in found] == [entry[:2] for entry in expected]
    assert [one.period for one in found] == [entry[2] or "../.." for entry in expected]


def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["renkei", "places", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code, capsys.readouterr().out


def test_people_read_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out = call(capsys, monkeypatch, "旧清水市")
    assert code == 0
    assert "静岡県 清水市   city   ../2003-03-31 → 静岡市 221007" in out
    assert REASONS["past"] in out


def test_programs_read_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out = call(capsys, monkeypatch, "府中市", "--json")
    found = json.loads(out)
    assert code == 0
    assert [one["code"] for one in found["links"][0]["candidates"]] == ["132063", "342084"]
    assert found["links"][0]["decided"] == "nothing"


def test_a_name_that_nothing_bears_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out = call(capsys, monkeypatch, "なにもない")
    assert code == 1
    assert "no place is known by this name" in out
