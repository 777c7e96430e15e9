"""Names of parties as documents write them, each by the full official name, and passages that name nobody."""

from __future__ import annotations

import pytest

from extractors.agreements.names import PlaceName
from extractors.agreements.organisations import find_organisations
from extractors.agreements.parties import find_names
from extractors.agreements.party_groups import find_groups
from extractors.records import Party

# The text, the passage of the first organisation, all names.
FOUND = [
    ("株式会社みちのく銀行と", "株式会社みちのく銀行", ["株式会社みちのく銀行"]),
    ("本市はりそな銀行と協定を", "りそな銀行", ["りそな銀行"]),
    ("(公財)岬財団、(株)みなとやと協定を", "(公財)岬財団", ["公益財団法人岬財団", "株式会社みなとや"]),
    ("イオンリテール(株)は", "イオンリテール(株)", ["イオンリテール株式会社"]),
    ("㈱岬電設と", "㈱岬電設", ["株式会社岬電設"]),
    ("岬電設㈱と", "岬電設㈱", ["岬電設株式会社"]),
    ("中部電力パワーグリッド株式会社岡崎支社が", "中部電力", ["中部電力パワーグリッド株式会社岡崎支社"]),
    ("国立大学法人お茶の水女子大学が", "国立大学法人", ["国立大学法人お茶の水女子大学"]),
    ("国立ウダヤナ大学、", "国立ウダヤナ大学", ["国立ウダヤナ大学"]),
    ("特定非営利活動法人森の会は", "特定非営利活動法人", ["特定非営利活動法人森の会"]),
    ("NPO法人ひまわりと協定を", "NPO法人ひまわり", ["NPO法人ひまわり"]),
    ("さいたま商工会議所・埼玉大学と", "さいたま商工会議所", ["さいたま商工会議所", "埼玉大学"]),
    ("NTT東日本・岬大学の", "岬大学", ["岬大学"]),
    ("株式会社セブン-イレブン・ジャパンと", "株式会社セブン", ["株式会社セブン-イレブン・ジャパン"]),
    ("LINE Fukuoka株式会社代表取締役社長", "LINE Fukuoka", ["LINE Fukuoka株式会社"]),
    ("岬大学学長と港銀行頭取が", "岬大学", ["岬大学", "港銀行"]),
    ("市とおひさま進歩エネルギー株式会社は", "おひさま", ["おひさま進歩エネルギー株式会社"]),
    ("みどり農業協同組合、JA港南と", "みどり農業協同組合", ["みどり農業協同組合", "JA港南"]),
    ("岬市森林組合と", "岬市森林組合", ["岬市森林組合"]),
    ("港県トラック協会、LPガス協会と", "港県トラック協会", ["港県トラック協会"]),
    ("イスカンダル地域開発庁とは", "イスカンダル", ["イスカンダル地域開発庁"]),
    ("生活協同組合コープみらいと", "生活協同組合", ["生活協同組合コープみらい"]),
    ("明治安田生命保険相互会社様と", "明治安田", ["明治安田生命保険相互会社"]),
]

IGNORED = [
    "市内の大学と協議会を設けた。",
    "市内企業と連携した。",
    "各銀行に置いてあります。",
    "地元企業グループの取組",
    "株式会社と市",
    "横浜国立大学名誉教授",
    "岬大学附属小学校の児童",
    "実行委員会を開いた。",
    "官民連携プラットフォーム",
    "再生可能エネルギーを使う。",
    "使用電力を減らした。",
    "地域の商店会",
    "県庁と市役所",
    "民間事業者団体",
    "学校法人",
    "災害対策本部",
    "第3回協議会",
    "友好・協力協定",
    "連携協定を結んだ。",
    "両大学の学生",
    "ホームページをご覧ください。",
    "令和3年度の予算",
    "協定書",
]

# Words that stand for a name named elsewhere: the text, the last name of it.
RESOLVED = [
    ("国際協力機構(JICA)は働く。JICAは", "独立行政法人国際協力機構"),
    ("岬大学は古い。同大学は", "岬大学"),
    ("株式会社みなとは新しい。同社は", "株式会社みなと"),
    ("みなと銀行は近い。同行は", "みなと銀行"),
    ("一般社団法人港まちづくり協会(以下「まち協」という。)は集う。まち協は", "一般社団法人港まちづくり協会"),
    ("本市は", "港市"),
    ("当市では", "港市"),
    ("市は", "港市"),
    ("イタリア食科学大学を訪ねた。イタリアの食科学大学と", "イタリア食科学大学"),
]

# Words that stand for nobody here.
UNRESOLVED = ["同大学は", "同社は", "両市は", "同市は", "本県は", "本市場の", "都市は", "同時に", "両論を"]

# A sentence with its places, and the groups: role and names.
GROUPED = [
    ("港市と岬町は、", [("topic", "港市 岬町")]),
    ("港市は、岬町と", [("topic", "港市"), ("with", "岬町")]),
    ("港市と岬町との", [("with", "港市 岬町")]),
    ("港市、岬町が", [("subject", "港市 岬町")]),
    ("港市と岬町の2者で", [("between", "港市 岬町")]),
    ("岬町からの", [("from", "岬町")]),
    ("港市は、岬町を立会人とし、", [("topic", "港市"), ("witness", "岬町")]),
    ("港市は岬町と連携して、", [("topic", "港市"), ("other", "岬町")]),
    ("港市とフィリピン共和国の岬町とは、", [("topic", "港市 岬町")]),
    ("港市長と岬町長は、", [("topic", "港市 岬町")]),
    ("港市(南県)と岬町(北県)は、", [("topic", "港市 岬町")]),
    ("港市は岬町とともに、", [("topic", "港市"), ("fellow", "岬町")]),
]


@pytest.mark.parametrize(("text", "passage", "names"), FOUND, ids=[row[0] for row in FOUND])
def test_organisations(text: str, passage: str, names: list[str]) -> None:
    found = find_organisations(text)
    assert [one.name for one in found] == names
    assert text[found[0].start : found[0].end].startswith(passage)


@pytest.mark.parametrize("text", IGNORED)
def test_no_organisation(text: str) -> None:
    assert find_organisations(text) == []


@pytest.mark.parametrize(("text", "name"), RESOLVED)
def test_resolved(text: str, name: str) -> None:
    assert find_names(text, [], Party(name="港市"))[-1].parties == (Party(name=name),)


@pytest.mark.parametrize("text", UNRESOLVED)
def test_unresolved(text: str) -> None:
    assert find_names(text, [], None) == []


def test_both_cities_are_the_last_two() -> None:
    text = "北市と港市と岬市がある。両市は"
    last = find_names(text, _places(text, "北市", "港市", "岬市"), None)[-1]
    assert [party.name for party in last.parties] == ["港市", "岬市"]


def test_the_inner_place_is_the_party() -> None:
    text = "インドネシア共和国バリ州タバナン県と"
    outer, inner = _places(text, "バリ州", "タバナン県")
    names = find_names(text, [outer, inner], None)
    assert [name.parties[0].name for name in names] == ["タバナン県"]


@pytest.mark.parametrize(("text", "groups"), GROUPED)
def test_groups(text: str, groups: list[tuple[str, str]]) -> None:
    names = find_names(text, _places(text, "港市", "岬町"), None)
    found = find_groups(text, names)
    assert [(group.role, " ".join(party.name for party in group.parties)) for group in found] == groups


def _places(text: str, *names: str) -> list[PlaceName]:
    return [
        PlaceName(text.index(name), text.index(name) + len(name), Party(name=name, country="JP"), 1)
        for name in names
        if name in text
    ]
