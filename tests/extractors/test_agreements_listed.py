"""Agreements in tables, rows and lists of many: who each row's agreement is with, and what only looks like one."""

from __future__ import annotations

import pytest

from extractors.agreements.finder import find_agreements
from extractors.context import Context
from extractors.dates.finder import find_dates
from extractors.places.finder import find_cities
from extractors.readers.plain import structured
from extractors.records import Publisher
from tests.extractors.test_agreements import told

# Whose page it is, the text, and each agreement as in `test_agreements`.
FOUND: list[tuple[str | None, str, list[str]]] = [
    # A table of many governments has a column for each row's own.
    (
        None,
        "海外の姉妹都市一覧\n\n都道府県名\t自治体の名称\t国名\t提携先の自治体名(州・省の名称)\t提携年月日\n"
        "富山県\t高岡市\tブラジル\tミランドポリス市(サンパウロ州)\t1974/10/25\n"
        "富山県\t黒部市\tアメリカ\tメーコン市(ジョージア州)\t1977/9/7",
        ["sister_city 高岡市+ミランドポリス市 1974-10-25", "sister_city 黒部市+メーコン市 1977-09-07"],
    ),
    (
        "富山県",
        "市町村の災害時応援協定\n\n市町村名\tNo.\t協定の名称\t協定相手方(都道府県名)\n"
        "魚津市\t1\t災害時における相互応援に関する協定\t飯田市(長野県)\n"
        "〃\t2\t災害時の物資の供給に関する協定\t株式会社みなと商会(富山県)",
        ["agreement 魚津市+飯田市 -", "agreement 魚津市+株式会社みなと商会 -"],
    ),
    # A partner that no table knows, with where it lies behind it.
    (
        None,
        "県内市町村の友好都市\n\n市町村名\t台湾の友好都市\t種別\n氷見市\t大海鎮(雲林県)\t友好都市\n射水市\tテレシナス(台北市)\t友好都市",
        ["sister_city 氷見市+大海鎮 -", "sister_city 射水市+テレシナス -"],
    ),
    # 〃 and 同上 say the cell above again, whatever its column.
    (
        "前橋市",
        "協定一覧\n\n締結年月日\t締結団体名\t協定の名称\n平成25年3月1日\t株式会社みなと商会\t災害時における物資の調達に関する協定\n"
        "〃\t岬運輸株式会社\t〃",
        ["agreement 前橋市+株式会社みなと商会 2013-03-01", "agreement 前橋市+岬運輸株式会社 2013-03-01"],
    ),
]

IGNORED: list[tuple[str | None, str]] = [
    # Without a column of partners a column of governments is no agreement of theirs.
    (None, "姉妹都市の担当窓口\n\n市町村名\t担当課\t電話\n高岡市\t市民課\t0766-00-0000\n黒部市\t企画課\t0765-00-0000"),
    # Governments without a partner.
    (None, "姉妹都市一覧\n\n自治体名\t提携先の自治体名\t提携年月日\n高岡市\tなし\t\n黒部市\t-\t"),
]


def found(publisher: str | None, text: str) -> list[str]:
    document = structured(text, Context(publisher=Publisher(name=publisher) if publisher else None))
    return [told(record) for record in find_agreements(document, find_dates(document), find_cities(document))]


@pytest.mark.parametrize(("publisher", "text", "expected"), FOUND, ids=[row[1][:40] for row in FOUND])
def test_found(publisher: str | None, text: str, expected: list[str]) -> None:
    assert found(publisher, text) == expected


@pytest.mark.parametrize(("publisher", "text"), IGNORED, ids=[row[1][:40] for row in IGNORED])
def test_ignored(publisher: str | None, text: str) -> None:
    assert found(publisher, text) == []
