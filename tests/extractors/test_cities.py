"""Places in running text, lists and tables: what is one, which one it is, and what only looks like one."""

import pytest

from extractors.context import Context
from extractors.document import Document
from extractors.places.finder import find_cities
from extractors.places.gazetteer import named
from extractors.places.tables import Municipality, municipalities
from extractors.readers.plain import structured
from extractors.records import CityRecord, Publisher


def read(text: str, publisher: Publisher | None = None) -> list[CityRecord]:
    return find_cities(structured(text, Context(publisher=publisher)))


def values(text: str, passage: str) -> list[str]:
    """Code, or country and name, of the records whose passage this is."""
    return [city.code or f"{city.country} {city.name}" for city in read(text) if city.text == passage]


DOMESTIC = [
    # (text, passage, code)
    ("富山市は松山市と話し合った。", "富山市", "162019"),
    ("北広島市の職員が広島市を訪れた。", "北広島市", "012343"),  # 広島市 inside it is none
    ("北広島市の職員が広島市を訪れた。", "広島市", "341002"),
    ("大津市から津市へ使節を送った。", "津市", "242012"),
    ("埼玉県さいたま市で開いた。", "さいたま市", "111007"),
    ("埼玉県さいたま市で開いた。", "埼玉県", "110001"),
    ("広島県府中市の工場を見学した。", "府中市", "342084"),
    ("東京都府中市の公園を見学した。", "府中市", "132063"),
    ("府中市(広島県)から来訪があった。", "府中市", "342084"),
    ("府中市（東京都）から来訪があった。", "府中市", "132063"),
    ("北海道中川郡池田町の酒造を訪ねた。", "池田町", "016446"),
    ("福井県 今立郡 池田町", "池田町", "183822"),
    ("今立郡池田町の米", "池田町", "183822"),
    ("富山県中新川郡上市町で植樹した。", "上市町", "163228"),  # no 郡上市
    ("名古屋市港区の埠頭", "港区", "231118"),
    ("東京都港区の埠頭", "港区", "131032"),
    ("神戸市の中央区で催した。", "中央区", "281107"),
    ("板橋区と墨田区は会員である。", "板橋区", "131199"),
    ("浜松市浜名区の湖畔", "浜名区", "221392"),
    ("さいたま市長が出席した。", "さいたま市", "111007"),
    ("東京都知事の挨拶", "東京都", "130001"),
    ("富山市民の足となる電車", "富山市", "162019"),
    ("長野県立図書館の蔵書", "長野県", "200000"),
    ("茅ケ崎市の海岸", "茅ケ崎市", "142077"),
    ("茅ヶ崎市の海岸", "茅ヶ崎市", "142077"),
    ("山梨県南アルプス市の林道", "南アルプス市", "192082"),
    ("ニセコ町の雪", "ニセコ町", "013951"),
    ("高知県いの町の紙", "いの町", "393860"),
    ("緑の多いみどり市を歩く", "みどり市", "102121"),
    ("会員市は、つくば市、つくばみらい市、いすみ市である。", "つくばみらい市", "082350"),
    ("四国中央市の紙、中央市の桃", "四国中央市", "382132"),
    ("現長野市長が前富山市長と会う。", "長野市", "202011"),
    ("主催:川崎市", "川崎市", "141305"),
    ("締結先：兵庫県神戸市、共催／大阪府", "神戸市", "281000"),
    ("Ｇ７富山会合は富山市で開かれた。", "富山市", "162019"),
    ("会議の場所はさい\nたま市の庁舎である。", "さい\nたま市", "111007"),
    ("環境局が所管する会議には松山\n市も参加した。", "松山\n市", "382019"),
    ("水を守る仙台 市の歩みを記した。", "仙台 市", "041009"),
    ("**松本** 市も後援した。", "松本** 市", "202029"),
    ("門川京都市長と小池東京都知事", "京都市", "261009"),
    ("埼玉県の熊谷市長が訪れた。", "熊谷市", "112020"),
    ("勝山市長、大野市長、鯖江市長が署名した。", "大野市", "182052"),
    ("小林市の花。小林市長の挨拶。", "小林市", "452050"),
    ("新潟市長と長岡市長が、平成の末に結んだ。", "新潟市", "151009"),
    ("福井市長、坂井市長および大野市長", "坂井市", "182109"),
    ("八尾市とうきは市が結んだ。", "うきは市", "402257"),
    ("大阪府堺市長と大阪市長", "大阪市", "271004"),
    ("富士吉田市長と富士市長", "富士市", "222101"),
    ("山口市長 伊藤 和貴\n宇部市長 篠﨑 圭二", "山口市", "352039"),
    ("鳥取県智頭町・島根県海士町", "海士町", "325252"),
    ("東京都大島町", "大島町", "133612"),
    ("大島町（東京都）の椿", "大島町", "133612"),
    ("熊本県の益城町、御船町、美里町", "美里町", "433489"),
    ("Mayor | Kobe, Japan", "Kobe", "281000"),
    ("The City of Kitakyushu hosted it.", "Kitakyushu", "401005"),
    ("Toyama City joined.", "Toyama", "162019"),
]

