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
        "2019年3月8日、神戸市会と仁川広域市議会の間で交流協定を結んだ。",
        ["agreement 神戸市会+仁川広域市議会 2019-03-08"],
    ),
    (
        None,
        "平成30年4月9日、三条市議会の議長が長岡市役所を訪れ、長岡市議会と友好交流協定を結んだ。",
        ["agreement 三条市議会+長岡市議会 2018-04-09"],
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
        "新潟市と佐渡市の「みなと交流協定」調印式が令和2年9月5日の朝、港で開かれ、両市の市長が協定書に名を記して署名しました。",
        ["agreement 新潟市+佐渡市 2020-09-05"],
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
        "野沢温泉村との連携協定\n\n令和5年6月3日、野沢温泉村と連携協定を締結いたしました。野沢温泉村のみなさんに感謝します。"
        "本町は、聖籠町みどりの計画を進めます。",
        ["agreement 聖籠町+野沢温泉村 2023-06-03"],
    ),
    (
        None,
        "本県と山口県は、平成3年4月に姉妹県盟約を結びました。山口県からは知事が見えました。秋田県は山口県から遠いところです。",
        ["sister_city 秋田県+山口県 1991-04"],
    ),
    # A number of places stands for those named before, and takes in the subject where it says one more.
    (
        None,
        "新発田市と柏崎市、十日町市の職員が集まった。3市は1995年に友好都市提携を結んでいる。",
        ["sister_city 新発田市+柏崎市+十日町市 1995"],
    ),
    (
        None,
        "出雲崎町が令和4年2月3日、富山県氷見市、長野県小布施町の3市町合同で「友好都市協定」を締結した。",
        ["sister_city 出雲崎町+氷見市+小布施町 2022-02-03"],
    ),
    (
        None,
        "平成25年5月8日、三条市は、愛知県豊田市、同安城市、岡山県倉敷市の3市と応援協定を締結した。",
        ["agreement 三条市+豊田市+安城市+倉敷市 2013-05-08"],
    ),
    # A text printed in full, without 甲 and 乙, with its signatures.
    (
        None,
        "友好交流都市に関する盟約書\n\n石川県加賀市と福井県鯖江市は、両市の発展のため、ここに友好交流都市の盟約を結ぶ。\n\n"
        "平成26年10月25日\n\n加賀市長　港　一郎\n鯖江市長　岬　花子",
        ["sister_city 加賀市+鯖江市 2014-10-25"],
    ),
    (
        "前橋市",
        "前橋市・フエ市友好交流協定書\n\n前橋市とフエ市は、重ねてきた交流の縁により、この協定を交わす。\n"
        "効力は、署名の日に生じるものとする。\n2018年5月9日\n"
        "日本国 ベトナム\n前橋市長 港 一郎 フエ市長 グエン ヴァン",
        ["agreement 前橋市+フエ市 2018-05-09"],
    ),
    (
        None,
        "酒田市議会との交流\n\n友好交流協定書\n\n長岡市議会と酒田市議会は、次のとおり友好交流協定を締結する。\n"
        "1 両議会は、知らせ合うものとする。\n平成28年4月5日\n"
        "新潟県長岡市議会議長 港 一郎\n山形県酒田市議会議長 岬 花子",
        ["agreement 長岡市議会+酒田市議会 2016-04-05"],
    ),
    # English: the line above is the partner, the label below it has the day.
    (
        "富山市",
        "Sister Cities\n\nCoimbra, Portugal\n\nCoimbra has an old university. It stands on a hill.\n\n"
        "The Sister City Agreement was concluded on May 9, 1998.\n\n"
        "Eugene, Oregon, U.S.A.\nSister city relationship concluded: June 4, 1990\n\n"
        "Freiberg am Neckar, Germany\nDate of affiliation: July 3, 1985\n\n"
        "Himi City, Toyama Prefecture\nIn 1988 our two cities signed a friendship city agreement.",
        [
            "sister_city 富山市+Coimbra 1998-05-09",
            "sister_city 富山市+Eugene 1990-06-04",
            "sister_city 富山市+Freiberg am Neckar 1985-07-03",
            "sister_city 富山市+氷見市 1988",
        ],
    ),
    (
        "富山市",
        "Toyama City concluded a sister city agreement with Nasushiobara City in Tochigi Prefecture on March 4, 2016.",
        ["sister_city 富山市+那須塩原市 2016-03-04"],
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
        "1987年6月2日、上田市と寧波市は友好交流協議書に調印しました。",
        ["memorandum 上田市+寧波市 1987-06-02"],
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
        "丸亀市",
        "姉妹都市交流\n\n滋賀県彦根市\n\n彦根市は、ともに城下町という縁で、昭和60年5月8日に姉妹都市縁組を提携"
        "しました。\n\n北海道新十津川町\n\n平成4年6月2日提携\n\n新十津川町は、米どころです。",
        ["sister_city 丸亀市+彦根市 1985-05-08", "sister_city 丸亀市+新十津川町 1992-06-02"],
    ),
    # Whose newsletter it is says whose 本町 is.
    (
        None,
        "台中市と友好都市協定を締結\n\n広報みなべ 2018年5月号\n\n"
        "2018年4月9日、本町と台中市の友好都市協定が結ばれました。",
        ["sister_city みなべ町+台中市 2018-04-09"],
    ),
    # The line above is no part of the name below.
    (
        None,
        "三条市と協定11/20締結\n(株)みなと(長岡市、港一郎社長)は令和6年11月20日、三条市(岬花子市長)と包括連携協定を締結した。",
        ["agreement 株式会社みなと+三条市 2024-11-20"],
    ),
    (
        None,
        "令和5年2月9日、ウランバートル市は、帯広市、釧路市、北見市の3つの市と、交流促進に関する覚書を締結した。",
        ["memorandum ウランバートル市+帯広市+釧路市+北見市 2023-02-09"],
    ),
    (
        None,
        "大連市と覚書\n\n大連市と下関市は、港の祭りから親しくなった。2016年には「交流促進覚書」を締結した。",
        ["memorandum 大連市+下関市 2016"],
    ),
    # A pair with が behind the topic signs by itself.
    (
        None,
        "小布施町と黒部市は、平成6年5月9日に小布施町と宇奈月町が姉妹町提携し、行き来してきた年月を受け継ぐ。",
        ["sister_city 小布施町+宇奈月町 1994-05-09"],
    ),
    # A prefecture that only says where they lie, those who stand by, bodies of governments.
    (
        None,
        "亘理町と山元町は令和6年6月3日、水道の協定を締結(宮城)",
        ["agreement 亘理町+山元町 2024-06-03"],
    ),
    (
        "上田市",
        "広域避難に関する協定\n\n協定締結日\n平成31年2月4日\n協定締結者\n松本市\n(立会人)長野県、新潟県",
        ["agreement 上田市+松本市+*長野県+*新潟県 2019-02-04"],
    ),
    (
        None,
        "令和3年5月7日、特別区長会と長野県町村会は連携協定を締結した。",
        ["agreement 特別区長会+長野県町村会 2021-05-07"],
    ),
    # The title names them; the meeting was told of before.
    (
        "宮城県",
        "令和元年9月4日、吉林省で交流会議を開きました。この会議では、知事と省長、道知事が力を合わせると決め、"
        "「第3回吉林省・宮城県・京畿道交流会議覚書」に署名しました。",
        ["memorandum 吉林省+宮城県+京畿道 2019-09-04"],
    ),
    # Those who stand by in a signature; an address between its lines; an organ of a city abroad.
    (
        None,
        "姉妹都市提携に関する協定書\n\nこの約束の証として、協定書を交換する。\n\n平成23年6月1日\n\n"
        "青森県弘前市本通一丁目1番地\n弘前市長\n\n白石市長\n\n立会人 弘前市議会議長\n\n立会人 白石市議会議長",
        ["sister_city 弘前市+白石市+*弘前市議会+*白石市議会 2011-06-01"],
    ),
    (
        "愛媛県",
        "愛媛県とカントー市との友好交流に関する議定書\n\n愛媛県とカントー市は、次のことに合意する。\n\n"
        "2012年6月5日\n\n日本国 愛媛県知事 港 一郎\n\nベトナム カントー市人民委員会委員長 グエン",
        ["agreement 愛媛県+カントー市 2012-06-05"],
    ),
    # One to one, as the text says.
    (
        "津幡町",
        "平成29年3月21日、金沢市と近隣3市町(白山市、かほく市、津幡町)の首長が集まり、金沢市と、"
        "それぞれ1対1の連携協約を締結しました。",
        [
            "compact 金沢市+白山市 2017-03-21",
            "compact 金沢市+かほく市 2017-03-21",
            "compact 金沢市+津幡町 2017-03-21",
        ],
    ),
    (
        None,
        "平成30年2月5日、3市町(盛岡市、滝沢市、矢巾町)による連携協約締結式が開かれました。連携協約は、1対1で締結します。",
        ["compact 盛岡市+滝沢市 2018-02-05", "compact 盛岡市+矢巾町 2018-02-05"],
    ),
    # A village abroad that no table has; the day of the page is not that of signing.
    (
        None,
        "平成30年5月12日、小川村とモン・フルール村が姉妹都市協定を締結しました。",
        ["sister_city 小川村+モン・フルール村 2018-05-12"],
    ),
    (
        None,
        "見守り活動に関する協定書の締結について\n\n2019年06月04日更新\n\n石川県と小松市は「見守り活動に関する協定書」を締結しました。",
        ["agreement 石川県+小松市 -"],
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
        "1991年5月に山古志村と広神村が友好村の協定を結び、2006年8月2日には長岡市と魚沼市が友好都市協定を結んだ。",
        ["sister_city 山古志村+広神村 1991-05", "sister_city 長岡市+魚沼市 2006-08-02"],
    ),
]

