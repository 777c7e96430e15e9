"""Traps of place names, one a row: what is meant although it looks otherwise, what is not, and what stays open."""

import pytest

from extractors.context import Context
from extractors.places.finder import find_cities
from extractors.readers.plain import structured
from extractors.records import CityRecord, Publisher


def read(text: str, publisher: Publisher | None = None, published: str | None = None) -> list[CityRecord]:
    return find_cities(structured(text, Context(publisher=publisher, published=published)))


PAST = [
    # (text, passage, code that ended)
    ("旧大宮市の区域に含まれる。", "大宮市", "112054"),
    ("静岡県清水市の港で始まった。", "清水市", "222046"),
    ("昭和44年に清水市と提携した。", "清水市", "222046"),
    ("平成2年、清水市長が訪れた。", "清水市", "222046"),
    ("庵原郡由比町の街道", "由比町", "223832"),
    ("静岡市（旧由比町、蒲原町）の海沿い", "蒲原町", "223824"),
    ("浦和市、大宮市、与野市が合併した。", "与野市", "112208"),
    ("浦和・大宮・与野の3市が合併した。", "浦和", "112046"),
    ("旧上福岡市の公民館", "上福岡市", "112364"),  # holds 福岡市
    ("昭和60年に新津市と結んだ。", "新津市", "152072"),  # holds 津市
    ("川内市（現薩摩川内市）の駅", "川内市", "462021"),
    ("岩槻市が編入された。", "岩槻市", "112135"),
    ("富山市旧山田村地域の雪", "山田村", "163635"),
    ("茨城県鹿島郡大野村の役場", "大野村", "084042"),  # others bear the name today
    ("浜松市中区の庁舎", "中区", "221317"),  # until 2023
    ("浜松市浜北区の庁舎", "浜北区", "221368"),
    ("新潟県古志郡山古志村の牛", "山古志村", "154211"),
    ("旧鳩ケ谷市との合併", "鳩ケ谷市", "112267"),
    ("富山市は、旧大山町と旧八尾町を含む。", "大山町", "163023"),  # 大山町 is of 鳥取県 today
    ("岐阜県郡上市（旧白鳥町、旧美並村）", "美並村", "214850"),
    ("上福岡市の川べり", "上福岡市", "112364"),  # a 市 is no other word
]


@pytest.mark.parametrize(("text", "passage", "code"), PAST)
def test_a_former_municipality_is_found_in_its_time(text: str, passage: str, code: str) -> None:
    assert [city.code for city in read(text) if city.text == passage] == [code]


@pytest.mark.parametrize(("published", "found"), [("1999-05-01", ["222046"]), ("2021-05-01", [])])
def test_the_day_of_the_page_tells_a_city_from_a_person(published: str, found: list[str]) -> None:
    text = "会議の後、清水市長に話を聞いた。"
    assert [city.code for city in read(text, published=published)] == found


PRESENT = [
    # (text, passage, code)
    ("塩釜市の港", "塩釜市", "042030"),  # written 塩竈市
    ("龍ヶ崎市の竜ケ崎線", "龍ヶ崎市", "082082"),
    ("鯵ヶ沢町の海岸", "鯵ヶ沢町", "023213"),
    ("檮原町の林業", "檮原町", "394050"),
    ("桧原村の滝", "桧原村", "133078"),
    ("関ヶ原町の古戦場", "関ヶ原町", "213624"),
    ("横浜市・川崎市・相模原市の3市", "相模原市", "141500"),
    ("横浜、川崎、相模原の3政令市", "相模原", "141500"),
    ("高松、松山、高知の各中核市", "高松", "372013"),
    ("千代田、中央、港の3区", "中央", "131024"),  # of Tokyo, as its list is
    ("愛知・岐阜・三重の東海三県", "岐阜", "210005"),
    ("鳥取、島根の両県", "島根", "320005"),
    ("酒田市、鶴岡市及び庄内町", "庄内町", "064289"),
    ("会津若松市（福島県）", "会津若松市", "072028"),
    ("北海道札幌市青森県青森市", "青森市", "022012"),
    ("町村会長は東川町長である。", "東川町", "014583"),
    ("糸魚川市長が立ち会った。", "糸魚川市", "152161"),
    ("いちき串木野市、南さつま市", "南さつま市", "462209"),
    ("青森県横浜町の風車", "横浜町", "024066"),
    ("福島県伊達市の桃", "伊達市", "072133"),
    ("八幡平市と安比高原", "八幡平市", "032140"),
    ("中津市から中津川市へ", "中津市", "442038"),
    ("東海市と東海村", "東海村", "083411"),
    ("十日町市の雪まつり", "十日町市", "152102"),
    ("四日市市の港", "四日市市", "242021"),
    ("市川市長と市原市長", "市原市", "122190"),
    ("大町市と町田市", "町田市", "132098"),
    ("村山市と村上市", "村上市", "152129"),
    ("府中町（広島県）の工場", "府中町", "343021"),
    ("京都府京都市", "京都市", "261009"),
    ("東京都府中市", "府中市", "132063"),
    ("大阪府大阪市北区", "北区", "271276"),
    ("神戸市北区の山", "北区", "281093"),
    ("Hiroshima Prefecture joined.", "Hiroshima", "340006"),
    ("The City of Hiroshima joined.", "Hiroshima", "341002"),
    ("Tokyo Metropolitan Government", "Tokyo", "130001"),
    ("Toyama (Japan)", "Toyama", "162019"),
    ("Shimokawa Town", "Shimokawa", "014681"),
]