SHORT = [
    # (text, passage, code): the municipality by its stem
    ("松山市を訪ねた。松山では会議を開いた。", "松山", "382019"),
    ("松山市を訪ねた。\n\n松山4 松山2", "松山", "382019"),
    ("川崎・横浜両市が主催する。", "川崎", "141305"),
    ("川崎・横浜両市が主催する。", "横浜", "141003"),
    ("北九州、京都の各市が報告した。", "京都", "261009"),
    ("長岡、上越及び三条の3市", "三条", "152048"),
    ("三重と愛知の両県", "愛知", "230006"),
    ("東京、埼玉、千葉、神奈川の1都3県", "埼玉", "110001"),
    ("名古屋市と津、四日市の両市", "津", "242012"),
    ("札幌で開催された大会", "札幌", "011002"),
    ("東京で開かれた会合", "東京", "130001"),
]

ABROAD = [
    # (text, passage, country and name)
    ("インドネシア共和国バリ州タバナン県の水田", "タバナン県", "ID タバナン県"),
    ("インドネシア共和国バリ州タバナン県の水田", "バリ州", "ID バリ州"),
    ("スマラン市(インドネシア共和国)のバス", "スマラン市", "ID スマラン市"),
    ("スマラン市（中部ジャワ州）のバス", "中部ジャワ州", "ID 中部ジャワ州"),
    ("カナダ・モントリオール市で開く", "モントリオール市", "CA モントリオール市"),
    ("(スウェーデン・マルメ市)", "マルメ市", "SE マルメ市"),
    ("米国カリフォルニア州の長官", "カリフォルニア州", "US カリフォルニア州"),
    ("スイス-ベルン市長、ドイツ-マールブルク郡長", "マールブルク郡", "DE マールブルク郡"),
    ("マレーシア国クアラルンプール市", "クアラルンプール市", "MY クアラルンプール市"),
    ("マレーシアのペナン市長とクチン北市長", "クチン北市", "MY クチン北市"),
    ("チリ共和国サンティアゴ市プロビデンシア区", "プロビデンシア区", "CL プロビデンシア区"),
    ("チリ共和国サンティアゴ市プロビデンシア区", "サンティアゴ市", "CL サンティアゴ市"),
    ("フィリピン共和国セブ島のマンダウエ市", "マンダウエ市", "PH マンダウエ市"),
    ("英国・リーズで開かれた会議", "リーズ", "GB リーズ"),
    ("首都タリンで開かれた会議", "タリン", "EE タリン"),
    ("オランダ・ハーグにおける裁判", "ハーグ", "NL ハーグ"),
    ("アラブ首長国連邦のドバイを視察した", "ドバイ", "AE ドバイ"),
    ("中華人民共和国江蘇省蘇州市と結んだ", "蘇州市", "CN 蘇州市"),
    ("中国浙江省義烏市の市場", "義烏市", "CN 義烏市"),
    ("韓国の全羅北道全州市", "全羅北道", "KR 全羅北道"),
    ("大韓民国京畿道水原市", "水原市", "KR 水原市"),
    ("中国・威海市（ウエハイ市）の港", "ウエハイ市", "CN 威海市"),
    ("ソウル特別市の公園", "ソウル特別市", "KR ソウル特別市"),
    ("釜山広域市と福岡市", "釜山広域市", "KR 釜山広域市"),
    ("台湾・花蓮県の山", "花蓮県", "TW 花蓮県"),
    ("桃園市が主催した", "桃園市", "TW 桃園市"),
    ("長春市が選ばれた", "長春市", "CN 長春市"),
    ("中国・廊坊で調印", "廊坊", "CN 廊坊"),
    ("ベトナム国クアンニン省ハロン市", "クアンニン省", "VN クアンニン省"),
    ("タイ王国ラヨン県とバンコク都", "バンコク都", "TH バンコク都"),
    ("カンボジア国プノンペン都", "プノンペン都", "KH プノンペン都"),
    ("ジャカルタ首都特別州の知事", "ジャカルタ首都特別州", "ID ジャカルタ首都特別州"),
    ("内モンゴル自治区フフホト市", "フフホト市", "CN フフホト市"),
    ("オーストラリアのビクトリア州メルボルン市", "ビクトリア州", "AU ビクトリア州"),
    ("ドイツ・ノルトライン＝ヴェストファーレン州ボン市", "ボン市", "DE ボン市"),
    ("ジョージア州アトランタ市とジョージア国トビリシ市", "トビリシ市", "GE トビリシ市"),
    ("マレーシア・ペナン州セベランプライ市", "セベランプライ市", "MY セベランプライ市"),
    ("パラオ共和国コロール州", "コロール州", "PW コロール州"),
    ("トルコ共和国ベイオウル区", "ベイオウル区", "TR ベイオウル区"),
    ("フランス エクス＝アン＝プロヴァンス", "エクス＝アン＝プロヴァンス", "FR エクス＝アン＝プロヴァンス"),
    ("プマタン・シアンタル市（北スマトラ州）", "プマタン・シアンタル市", "ID プマタン・シアンタル市"),
    ("イスラエルのテルアビブ・ヤフォ市", "テルアビブ・ヤフォ市", "IL テルアビブ・ヤフォ市"),
    ("講演「クリーンエア・ハノイ市をめざす」", "ハノイ市", "VN ハノイ市"),
    ("ハミルトン市（ニュージーランド）", "ハミルトン市", "NZ ハミルトン市"),
    ("南アフリカ・ダーバン市長", "ダーバン市", "ZA ダーバン市"),
    ("カナダのハミルトン市", "ハミルトン市", "CA ハミルトン市"),
    ("米国\n\nリッチモンド市\n\n昭和の末に結んだ。", "リッチモンド市", "US リッチモンド市"),
    ("クアラルン\nプール市の職員", "クアラルン\nプール市", "MY クアラルンプール市"),
    ("インドネシアのスマラン市。スマランでは雨だった。", "スマラン", "ID スマラン市"),
    ("ニューヨークで開催された総会", "ニューヨーク", "US ニューヨーク"),
    ("Governor | Busan, South Korea", "Busan", "KR Busan"),
    ("Pittsburgh, USAからピッツバーグ市長が来た。", "Pittsburgh", "US ピッツバーグ市"),
    ("Deputy Mayor\n| New\nTaipei Clean Air", "New\nTaipei", "TW New Taipei"),
    ("Deputy Mayor | Kaohsiung", "Kaohsiung", "TW Kaohsiung"),
    ("Portland, Oregon, USA", "Portland", "US Portland"),
    ("National Capital Territory of Delhi, India", "National Capital Territory of Delhi",
     "IN National Capital Territory of Delhi"),
]  # fmt: skip

