"""Agreements as news, speeches and reports tell of them, with the records that a careful reader would make."""

from __future__ import annotations

import pytest

from extractors.records import Publisher
from tests.extractors.test_agreements import records, told

# The publisher of the page; its text; each agreement as in `test_agreements`.
FOUND = [
    # Assemblies sign with assemblies, and the one left out is that of the page's government.
    (
        "新潟市",
        "令和4年5月17日、新潟市議会と長岡市議会は、友好交流協定を締結しました。両市議会の議長が協定書に署名しました。",
        ["agreement 新潟市議会+長岡市議会 2022-05-17"],
    ),
    (
        "新潟市",
        "新潟県三条市議会と友好交流協定を結びました。",
        ["agreement 新潟市議会+三条市議会 -"],
    ),
    (
        "新潟市",
        "市議会は、令和2年8月3日に聖籠町議会及び阿賀町議会と「議会運営の連携に関する覚書」を取り交わした。",
        ["memorandum 新潟市議会+聖籠町議会+阿賀町議会 2020-08-03"],
    ),
    (
        None,
        "2018年11月6日、京都市会と台南市議会との間で交流協定を締結。",
        ["agreement 京都市会+台南市議会 2018-11-06"],
    ),
    (
        None,
        "平成29年8月7日、三条市議会の議長が長岡市役所を訪れ、長岡市議会と友好交流協定を結んだ。",
        ["agreement 三条市議会+長岡市議会 2017-08-07"],
    ),
    # An assembly that stands by, or votes, signs nothing.
    (
        "新潟市",
        "令和3年6月1日、新潟市と長岡市は、両市の市議会議長の立ち会いのもと、連携協定を締結しました。",
        ["agreement 新潟市+長岡市 2021-06-01"],
    ),
    (
        "新潟市",
        "新潟市議会の議決を経て、令和3年6月1日、新潟市は長岡市と連携協約を締結しました。",
        ["compact 新潟市+長岡市 2021-06-01"],
    ),
    # The day of the occasion is that of signing.
    (
        "新潟市",
        "新潟市と佐渡市の「みなとの絆協定」調印式が令和2年7月12日午後3時から、市民会館で開かれ、両市の市長が協定書に署名・調印しました。",
        ["agreement 新潟市+佐渡市 2020-07-12"],
    ),
    (
        None,
        "箱根町、熱海市及び伊東市は、平成30年2月14日に箱根町で開かれた首長会議において、「観光に関する共同宣言」を採択し、3市町長が署名しました。",
        ["declaration 箱根町+熱海市+伊東市 2018-02-14"],
    ),
    (
        "新潟市",
        "令和元年5月8日、新潟市の市長が佐渡市を訪れ、佐渡市と友好都市協定を結んだ。",
        ["sister_city 新潟市+佐渡市 2019-05-08"],
    ),
    # What was done after it has another day.
    (
        "新潟市",
        "令和元年5月8日に新潟市の市長が佐渡市を訪れ、その後両市は連携協定を結んだ。",
        ["agreement 新潟市+佐渡市 -"],
    ),
    (
        "新潟市",
        "平成30年2月14日に開かれた物産展をきっかけに交流が始まり、新潟市と佐渡市は連携協定を結んだ。",
        ["agreement 新潟市+佐渡市 -"],
    ),
    # The partners at the end of the sentence.
    (
        "新潟市",
        "令和3年10月12日に災害時相互応援協定を締結したのは、宮城県石巻市、福島県郡山市です。",
        ["agreement 新潟市+石巻市+郡山市 2021-10-12"],
    ),
    (
        "新潟市",
        "令和3年10月12日に新潟市と友好都市協定を結んだのは、石巻市と郡山市の2市です。",
        ["sister_city 新潟市+石巻市 2021-10-12", "sister_city 新潟市+郡山市 2021-10-12"],
    ),
    (
        None,
        "平成24年8月2日に協定を締結したのは長岡市と大仙市で、翌年から合同の訓練を行っています。",
        ["agreement 長岡市+大仙市 2012-08-02"],
    ),
    # 本町 is the only town that is named; 本県 is not the prefecture it stands beside.
    (
        None,
        "川上村との連携協定\n\n令和4年2月18日、川上村と連携協定を締結いたしました。川上村のご協力に感謝します。"
        "本町は、田原本町ゼロカーボン宣言の実現に努めます。",
        ["agreement 田原本町+川上村 2022-02-18"],
    ),
    (
        None,
        "本県と鹿児島県は、昭和46年7月に姉妹県盟約を結びました。鹿児島県からは知事が来られました。岐阜県は鹿児島県と遠く離れています。",
        ["sister_city 岐阜県+鹿児島県 1971-07"],
    ),
    # A number of places stands for those named before, and takes in the subject where it says one more.
    (
        None,
        "津山市と出雲市、諫早市の議員が集まった。3市は1981年に友好交流都市提携を結んでいる。",
        ["sister_city 津山市+出雲市+諫早市 1981"],
    ),
    (
        None,
        "葉山町が令和4年1月14日、静岡県下田市、栃木県那須町の3市町合同で「友好都市協定」を締結した。",
        ["sister_city 葉山町+下田市+那須町 2022-01-14"],
    ),
    (
        None,
        "平成24年7月5日、三条市は、愛知県瀬戸市、同常滑市、岡山県備前市の3市と応援協定を締結した。",
        ["agreement 三条市+瀬戸市+常滑市+備前市 2012-07-05"],
    ),
    # A text printed in full, without 甲 and 乙, with its signatures.
    (
        None,
        "友好交流都市に関する盟約書\n\n石川県加賀市と福井県鯖江市は、両市の発展のため、ここに友好交流都市の盟約を結ぶ。\n\n"
        "平成26年10月25日\n\n加賀市長　港　一郎\n鯖江市長　岬　花子",
        ["sister_city 加賀市+鯖江市 2014-10-25"],
    ),
    (
        "渋川市",
        "渋川市・ダナン市友好交流協定書\n\n渋川市とダナン市は正式な協定を結び、ここに関係を強化する。\n"
        "本協定は、署名年月日から有効とする。\n2016年11月7日\n"
        "日本国 ベトナム\n渋川市長 港 一郎 ダナン市長 グエン ヴァン",
        ["agreement 渋川市+ダナン市 2016-11-07"],
    ),
    (
        None,
        "久慈市議会との交流\n\n友好交流協定書\n\n長岡市議会と久慈市議会は、次の事項のとおり友好交流協定を締結する。\n"
        "1 両議会は相互に応援し合うものとする。\n平成26年7月23日\n"
        "新潟県長岡市議会議長 港 一郎\n岩手県久慈市議会議長 岬 花子",
        ["agreement 長岡市議会+久慈市議会 2014-07-23"],
    ),
    # English: the line above is the partner, the label below it has the day.
    (
        "富山市",
        "Sister Cities\n\nSintra, Portugal\n\nSintra is close to the capital. It is a World Heritage Site.\n\n"
        "The Sister City Relationship Agreement was established on August 21, 1997.\n\n"
        "Salem, Oregon, U.S.A.\nSister city relationship concluded: August 1, 1986\n\n"
        "Offenbach am Main, Germany\nDate of affiliation: August 24, 1983\n\n"
        "Uozu City, Toyama Prefecture\nIn 1982 a friendship city agreement was concluded between our two cities.",
        [
            "sister_city 富山市+Sintra 1997-08-21",
            "sister_city 富山市+Salem 1986-08-01",
            "sister_city 富山市+Offenbach am Main 1983-08-24",
            "sister_city 富山市+魚津市 1982",
        ],
    ),
    (
        "富山市",
        "Toyama City concluded a sister city agreement with Soma City in Fukushima Prefecture on August 3, 2015.",
        ["sister_city 富山市+相馬市 2015-08-03"],
    ),
    # The day of the ceremony that is to follow; the same day for all.
    (
        "新潟市",
        "新潟市は、長岡市及び聖籠町との間で、それぞれ連携協約を締結することとなり、令和2年3月27日に締結式を行います。",
        ["compact 新潟市+長岡市 2020-03-27 ?", "compact 新潟市+聖籠町 2020-03-27 ?"],
    ),
    # The line above dates the agreement that it names, not that of others.
    (
        "新潟市",
        "新潟市と長岡市との協定書(平成22年3月24日)\n\n新潟市と三条市との間で協定を締結しました。",
        ["agreement 新潟市+長岡市 2010-03-24", "agreement 新潟市+三条市 -"],
    ),
    (
        None,
        "1985年5月27日、相模原市と無錫市は友好交流協議書に調印しました。",
        ["memorandum 相模原市+無錫市 1985-05-27"],
    ),
    (
        "新潟市",
        "新潟市は令和3年6月1日、計5大学と包括連携協定を結んだ。新潟市は令和3年7月1日に新潟大学と連携協定を結んだ。",
        ["agreement 新潟市+新潟大学 2021-07-01"],
    ),
    # A diary: the day stands above the paragraph.
    (
        "新潟市",
        "令和元年11月20日\n今日は佐渡市に来ています。午前10時、佐渡市長と私が友好都市協定書にサインをし、固い握手を交わしました。",
        ["sister_city 新潟市+佐渡市 2019-11-20"],
    ),
    (
        "新潟市",
        "令和3年10月12日、東京都内で締結式が行われました。今回、協定を締結したのは、石巻市、郡山市です。\n\n災害時相互応援協定",
        ["agreement 新潟市+石巻市+郡山市 2021-10-12"],
    ),
    (
        "新潟市",
        "令和3年5月1日に大雨がありました。今回、新潟市は三条市と災害協定を締結しました。",
        ["agreement 新潟市+三条市 -"],
    ),
    # A heading names one of the partners, the text all of them.
    (
        "新潟市",
        "株式会社みなと銀行と包括連携協定を締結\n\n本市は、株式会社みなと銀行及び学校法人港学園と、令和4年6月3日、三者による"
        "包括連携協定を締結いたしました。",
        ["agreement 新潟市+株式会社みなと銀行+学校法人港学園 2022-06-03"],
    ),
    # Below the name of a place its day alone; a page about the other of two twins.
    (
        "観音寺市",
        "姉妹都市交流\n\n滋賀県草津市\n\n草津市は、俳人の生誕の地であるという縁で、昭和57年10月22日姉妹都市縁組を提携し、"
        "調印しました。\n\n北海道虻田郡真狩村\n\n平成3年10月19日提携\n\n真狩村は、香川県の人が開いた村です。",
        ["sister_city 観音寺市+草津市 1982-10-22", "sister_city 観音寺市+真狩村 1991-10-19"],
    ),
    # Whose newsletter it is says whose 本町 is.
    (
        None,
        "台南市と友好都市協定を締結\n\n広報みなかみ 2014年2月号\n\n"
        "2013年12月13日、本町と台南市の友好都市協定が結ばれました。",
        ["sister_city みなかみ町+台南市 2013-12-13"],
    ),
    # The line above is no part of the name below.
    (
        None,
        "三条市と協定11/20締結\n(株)みなと(長岡市、港一郎社長)は令和6年11月20日、三条市(岬花子市長)と包括連携協定を締結した。",
        ["agreement 株式会社みなと+三条市 2024-11-20"],
    ),
    (
        None,
        "令和4年10月20日、台北市は、米子市、松江市、境港市の3つの市と、交流促進に関する覚書を締結した。",
        ["memorandum 台北市+米子市+松江市+境港市 2022-10-20"],
    ),
    (
        None,
        "台北市と覚書\n\n台北市と松江市は、博覧会をきっかけに交流を始めた。2014年には「交流促進覚書」を締結した。",
        ["memorandum 台北市+松江市 2014"],
    ),
    # A pair with が behind the topic signs by itself.
    (
        None,
        "黒松内町と西予市は、平成5年3月25日に黒松内町と野村町が姉妹町提携し、友好を深めてきたことを尊重する。",
        ["sister_city 黒松内町+野村町 1993-03-25"],
    ),
    # A prefecture that only says where they lie, those who stand by, bodies of governments.
    (
        None,
        "大河原町と村田町は令和6年6月13日、水道の協定を締結(宮城)",
        ["agreement 大河原町+村田町 2024-06-13"],
    ),
    (
        "いわき市",
        "広域避難に関する協定\n\n協定締結日\n平成30年1月29日\n協定締結者\n水戸市\n(立会人)茨城県、福島県",
        ["agreement いわき市+水戸市+*茨城県+*福島県 2018-01-29"],
    ),
    (
        None,
        "令和2年2月21日、特別区長会と奈良県町村会は連携協定を締結した。",
        ["agreement 特別区長会+奈良県町村会 2020-02-21"],
    ),
    # The title names them; the meeting was told of before.
    (
        "神奈川県",
        "平成20年10月28日、遼寧省において交流会議を開催いたしました。この会議では、三地域の首長が協力に合意し、"
        "「第7回遼寧省・神奈川県・京畿道交流会議覚書」に署名いたしました。",
        ["memorandum 遼寧省+神奈川県+京畿道 2008-10-28"],
    ),
    # Those who stand by in a signature; an address between its lines; an organ of a city abroad.
    (
        None,
        "姉妹都市提携に関する協定書\n\nここに以上の合意を確認するためにこの協定書を交換する。\n\n平成21年7月10日\n\n"
        "長崎県大村市玖島一丁目25番地\n大村市長\n\n仙北市長\n\n立会人 大村市議会議長\n\n立会人 仙北市議会議長",
        ["sister_city 大村市+仙北市+*大村市議会+*仙北市議会 2009-07-10"],
    ),
    (
        "大阪府",
        "大阪府とホーチミン市との友好交流に関する議定書\n\n日本国大阪府とホーチミン市は、以下について合意する。\n\n"
        "2007年10月25日\n\n日本国 大阪府知事 港 一郎\n\nベトナム ホーチミン市人民委員会委員長 グエン",
        ["agreement 大阪府+ホーチミン市 2007-10-25"],
    ),
    # One to one, as the text says.
    (
        "芦屋町",
        "平成28年4月18日、北九州市と近隣3市町(直方市、行橋市、芦屋町)の市長・町長が一堂に会し、北九州市と、"
        "それぞれ1対1の連携協約を締結しました。",
        [
            "compact 北九州市+直方市 2016-04-18",
            "compact 北九州市+行橋市 2016-04-18",
            "compact 北九州市+芦屋町 2016-04-18",
        ],
    ),
    (
        None,
        "平成31年1月23日、3市町村(郡山市、須賀川市、三春町)による連携協約締結式が行われました。連携協約とは、1対1で締結するものです。",
        ["compact 郡山市+須賀川市 2019-01-23", "compact 郡山市+三春町 2019-01-23"],
    ),
    # A village abroad that no table has; the day of the page is not that of signing.
    (
        None,
        "平成29年11月10日、相良村とサン・バランタン村が姉妹都市協定を締結しました。",
        ["sister_city 相良村+サン・バランタン村 2017-11-10"],
    ),
    (
        None,
        "見守り活動に関する協定書の締結について\n\n2016年02月02日更新\n\n新潟県と三条市は「見守り活動に関する協定書」を締結しました。",
        ["agreement 新潟県+三条市 -"],
    ),
    # What a heading announces is planned until the text says that it was done.
    (
        "松本市",
        "鹿児島市との文化・観光交流協定の締結について\n\n松本市と鹿児島市は、文化・観光交流協定を締結します。\n\n"
        "2 締結日\n令和5年10月4日（水曜日）午後2時から",
        ["agreement 松本市+鹿児島市 2023-10-04 ?"],
    ),
    (
        "松本市",
        "鹿児島市との文化・観光交流協定の締結について\n\n令和5年10月4日、松本市と鹿児島市は、協定を締結しました。",
        ["agreement 松本市+鹿児島市 2023-10-04"],
    ),
    # The year right before a former name is the one meant.
    (
        None,
        "1992年11月に小城町と知覧町の間で友好都市協定が締結され、2008年11月4日に南九州市と小城市の間で友好都市協定を締結した。",
        ["sister_city 小城町+知覧町 1992-11", "sister_city 南九州市+小城市 2008-11-04"],
    ),
]

