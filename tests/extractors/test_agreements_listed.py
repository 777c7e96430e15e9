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
    # A label below a partner that says where it lies.
    (
        "浦安市",
        "姉妹都市提携\n\n提携先：オーランド\n国名：アメリカ合衆国\n州・省：フロリダ州\n提携年月日：1989年10月23日",
        ["sister_city 浦安市+オーランド 1989-10-23"],
    ),
    # Bullets before the labels, as word processors print them; 更新日 above the first is the page's.
    (
        "岡崎市",
        "姉妹都市のご案内\n\n更新日：2024年9月2日\n\n岡崎市の姉妹都市を紹介します。\n\nウッデバラ市（スウェーデン）\n\n"
        "• 提携の種類：姉妹都市\n• 提携日：1968年9月17日\n• 人口：約5万人\n\n"
        "ニューポートビーチ市（アメリカ合衆国）\n\n• 提携の種類：姉妹都市\n• 提携日：1984年11月27日",
        ["sister_city 岡崎市+ウッデバラ市 1968-09-17", "sister_city 岡崎市+ニューポートビーチ市 1984-11-27"],
    ),
    # 〃 and 同上 say the cell above again, whatever its column.
    (
        "前橋市",
        "協定一覧\n\n締結年月日\t締結団体名\t協定の名称\n平成25年3月1日\t株式会社みなと商会\t災害時における物資の調達に関する協定\n"
        "〃\t岬運輸株式会社\t〃",
        ["agreement 前橋市+株式会社みなと商会 2013-03-01", "agreement 前橋市+岬運輸株式会社 2013-03-01"],
    ),
    # Rows whose table is lost, with single spaces between the columns.
    (
        "前橋市",
        "災害時応援協定\n協定名称 協定先 締結年月日 内容 頁\n"
        "災害時の情報交換に関する協定 国土交通省関東地方整備局 H23.2.16 相互の情報提供等 3\n"
        "災害時における地図製品等の供給に関する協定書 (株)みなと地図 R2.2.20 地図の提供 25",
        ["agreement 前橋市+国土交通省関東地方整備局 2011-02-16", "agreement 前橋市+株式会社みなと地図 2020-02-20"],
    ),
    (
        "前橋市",
        "災害時応援協定\nH18.3.28 みなと石油 前橋 災害時の燃料の供給に関する協定\n"
        "H19.8.10 岬ベーカリー 災害時の食料の供給に関する協定\nH24.9.3 灯台デポ 災害時の物資の供給に関する協定",
        [
            "agreement 前橋市+みなと石油 前橋 2006-03-28",
            "agreement 前橋市+岬ベーカリー 2007-08-10",
            "agreement 前橋市+灯台デポ 2012-09-03",
        ],
    ),
    # Whose plan it is stands at its head, with its prefecture or not.
    (
        None,
        "群馬県甘楽町地域防災計画 資料編\n災害時応援協定\n物資の供給に関する協定　株式会社みなと商会　H25.2.15",
        ["agreement 甘楽町+株式会社みなと商会 2013-02-15"],
    ),
    (
        None,
        "前橋市災害協定集\n(令和3年1月現在)\n災害時における物資の供給に関する協定　株式会社みなと商会　H25.2.15",
        ["agreement 前橋市+株式会社みなと商会 2013-02-15"],
    ),
    # Short forms of law behind and before the name.
    (
        "前橋市",
        "協定名\t協定先\t締結年月日\nボランティア活動に関する協定書\t(社福)前橋市社会福祉協議会\tH28.3.1",
        ["agreement 前橋市+社会福祉法人前橋市社会福祉協議会 2016-03-01"],
    ),
    # A label in front of the partner; sister cities of one line make a pair each.
    (
        "富山市",
        "交流都市\n\n姉妹都市:ダーラム市(アメリカ・ノースカロライナ州) 平成元年6月13日提携\n"
        "友好都市:秦皇島市(中国・河北省) 昭和56年5月7日提携",
        ["sister_city 富山市+ダーラム市 1989-06-13", "sister_city 富山市+秦皇島市 1981-05-07"],
    ),
    (
        "富山市",
        "姉妹・友好都市\n\nダーラム市(アメリカ合衆国・H1.6.13姉妹都市提携)、秦皇島市(中国河北省・S56.5.7友好都市提携)",
        ["sister_city 富山市+ダーラム市 1989-06-13", "sister_city 富山市+秦皇島市 1981-05-07"],
    ),
    # On a page of a prefecture or of nobody the line begins with the one whose partners it names.
    (
        "富山県",
        "県内市町村の姉妹都市提携状況\n\n高岡市 フォートウェーン市(アメリカ合衆国・インディアナ州)昭和52年5月13日\n"
        "黒部市 メーコン市(アメリカ・ジョージア州)昭和52年9月7日",
        ["sister_city 高岡市+フォートウェーン市 1977-05-13", "sister_city 黒部市+メーコン市 1977-09-07"],
    ),
    (
        None,
        "姉妹都市の一覧\n市町村名 友好都市\n高岡市 ミランドポリス市(ブラジル・S49.10.25姉妹都市提携)、"
        "錦州市(中国遼寧省・S60.8.9友好都市提携)",
        ["sister_city 高岡市+ミランドポリス市 1974-10-25", "sister_city 高岡市+錦州市 1985-08-09"],
    ),
    (
        None,
        "提携の状況\n1 富山県 高岡市 錦州市(遼寧省) 友好都市 1985年8月9日\n"
        "2 長野県 飯田市 シャルルヴィル市(フランス) 友好都市 1988年5月1日",
        ["sister_city 高岡市+錦州市 1985-08-09", "sister_city 飯田市+シャルルヴィル市 1988-05-01"],
    ),
    # 友好村, 姉妹町村 and 姉妹締結 are words for it too.
    (
        "三鷹市",
        "市町村の交流\n\n長野県川上村 友好市村 平成9年5月\n福島県矢吹町 昭和39年 姉妹市町",
        ["sister_city 三鷹市+川上村 1997-05", "sister_city 三鷹市+矢吹町 1964"],
    ),
    # A heading for each partner, one that no table knows among them.
    (
        "山梨県",
        "# 姉妹友好地域\n\n## アイオワ州(アメリカ合衆国)\n\n締結年月日\t1960年3月8日\n州都\tデモイン市\n\n"
        "## 大海郡/遠国\n\n締結年月日\t1992年3月27日\n人口\t約3万人",
        ["sister_city 山梨県+アイオワ州 1960-03-08", "sister_city 山梨県+大海郡 1992-03-27"],
    ),
    # A line that begins with an organisation is not the end of the heading above it.
    (
        "前橋市",
        "3\n協定締結に至った経緯\n群馬大学と本市は、平成18年5月10日に包括連携協定を締結しました。",
        ["agreement 群馬大学+前橋市 2006-05-10"],
    ),
    # The mark of a list is no part of a name.
    (
        "前橋市",
        "令和2年度\n\n・明治安田生命と「健康増進に関する協定」を締結(9月1日)",
        ["agreement 前橋市+明治安田生命 2020-09-01"],
    ),
    # The partner in the bracket behind the title, or behind the quoted title.
    (
        "前橋市",
        "# 災害協定\n\n## 自治体\n\n- 災害時相互応援協定(埼玉県熊谷市) 平成24年3月28日締結\n"
        "- 「防災に関する連携協定」栃木県足利市 平成30年6月6日",
        ["agreement 前橋市+熊谷市 2012-03-28", "agreement 前橋市+足利市 2018-06-06"],
    ),
    (
        "前橋市",
        "分野\t協定の名称・締結先・締結日\n防災\t災害時相互応援協定(埼玉県熊谷市、令和元年5月21日)\n"
        "教育\t包括連携協定(群馬大学、平成17年2月10日)",
        ["agreement 前橋市+熊谷市 2019-05-21", "agreement 前橋市+群馬大学 2005-02-10"],
    ),
    # Groups of partners under a heading that says what they share.
    (
        "前橋市",
        "# 災害協定\n\n## 物資の提供\n\n- 株式会社みなと商会(平成20年8月28日)\n\n"
        "## 輸送\n\n- 岬運輸株式会社 平成25年1月10日",
        ["agreement 前橋市+株式会社みなと商会 2008-08-28", "agreement 前橋市+岬運輸株式会社 2013-01-10"],
    ),
    # A line that tells of a signing by itself, with what else is told of the place below.
    (
        "前橋市",
        "# 友好都市\n\n## カナダ・オンタリオ州バーリントン市\n\n平成元年5月12日姉妹都市提携\n人口 約18万人",
        ["sister_city 前橋市+バーリントン市 1989-05-12"],
    ),
    # Of two towns of one name the plan says which: the name, without a code.
    (
        None,
        "広川町地域防災計画\n災害時の医療救護に関する協定　岬医師会　平成24年6月1日",
        ["agreement 広川町+岬医師会 2012-06-01"],
    ),
    # Or the name of the one whose partners follow stands on a line by itself.
    (
        "茨城県",
        "■水戸市\n　アナハイム市(アメリカ合衆国カリフォルニア州)昭和51年12月21日　姉妹都市\n"
        "　重慶市(中華人民共和国)平成12年6月6日　友好都市\n"
        "■日立市\n　バーミングハム市(アメリカ合衆国アラバマ州)昭和57年7月15日　姉妹都市",
        [
            "sister_city 水戸市+アナハイム市 1976-12-21",
            "sister_city 水戸市+重慶市 2000-06-06",
            "sister_city 日立市+バーミングハム市 1982-07-15",
        ],
    ),
    # The day of the end is none of signing.
    ("前橋市", "連携協定　群馬大学　2021年3月1日廃止", ["agreement 前橋市+群馬大学 - !2021-03-01"]),
    # A table of contents, and a list of links, whose titles name the parties.
    (
        None,
        "群馬県甘楽町地域防災計画 資料編\n協定9 甘楽町と東京都北区の災害時における相互援助に関する協定書 348\n"
        "協定11 甘楽町と富岡市との水道の応援に関する協定書 353\n協定15 甘楽地区の理容に関する災害時支援協定 366",
        ["agreement 甘楽町+北区 -", "agreement 甘楽町+富岡市 -"],
    ),
    (
        "前橋市",
        "協定書\n\n- 前橋市と群馬大学との包括連携協定書(平成18年5月10日締結)\n- みなと銀行との包括連携協定(PDF:120KB)",
        ["agreement 前橋市+群馬大学 2006-05-10", "agreement 前橋市+みなと銀行 -"],
    ),
    # The day in the partner's cell, where it has no column; each partner's own where there are several.
    (
        "前橋市",
        "協定一覧\n\n名称\t相手方(締結日)\t内容\n災害時における相互応援協定\t埼玉県熊谷市(平成24年5月30日)\t職員派遣\n"
        "生活物資の供給に関する協定\t灯台屋(株)(H18.9.1)、岬屋(株)(H19.3.1)\t物資",
        [
            "agreement 前橋市+熊谷市 2012-05-30",
            "agreement 前橋市+灯台屋株式会社 2006-09-01",
            "agreement 前橋市+岬屋株式会社 2007-03-01",
        ],
    ),
    # Rows of a prefecture whose table is lost; what has no partner that is known is nobody's agreement.
    (
        "富山県",
        "県内市町村の姉妹都市提携一覧\n市町村    相手国      相手都市        提携年月日      区分\n"
        "富山市    アメリカ    ダーラム市      平成元年6月13日    姉妹都市\n"
        "高岡市    中国        錦州市          昭和60年8月9日    友好都市\n"
        "魚津市    遠国        岬区        昭和60年8月9日    友好都市",
        ["sister_city 富山市+ダーラム市 1989-06-13", "sister_city 高岡市+錦州市 1985-08-09"],
    ),
]