@pytest.mark.parametrize(("text", "passage", "code"), PRESENT)
def test_a_local_government_is_found(text: str, passage: str, code: str) -> None:
    assert code in [city.code for city in read(text) if city.text == passage]


ABROAD = [
    # (text, passage, country, level)
    ("台湾高雄市鼓山区の学校", "鼓山区", "TW", "district"),
    ("台湾彰化県鹿港鎮の寺", "鹿港鎮", "TW", "town"),
    ("中国吉林省延辺朝鮮族自治州", "延辺朝鮮族自治州", "CN", "state"),
    ("ソウル特別市江南区の企業", "江南区", "KR", "district"),  # no ward of 新潟市
    ("大韓民国忠清南道舒川郡", "舒川郡", "KR", "county"),
    ("ラオス国ビエンチャン都の水道", "ビエンチャン都", "LA", "state"),
    ("パナマ共和国パナマ市", "パナマ市", "PA", "city"),
    ("メキシコ合衆国メキシコ州テスココ市", "メキシコ州", "MX", "state"),
    ("ベトナム国ハノイ市ロンビエン区、ホアンキエム区", "ホアンキエム区", "VN", "district"),  # in a row
    ("フィリピン国南イロコス州ビガン市", "南イロコス州", "PH", "state"),
    ("カナダ・アルバータ\n州エドモントン市に学ぶ", "アルバータ\n州", "CA", "state"),
    ("姉妹都市\nカムローズ市\tカナダ\nノーマル市\t米国\n", "カムローズ市", "CA", "city"),  # of its row
    ("ルツェルン市【スイス】とマヌカウ市＜ニュージーランド＞", "マヌカウ市", "NZ", "city"),
    ("インド・デリー準州の政府", "デリー準州", "IN", "state"),
    ("モンゴル国オルホン県とボルガン県", "ボルガン県", "MN", "county"),
    ("米国ハワイ州マウイ郡", "マウイ郡", "US", "county"),
    ("アブダビ首長国の使節", "アブダビ首長国", "AE", "state"),
    ("Yangon, Myanmar", "Yangon", "MM", "city"),
    ("State of Hawaii, USA", "Hawaii", "US", "state"),
    ("Davao City, Philippines", "Davao", "PH", "city"),
    ("MoU between Kitakyushu City and Davao City, Philippines", "Davao", "PH", "city"),
    ("Semarang (Indonesia)", "Semarang", "ID", "city"),
]


@pytest.mark.parametrize(("text", "passage", "country", "level"), ABROAD)
def test_a_place_abroad_is_found(text: str, passage: str, country: str, level: str) -> None:
    assert (country, level) in [(city.country, city.level) for city in read(text) if city.text == passage]