FOUND = [*DOMESTIC, *SHORT, *ABROAD]


@pytest.mark.parametrize(("text", "passage", "value"), FOUND)
def test_a_place_is_found(text: str, passage: str, value: str) -> None:
    assert value in values(text, passage)


IGNORED = [
    # (text, what no record may touch)
    ("東京都市大学の学生", "東京都"),
    ("東京都市部の公園、東京都心の道", "東京都"),
    ("京都市立芸術大学と横浜市立大学、名古屋市立大学", "市"),
    ("横浜国立大学の教授", "横浜"),
    ("北海道大学、北海道電力、北海道新聞、北海道銀行", "北海道"),
    ("長野県立大学の研究", "長野県"),
    ("株式会社富山市ガスの工場", "富山市"),
    ("一般財団法人さいたま市緑の会", "さいたま市"),
    ("富山市総合計画を改定した。", "富山市"),
    ("川崎市脱炭素戦略に基づき", "川崎市"),
    ("横浜市環境ビジョンの目標", "横浜市"),
    ("東京都環境確保条例の施行", "東京都"),
    ("京都議定書の約束", "京都"),
    ("パリ協定と京都議定書", "パリ"),
    ("愛知目標の達成", "愛知"),
    ("名古屋議定書を批准した。", "名古屋"),
    ("仙台防災枠組に沿う。", "仙台"),
    ("モントリオール宣言を採択した。", "モントリオール"),
    ("モントリオール行動計画の概要", "モントリオール"),
    ("ミラノ・プロセスとミラノ宣言", "ミラノ"),
    ("バンコク宣言、グラスゴー気候合意", "グラスゴー"),
    ("バーゼル条約、ストックホルム条約、ラムサール条約", "条約"),
    ("ダーバン・プラットフォーム", "ダーバン"),
    ("G7広島サミットと大阪・関西万博", "広島"),
    ("東京オリンピック、横浜マラソン", "横浜"),
    ("松山市に着いた。松山空港、松山大学、松山駅", "松山空港"),
    ("松山市に着いた。松山さんが迎えた。", "松山さん"),
    ("松山市に着いた。松山教授の話。", "松山教授"),
    ("松山市に着いた。松山英樹の話。", "松山英"),
    ("イクレイ日本の理事長", "日本"),
    ("さいたま市の清水市長が出た。", "清水"),
    ("清水勇人市長が述べた。清水市長は帰った。", "清水"),
    ("札幌市長 上田文雄。上田市長の話。", "上田"),
    ("藤沢市の佐藤光市長", "光市"),
    ("横浜市 林市長が登壇した。", "林"),
    ("富山市は動いた。小林市長は語った。", "小林"),
    ("ハノイ市のグエン市長とチャン市長", "グエン"),
    ("パリのイダルゴ市長が語った。", "イダルゴ"),
    ("ヤン・ファン・デル・ホルスト会長", "ヤン"),
    ("フランク・ミラー会長", "フランク"),
    ("リー・シェンロン首相", "リー"),
    ("オースティン教授とリンカーン氏", "オースティン"),
    ("両市は、本市は、同市は、市は", "市"),
    ("市町村、都道府県、市区町村、政令市、中核市", "市"),
    ("指定都市、環境モデル都市、未来都市", "市"),
    ("見本市、朝市、中央卸売市場、四日市場", "市"),
    ("中央市場と観光市場", "中央市"),
    ("県央、県北、県民、県内、各県", "県"),
    ("地区、学区、区域、区間、区分", "区"),
    ("港区間を走る北区域の船", "区"),
    ("町内会、町並み、町長、村民", "町"),
    ("富山市新桜町7番38号", "新桜町"),
    ("横浜市中区本町6丁目", "本町"),
    ("昭和町2丁目の角", "昭和町"),
    ("A市、B町、X村、〇〇市、○○県", "市"),
    ("デジタル市場とグローバル市況", "市"),
    ("モデル市、パートナー市、メンバー市", "市"),
    ("ゼロカーボン市区町村協議会", "ゼロカーボン"),
    ("フェアトレード市、ホストタウン市", "市"),
    ("エネルギー省、デジタル省", "省"),
    ("エリア区分、バス区間、サービス区域", "区"),
    ("オリンピック村、アート村、エコ村", "村"),
    ("サステナブルシティ、スマートシティ", "シティ"),
    ("プトラハイツ地区とマリーナ地区", "プトラハイツ"),
    ("バリ島、ジャワ島、ミンダナオ島", "ジャワ"),
    ("中国地方整備局、中国電力、中国四国地方", "中国"),
    ("インドネシア共和国、マレーシア、英国", "インドネシア"),
    ("アジア州、ヨーロッパ市民", "ヨーロッパ"),
    ("オーストラリア州政府", "オーストラリア"),
    ("カリフォルニア大学、北京大学、ソウル大学校", "大学"),
    ("カリフォルニア州立大学の研究", "カリフォルニア"),
    ("福岡空港、広島カープ、千葉大学、青森銀行", "広島"),
    ("川崎重工業の工場、秋田新幹線、仙台駅", "川崎"),
    ("ロンドンスタジアム", "ロンドン"),
    ("在上海日本国総領事館", "日本"),
    ("ゴムの輸入、イカの漁、コーチの派遣", "イカ"),
    ("ライデンフロスト効果、ヨーク調", "ライデン"),
    ("北京国際フォーラム", "北京"),
    ("清水市長、中村市長、川内市長", "市"),
    ("大野さん、上田氏、福島部長", "福島"),
    ("Paris Agreement, Kyoto Protocol", "Paris"),
    ("ICLEI, Japan; IGES, Japan", "IGES"),
    ("Mayors Summit, Smart City", "Smart"),
    ("Global Covenant of Mayors for Climate", "Climate"),
    ("電話048-829-1457 ファックス", "048"),
    ("", ""),
    ("市", "市"),
    ("ー・ー市・州", "市"),
]