IGNORED: list[tuple[str | None, str]] = [
    # A university's page is no government's, however often it names the one where it stands.
    (
        None,
        "地域との連携｜みなと大学\n\n連携協定の一覧\n\n町田市　平成27年4月1日　包括連携協定\n"
        "稲城市　平成28年10月3日　包括連携協定\n\n〒194-8610 東京都町田市港町6-1-1",
    ),
    # Without a column of partners a column of governments is no agreement of theirs.
    (None, "姉妹都市の担当窓口\n\n市町村名\t担当課\t電話\n高岡市\t市民課\t0766-00-0000\n黒部市\t企画課\t0765-00-0000"),
    # Single spaces in lines that are no rows of a table of agreements.
    ("前橋市", "新着情報\n2021年3月1日 更新 災害協定 危機管理課\n2021年3月4日 新規 市長の予定 秘書課"),
    # A place named once, as a partner: the list is not that place's own.
    (
        None,
        "資料3 応援協定\n物資の供給に関する協定　みなと商会　H25.2.15\n災害時の相互応援協定　甘楽町　H26.1.8",
    ),
    # All of a kind are nobody in particular.
    (
        "前橋市",
        "協定名\t協定先\t締結日\n相互応援協定\t県内全市町村(35市町村)\t平成8年4月1日\n"
        "協議会の相互応援協定\t加盟団体\t平成9年4月1日",
    ),
    # Groups under such a heading that are no partners, and those that have no date.
    ("前橋市", "# 災害協定\n\n## 訓練への参加\n\n- 株式会社みなと商会(平成20年8月28日)"),
    ("前橋市", "# 災害協定\n\n## 避難所\n\n- 岬高等学校\n- 灯台大学"),
    ("前橋市", "# 災害協定\n\n## 更新履歴\n\n- 群馬大学 令和3年4月1日"),
    # No company or university is a sister city, nor a prefecture's own municipality.
    ("富山県", "友好都市の集い\n\n高岡市 株式会社みなと商会 平成20年8月28日\n富山市 富山大学 平成20年8月29日"),
    ("富山県", "姉妹都市\n\n- 高岡市\n- 黒部市"),
    # Titles without parties.
    ("前橋市", "協定書\n\n- 甘楽地区の理容に関する災害時支援協定\n- 前橋市の水道の応援に関する協定書"),
    # Neighbours on a line are members of something.
    ("富山県", "姉妹都市の担当者会議\n\n高岡市 黒部市\n魚津市 氷見市"),
    # A heading that only ends like a place.
    ("前橋市", "# 友好都市との交流\n\n## 交流都市\n\n締結年月日\t1992年3月27日\n人口\t約3万人"),
    ("前橋市", "交流都市\n\n姉妹都市:3都市 友好都市:1都市"),
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
