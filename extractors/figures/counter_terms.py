"""Tables of what is counted in Japanese, and of what only looks as if it were.

>>> is_counted("日本国自治体"), counter_of("参加者"), counter_of("世帯"), counter_of("概要")
(True, '人', '世帯', None)

The counters and nouns are those of everyday administrative writing, gathered from plans, statistics, budgets and press
releases; a noun that is missing here still counts where の, つの or a bound leads to it.
"""

from __future__ import annotations

import re

# Counters of one character, each with the characters after it that make another word of it (人口, 名称, 回答).
BARE = {
    "人": "材口権類工事件員数気生体間格物形道制槽乗用組部前家",
    "名": "称古前簿誉目義所産物刺探",
    "社": "会員団協名長外内是殿寺",
    "件": "名数",
    "回": "答収路線復避生転覧診",
    "棟": "梁",
    "冊": "子",
    "戸": "籍別建",
    "通": "りじ知学勤院信常路帳報貨称商算",
}
# Counters of one character that begin many other words (市民, 本計画): only before no kanji, or as COUNTED_ON allows.
STRICT = frozenset(
    "市区町村県州郡国校園館局店所部課点口組機基台本枚個種品束着足杯問席床"
    "編室両隻頭匹羽株坪層段列箱袋缶食便駅曲票車案法灯者炉院枠脚鉢膳問題種"
)
# What can follow a counter directly: a bound, a comparison, or what was done with the things counted.
COUNTED_ON = re.compile(
    r"(?![一-鿿々])|中(?![学央心])|[一二三四五六七八九十]{1,3}[市町村区県]|以|未満|超|程度|前後|余|強|弱|増|減|相当|規模|当|単位|限定|参加|出席|来場|加盟|登録|開催"
    r"|実施|設置|導入|達成|応募|募集|採用|受|派遣|訪問|等|締結|連携|合計|加入|賛同|表明|認定|選定|配布|発行"
    r"|販売|編成|整備|完成|稼働|運行|採択|分(?![類野科割])"
)
# Longer counters, and the nouns that stand directly after a number or end a longer noun that does.
_TERMS = """
自治体 都市 市町村 市区町村 区市町村 都道府県 道府県 政令指定都市 指定都市 中核市 特例市 市町 町村 地域 地区
区域 世帯 家庭 団体 企業 会社 事業所 事業者 事業 事業体 施設 店舗 会場 大学 学校 小学校 中学校 高校 高等学校
幼稚園 保育園 保育所 機関 組織 法人 組合 連合 協会 協議会 委員会 部会 分科会 会議 種類 項目 分野 部門 業種 課題
議題 議案 作品 品目 商品 製品 路線 系統 車両 車種 学級 教室 クラス チーム グループ プロジェクト プログラム
セッション テーマ コース メニュー イベント セミナー ブース 講座 講演 事例 施策 取組 取り組み 取組み 対策 計画
会計 案件 提案 指標 目標 ゴール ターゲット 拠点 公園 駅 図書館 公民館 病院 診療所 議席 メンバー 会員 参加者 職員
社員 学生 生徒 児童 委員 専門家 住民 市民 区民 町民 村民 県民 国民 農家 農業者 漁業者 建物 住宅 住戸 ルート
ステーション スタンド か国 か所 か国語 言語 ケース パターン シナリオ ステップ 柱 段階 原則 方針 戦略 視点 論点
機能 区分 要素 要因 条件 行動 アクション 団地 集落 町会 町内会 自治会 商店街 社会福祉法人 NPO 金融機関 経済団体
首長 市長 町長 村長 区長 知事 パネル 基準 人工 人日 人月 人回 車線 頁 バス停 便 種 者 員 館 校 園 国 州 県 市
町 村 区 社 店 人 名 戸 棟 台 基 件 本 個 組 人泊 校区 学区 支所 出張所 区画 区間 編成 窓口 品種 種目 路線バス
支店 営業所 工場 商店 農園 牧場 漁港 往復 試合 公演 説明会 研修会 講習会 見学会 交流会 都県 府県 区市 政令市
"""
TERMS = frozenset(_TERMS.split())
# Of these, the ones that say in a head how its numbers are meant, or of what; no column counts in them.
UNCOUNTED = frozenset(
    ("目標", "計画", "基準", "指標", "条件", "区分", "部門", "項目", "対策", "施策", "分野", "業種", "種別")
)
# Spellings of one counter, by the project's.
VARIANTS = {
    "か国語": re.compile("[かカヵヶケ箇個]国語"),
    "か国": re.compile("[かカヵヶケ箇個]国"),
    "か所": re.compile("[かカヵヶケ箇個]所(?![村湾在属])"),
    "か村": re.compile("[かカヵヶケ箇]村"),
    "か町村": re.compile("[かカヵヶケ箇]町村"),
}
VARIED = frozenset("かカヵヶケ箇個")
CANONICAL = {"名": "人"}
# Of the longer ones, those that a space may part from their number; "2 会場" is an item called 会場.
SPACED = frozenset(("自治体", "都市", "市町村", "都道府県", "世帯", "団体", "企業", "事業所", "市区町村"))
# What gives a place in a row, a name, a time or an age: never an amount here.
ORDINALS = re.compile(
    r"年|月|日(?!本)|時|分(?![野類科])|秒|週|歳|才|代|号|番|条|項(?!目)|章|節|款|目(?![標的])|位|等|級|階|期|面|版|丁"
    r"|世(?!帯|界)|限|泊|夜|次|乗|学[年期]|[かカヵヶケ箇][月年条]|つ目|周年|半期|四半期|合目|箇条|類|型|選(?!手|択|挙)"
    r"|系(?!統)|歩|進|連[覇続]|大(?!学|使)|度|街|世紀|[キメギ][ロガ]バイト|バイト|ビット|ページ|頁|インチ"
)
# 回目, つ目, か国目 number things.
ORDINAL_MARK = re.compile("目(?![標的録前])")
# Words of quality before a counted noun, nouns that say of what sort the counted are (様々な規模の自治体) or where.
_ADJECTIVE = (
    r"(?:[一-鿿々]{1,6}(?:な|しい|きい|れた|なる|する|した|される|された|ている|ていた)|さまざまな|いろいろな"
    r"|その他の?|主な|大きな|小さな|新たな)"
)
_SORTS = (
    "規模|分野|種類|業種|業態|立場|世代|年代|国籍|国|形態|形|タイプ|視点|観点|背景|地域|国内|海外|国外|国内外|世界|世界中"
    "|全国|各国|県内|県外|市内|市外|町内|区内|府内|道内|都内|圏域|日本|アジア|欧州|ヨーロッパ|民間|地元|各地|別|先進"
    "|主要|加盟国|途上国|開発途上国"
)
MODIFIERS = re.compile(rf"(?:{_ADJECTIVE})?(?:(?:{_SORTS})の(?:{_ADJECTIVE})?)?")
NOUN = re.compile(
    r"国[とや・]地域|取り組み|取組み|まちづくり|まち|子ども|障がい者|お店"
    r"|[一-鿿々ァ-ヺー][一-鿿々ァ-ヺーA-Za-z]{0,15}|NPO[一-鿿]{0,4}"
)
JOINED = re.compile(r"[・/][一-鿿々ァ-ヺー]{1,12}(?![0-9])")
ENUMERATED = re.compile(r"、([一-鿿々ァ-ヺー]{1,8})")
# After a noun stands a particle; other kana go on with a verb or adjective (3の続き).
PARTICLE = re.compile(r"[^ぁ-ん]|$|[をがはにでとのもやへかな]|から|まで|より|など|ずつ|ほど|ある|あり|いる")
# Nouns after の that point into a document or a list (1の規定), and the vaguest ones.
POINTING = re.compile(
    r"過半数?|半数|大半|多数|多く|規定|規程|場合|欄|様式|理由|書類|書面|例|表|図|数字|番号|位置|項|号|年|月|日|時|うち|内|中|前|後|他|通|方法|順|点|次"
    r"|順番|年度|月間|時点|途|一|件"
)
_TRAILING = re.compile(r"(?:以上|以下|以内|未満|程度|前後|参加|加盟|全体|同士|等)+$")
_TRAILING_MARK = "間中内外毎別余増減分他"
# People by what they do there; the counter of all of them is 人.
_PEOPLE = re.compile(r"(?:者|(?<!会)員|生徒|児童|学生|市民|住民|人口|観客|乗客|人)\Z")
_LONGEST = 6  # characters of a term


def is_counted(noun: str) -> bool:
    """Whether things named so are counted as a rule: 日本国自治体, 加盟都市, 参加団体."""
    return _ending(noun) is not None


def counter_of(noun: str) -> str | None:
    """What things named so are counted in: 自治体 for 日本国自治体, 人 for 参加者; null when it is not known."""
    return "人" if _PEOPLE.search(noun) else _ending(noun)


def longest_term(word: str) -> str | None:
    """The longest term of two characters or more that the word begins with."""
    return next((word[:size] for size in range(min(len(word), _LONGEST), 1, -1) if word[:size] in TERMS), None)


def trimmed(noun: str) -> str:
    """The noun without what follows it inside one run of kanji: 自治体 for 自治体参加, 都市 for 都市間."""
    whole = _TRAILING.sub("", noun)
    if whole[-1:] in _TRAILING_MARK and is_counted(whole[:-1]):
        return whole[:-1]
    return whole


def _ending(noun: str) -> str | None:
    return next(
        (noun[first:] for first in range(max(0, len(noun) - _LONGEST), len(noun)) if noun[first:] in TERMS), None
    )