@pytest.mark.parametrize(("text", "passage"), IGNORED)
def test_what_only_looks_like_a_place_is_passed_over(text: str, passage: str) -> None:
    spots = [at for at in range(len(text)) if passage and text.startswith(passage, at)]
    touching = [city.text for city in read(text) for at in spots if city.start < at + len(passage) and at < city.end]
    # The municipality that a row names on purpose stands elsewhere in it.
    assert [name for name in touching if name not in {"富山市", "松山市"} or passage == "富山市"] == []


AMBIGUOUS = [
    # (text, passage, prefectures or countries of its candidates)
    ("府中市の取組", "府中市", ["東京都", "広島県"]),
    ("伊達市の取組", "伊達市", ["北海道", "福島県"]),
    ("池田町の取組", "池田町", ["北海道", "福井県", "長野県", "岐阜県"]),
    ("広島県府中市と東京都府中市。府中市長が集う。", "府中市", ["東京都", "広島県"]),
    ("鶴見区の祭り", "鶴見区", ["神奈川県", "大阪府"]),
]


@pytest.mark.parametrize(("text", "passage", "prefectures"), AMBIGUOUS)
def test_what_nothing_decides_stays_open(text: str, passage: str, prefectures: list[str]) -> None:
    city = [city for city in read(text) if city.text == passage][-1]
    assert city.code is None
    assert [place.prefecture for place in city.candidates] == prefectures
    assert city.confidence <= 0.5