IGNORED = [
    # (text, what no record may touch)
    ("令和3年、清水市長は語った。", "清水"),  # a person: 清水市 ended in 2003
    ("石川市議会議員の質問", "石川"),
    ("由比町の海を見た。", "由比町"),  # a quarter as soon as the town of 2008
    ("栄町、旭ヶ丘町、本町の商店街", "栄町"),  # in a row with quarters
    ("太子町内会の祭り", "太子町"),
    ("福井市長 東村 新一", "東村"),
    ("座長 大野村 太郎", "大野村"),
    ("COP28ドバイの合意", "ドバイ"),
    ("TICAD8チュニスの宣言", "チュニス"),
    ("G20大阪サミットの宣言", "大阪"),
    ("グラスゴー気候合意とカンクン合意", "グラスゴー"),
    ("昆明・モントリオール生物多様性枠組", "モントリオール"),
    ("ヘルシンキ宣言とオタワ憲章", "オタワ"),
    ("リオ宣言とマドリード・プロトコル", "マドリード"),
    ("北九州イニシアティブの成果", "北九州"),
    ("富山物質循環フレームワーク", "富山"),
    ("横浜ゴム株式会社と川崎汽船株式会社", "横浜"),
    ("常陽銀行、山梨中央銀行、百五銀行", "山梨"),
    ("名古屋鉄道、長野電鉄、広島電鉄", "長野"),
    ("札幌ドーム、神戸空港、福岡タワー", "福岡"),
    ("広島カープ、鹿島アントラーズ、清水エスパルス", "清水"),
    ("福岡 孝則（大学教授）", "福岡"),
    ("長野 秀則委員、宮崎 達雄委員", "宮崎"),
    ("千葉商科大学の千葉恵美子氏", "千葉"),
    ("三和銀行、大和証券、朝日新聞", "大和"),
    ("西条柿、松阪牛、神戸ビーフ", "神戸"),
    ("県道、市道、町道、村道の整備", "町"),
    ("市街地と中心市街地", "市"),
    ("村おこしと町づくり", "村"),
    ("芸術村、選手村、農村", "村"),
    ("光回線、泉質、関係町、津波対策", "津"),
    ("ドイツ市民との対話", "ドイツ市"),
    ("中国地方と四国地方の各県", "中国"),
    ("ロンドン都心の再生", "ロンドン都"),
    ("松江はかつての城下町である。", "松江"),
    ("Kyoto University and Yokohama National University", "Kyoto"),
    ("Nagoya Protocol, Hiroshima Declaration", "Hiroshima"),
    ("Toyota Motor Corporation, Osaka Gas", "Osaka"),
    ("Sendai Framework for Disaster Risk Reduction", "Sendai"),
    ("Province, China", "China"),  # no 知名町 (China-cho)
]


@pytest.mark.parametrize(("text", "passage"), IGNORED)
def test_what_only_looks_like_a_place_is_passed_over(text: str, passage: str) -> None:
    at = text.index(passage)
    assert [city.text for city in read(text) if city.start < at + len(passage) and at < city.end] == []


OPEN = [
    # (text, passage, prefectures or countries of the candidates)
    ("森町の取組", "森町", ["北海道", "静岡県"]),
    ("美里町の取組", "美里町", ["宮城県", "埼玉県", "熊本県"]),
    ("川崎町の取組", "川崎町", ["宮城県", "福岡県"]),
    ("昭和村の取組", "昭和村", ["福島県", "群馬県"]),
    ("日野町の取組", "日野町", ["滋賀県", "鳥取県"]),
    ("明和町の取組", "明和町", ["群馬県", "三重県"]),
    ("旧大山町の役場と旧山田町の役場", "大山町", ["富山県", "大分県"]),  # former ones alone
]


@pytest.mark.parametrize(("text", "passage", "prefectures"), OPEN)
def test_what_nothing_decides_stays_open(text: str, passage: str, prefectures: list[str]) -> None:
    (city,) = [city for city in read(text) if city.text == passage]
    assert (city.code, [place.prefecture for place in city.candidates]) == (None, prefectures)
    assert city.confidence <= 0.5


DECIDED = [
    # (text, publisher, passage, code): what stands around decides between namesakes
    ("函館市、七飯町、森町、八雲町", None, "森町", "013455"),
    ("磐田市、袋井市、掛川市、森町", None, "森町", "224618"),
    ("魚津市、黒部市、入善町、朝日町", None, "朝日町", "163431"),
    ("日野町、日南町、江府町（いずれも鳥取県）", None, "日野町", "314021"),
    ("田川市、川崎町、香春町", None, "川崎町", "406058"),
    ("八戸市、三戸町、南部町", None, "南部町", "024457"),
    ("全国から美浜町が集う。", Publisher(name="福井県", code="180009"), "美浜町", "184420"),
    ("池田町の予算", Publisher(name="池田町", code="016446"), "池田町", "016446"),
    ("北区と手稲区で回収する。", Publisher(name="札幌市", code="011002"), "北区", "011029"),
    ("長野県池田町との縁。池田町の児童", None, "池田町", "204811"),
]


@pytest.mark.parametrize(("text", "publisher", "passage", "code"), DECIDED)
def test_namesakes_are_decided(text: str, publisher: Publisher | None, passage: str, code: str) -> None:
    assert [city.code for city in read(text, publisher) if city.text == passage][-1] == code