# No agreement that the text reports, on a page of 新潟市.
IGNORED = [
    "長岡市、三条市、燕市などとは、協定の見直しを進めます。",
    "Sister Cities\n\nDubbo, Australia\nThe zoo signed an animal exchange agreement in 1993.",
    "議員研修会\n\n長岡市議会の議長を講師に迎えました。長岡市議会は大学と協定を結んでいます。",
    "式典では、両市が今後も交流を深めることを誓いました。\n\n令和5年10月1日\n\n"
    "出席者\n新潟市長 港 一郎\n長岡市長 岬 花子",
    "山梨県の6市町と水防に関する協定を締結しました。",
    "長岡市長が派遣され、三条市と燕市の協定の調印に立ち会った。",
    "新潟市と株式会社みなとは、令和3年6月1日に開発行為の事前協議書を取り交わした。",
    "長岡市で署名した遺産分割協議書を添えてください。",
    "Sister Cities\n\nCoimbra, Portugal\nA student exchange program with our sister city was established in 2001.",
    "Sister Cities\n\nCoimbra, Portugal\nThe town was established on May 9, 1998. Date of affiliation: unknown",
    "Parks\n\nCoimbra Park, Toyama\nSigned on May 3, 2001",
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
    """市は、高岡市、射水市の二市と: the third is not named, and nobody knows which it is."""
    text = "市は令和3年4月6日、高岡市、射水市の二市と、広域の連携協定を締結しました。"
    assert records(text, None) == []


@pytest.mark.parametrize("text", IGNORED, ids=[text[:24] for text in IGNORED])
def test_ignored(text: str) -> None:
    assert [told(record) for record in records(text, Publisher(name="新潟市"))] == []