DECIDED = [
    # (text, publisher, passage, code)
    ("府中市の取組", Publisher(name="府中市", code="342084"), "府中市", "342084"),
    ("府中市と結んだ。", Publisher(name="広島県", code="340006"), "府中市", "342084"),
    ("府中市と結んだ。", Publisher(name="調布市", code="132080"), "府中市", "132063"),
    ("鶴見区の祭り", Publisher(name="横浜市", code="141003"), "鶴見区", "141011"),
    ("横浜市の鶴見区の祭り。鶴見区の人", None, "鶴見区", "141011"),
    ("大阪市の催し。会場は鶴見区", None, "鶴見区", "271241"),
    ("広島県府中市と結んだ。府中市の職員", None, "府中市", "342084"),
    ("福山市、府中市、神石高原町", None, "府中市", "342084"),
    ("調布市、三鷹市、府中市", None, "府中市", "132063"),
]


@pytest.mark.parametrize(("text", "publisher", "passage", "code"), DECIDED)
def test_namesakes_are_decided_by_what_stands_around(
    text: str, publisher: Publisher | None, passage: str, code: str
) -> None:
    assert [city.code for city in read(text, publisher) if city.text == passage][-1] == code


def test_a_record_says_all_about_its_place() -> None:
    (city,) = [city for city in read("愛知県名古屋市港区で開いた。") if city.level == "ward"]
    assert (city.name, city.text, city.prefecture, city.country) == ("名古屋市港区", "港区", "愛知県", "JP")
    assert (city.latitude, city.longitude) == pytest.approx((35.1, 136.9), abs=0.1)
    assert (city.start, city.end, city.extractor) == (7, 9, "cities/4")


def test_a_place_abroad_has_the_identity_of_the_tables_or_none() -> None:
    known, unknown = read("カナダ・モントリオール市とチリ国ホゲラ区")
    assert (known.geonames, known.level, known.confidence > 0.95) == (6077243, "city", True)
    assert (unknown.geonames, unknown.level, unknown.country) == (None, "district", "CL")
    assert unknown.latitude is None