# No agreement that the text reports, on a page of 新潟市.
IGNORED = [
    "長岡市、三条市、燕市などとは、協定の見直しを進めます。",
    "Sister Cities\n\nDubbo, Australia\nThe zoo signed an animal exchange agreement in 1993.",
    "議員研修会\n\n長岡市議会の議長を講師に迎えました。長岡市議会は大学と協定を結んでいます。",
    "式典では、両市が今後も交流を深めることを誓いました。\n\n令和5年10月1日\n\n"
    "出席者\n新潟市長 港 一郎\n長岡市長 岬 花子",
    "千葉県の10市町村と広域避難に関する協定を締結しました。",
    "長岡市長が派遣され、三条市と燕市の協定の調印に立ち会った。",
    "新潟市と株式会社みなとは、令和3年6月1日に開発行為の事前協議書を取り交わした。",
    "長岡市で署名した遺産分割協議書を添えてください。",
    "Sister Cities\n\nSintra, Portugal\nA student exchange program with our sister city was established in 2001.",
    "Sister Cities\n\nSintra, Portugal\nThe town was established on August 21, 1997. Date of affiliation: unknown",
    "Parks\n\nSintra Park, Toyama\nSigned on May 3, 2001",
    # Who attended a meeting on a day, below what an agreement is good for.
    "協定に基づき合同で訓練を実施する。\n\n令和3年5月10日\n\n長岡市長 港 一郎\n三条市長 岬 花子",
    "長岡市、三条市と燕市を訪ねた。2市は平成20年に協定を結んだ。",
    "県内で同様の協定を締結しているのは、長岡市と三条市のみです。",
    "協定を締結したのは、災害に備えるためです。",
    "市が協定を締結したのは、長岡市での水害がきっかけです。",
    "新潟市議会は、連携協約の締結に関する議案を可決しました。",
    "議会運営委員会では、長岡市議会との協定の締結について協議しました。",
]


@pytest.mark.parametrize(("publisher", "text", "expected"), FOUND, ids=[row[1][:24] for row in FOUND])
def test_found(publisher: str | None, text: str, expected: list[str]) -> None:
    found = records(text, Publisher(name=publisher) if publisher else None)
    assert sorted(map(told, found)) == sorted(expected)


def test_unknown_government_makes_no_record() -> None:
    """市は、関市、各務原市の二市と: the third is not named, and nobody knows which it is."""
    text = "市は令和2年9月15日、関市、各務原市の二市と、広域連携協定を締結しました。"
    assert records(text, None) == []


@pytest.mark.parametrize("text", IGNORED, ids=[text[:24] for text in IGNORED])
def test_ignored(text: str) -> None:
    assert [told(record) for record in records(text, Publisher(name="新潟市"))] == []