NAMESAKES_ABROAD = [
    # (text, GeoNames ids of its records with that name, in the order of the text)
    ("メイン州ポートランド市とオレゴン州ポートランド市", "ポートランド市", [4975802, 5746545]),
    ("コロンバス市（米国ジョージア州）。コロンバス市の川", "コロンバス市", [4188985, 4188985]),
    ("米国オハイオ州コロンバス市", "コロンバス市", [4509177]),
    ("米国ハワイ州コロンバス市", "コロンバス市", [None]),  # none there, so none of the others
    ("チリのサンティアゴ市", "サンティアゴ市", [3871336]),
    ("キューバのサンティアゴ市", "サンティアゴ市", [None]),  # the tables have it as Santiago de Cuba
]


@pytest.mark.parametrize(("text", "name", "identifiers"), NAMESAKES_ABROAD)
def test_namesakes_abroad_are_decided_by_state_and_country(text: str, name: str, identifiers: list[int | None]) -> None:
    assert [city.geonames for city in read(text) if city.name == name] == identifiers


def test_every_mention_bears_the_fullest_name() -> None:
    text = "マレーシアの首都クアラルンプールへ飛んだ。クアラルンプール市長が迎えた。"
    assert {city.name for city in read(text)} == {"クアラルンプール市"}


def test_the_country_of_the_heading_counts() -> None:
    text = "国際連携\n\nインドネシア共和国\n\nレボン県では水力を支える。\n\nマレーシア\n\nハミルトン市の話。\n"
    assert values(text, "レボン県") == ["ID レボン県"]


def test_a_name_that_no_table_knows_needs_its_country() -> None:
    cities = read("ホゲラパ市の代表が来た。")
    assert all(city.country is None and city.confidence < 0.5 for city in cities)


SENTENCES = (
    "本日、{}と覚書を交わした。",
    "{}は、環境の取組を進める。",
    "佐渡市、{}及び奈良県の職員",
    "| 1 | {} | 平成20年4月1日 |",
    "主催は{}です。",
    "{}長が署名した。",
    "1　{}内の学校における取組\n",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_local_government_is_found_by_its_name_alone(sentence: str) -> None:
    ours = [one for one in municipalities() if len(named(one.full_name)) == 1]
    missed = [one.full_name for one in ours if one.code not in codes(sentence.format(one.full_name))]
    assert (len(ours), missed) == (1903, [])


@pytest.mark.parametrize("sentence", ["本日、{}と覚書を交わした。", "| {} | 平成20年4月1日 |", "締結先：{}（{}長）"])
def test_every_local_government_is_found_with_its_prefecture(sentence: str) -> None:
    missed = [one for one in municipalities() if one.code not in codes(sentence.format(address(one), one.name))]
    # 泊村 is two villages of 北海道; the one off its coast belongs to no district that would tell.
    assert [one.code for one in missed] == ["016969"]


@pytest.mark.parametrize("separator", ["、", "・", "\n"])
def test_a_list_of_all_of_a_prefecture_decides_its_namesakes(separator: str) -> None:
    for prefecture in (one for one in municipalities() if one.level == "prefecture"):
        ours = [one for one in municipalities() if one.prefecture == prefecture.name and not one.parent.endswith("市")]
        found = codes("会員は" + separator.join(one.name for one in ours) + "である。")
        assert found - {None} == {one.code for one in ours if one.name != "泊村"}


def codes(text: str) -> set[str | None]:
    document = Document(id="d", text=text, media_type="text/plain", sha256="")
    return {city.code for city in find_cities(document)}


def address(one: Municipality) -> str:
    return one.prefecture + one.parent + one.name


def test_characters_that_are_none_do_no_harm() -> None:
    (city,) = read("\ud800富山市\udfff\ufffe")
    assert (city.start, city.end, city.code) == (1, 4, "162019")


REPEATED = [
    # (piece of a text without end, records a piece): a rule that looks back over all of it would take minutes
    ("さいたま市長、", 1),
    ("旧大宮市、", 1),
    ("バリ州(", 1),
    ("北区", 1),
    ("、東町", 0),
    ("ア・", 0),
    ("A, Japan ", 0),
    ("市長 清水 ", 0),
    ("川崎・", 0),
    ("の3市", 0),
    ("カナダ", 0),
]


@pytest.mark.parametrize(("piece", "records"), REPEATED)
def test_a_text_without_end_is_read(piece: str, records: int) -> None:
    document = Document(id="d", text=piece * 5_000, media_type="text/plain", sha256="")
    assert len(find_cities(document)) == records * 5_000
