"""Organisations by their full names: companies, universities, agencies, banks, associations.

>>> [found.name for found in find_organisations("本市は、株式会社みなと銀行、国立大学法人港大学と協定を結んだ。")]
['株式会社みなと銀行', '国立大学法人港大学']
>>> find_organisations("市内の大学と協議会を設けた。")
[]

A name is a run of kanji, katakana and Latin letters that has a legal form in front or a word for its kind at the end.
Hiragana belongs to a name only after a legal form or in a known word, because it is also what particles are made of.
The text is to be folded (`folding.fold`), so that full-width letters and brackets are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Legal forms that stand in front of a name (the company forms stand behind it as well).
LEGAL_FORMS = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|公益財団法人|一般財団法人|公益社団法人|一般社団法人|財団法人|社団法人"
    "|国立大学法人|公立大学法人|学校法人|医療法人社団|医療法人財団|社会医療法人|医療法人|社会福祉法人|宗教法人|地方独立行政法人"
    "|独立行政法人|国立研究開発法人|特定非営利活動法人|認定特定非営利活動法人|認定NPO法人|NPO法人|管理組合法人|監査法人|税理士法人"
    "|弁護士法人|農事組合法人|協業組合|企業組合|特殊法人|大学共同利用機関法人|地域連携推進法人"
)
# Forms that stand on either side.
_COOPERATIVES = "生活協同組合|農業協同組合|漁業協同組合|事業協同組合|協同組合"
# Forms in brackets and the forms that they stand for.
SHORT_FORMS = {
    "(株)": "株式会社",
    "㈱": "株式会社",
    "(有)": "有限会社",
    "㈲": "有限会社",
    "(合)": "合同会社",
    "(公財)": "公益財団法人",
    "(一財)": "一般財団法人",
    "(財)": "財団法人",
    "(公社)": "公益社団法人",
    "(一社)": "一般社団法人",
    "(社)": "社団法人",
    "(独)": "独立行政法人",
    "(地独)": "地方独立行政法人",
    "(国研)": "国立研究開発法人",
    "(国)": "国立大学法人",
    "(学)": "学校法人",
    "(福)": "社会福祉法人",
    "(社福)": "社会福祉法人",
    "(医)": "医療法人",
    "(特非)": "特定非営利活動法人",
    "(NPO)": "特定非営利活動法人",
}
# Words for a kind of organisation that end its name.
KINDS = (
    "株式会社|有限会社|合同会社|相互会社|合資会社|大学(?:院)?[一-鿿ァ-ヺー]{1,14}(?:学部|研究科|研究院)|大学院大学|短期大学部|短期大学|大学校|大学|高等専門学校|工業高専|高専|高等学校|高校|専門学校|専修学校|学園|学院"
    "|銀行|信用金庫|信用組合|信金|金庫|農業協同組合(?:連合会)?|漁業協同組合(?:連合会)?|生活協同組合(?:連合会)?|消費生活協同組合"
    "|森林組合(?:連合会)?|協同組合(?:連合会)?|商工組合|労働組合|共済組合|生協|農協|漁協|商工会議所(?:連合会|青年部)?|商工会(?:連合会|青年部)?"
    "|青年会議所|観光協会|観光連盟|観光機構|社会福祉協議会|社協|歯科医師会|獣医師会|医師会|薬剤師会|看護協会|弁護士会|司法書士会|行政書士会|税理士会"
    "|土地家屋調査士会|建築士会|建築士事務所協会|建設業協会|建設協会|測量設計業協会|旅館組合|旅館ホテル組合|生活衛生同業組合|トラック協会|バス協会|タクシー協会"
    "|LPガス協会|石油商業組合|電気工事(?:業)?工業組合|管工事(?:業)?協同組合|工業組合|商業組合|組合連合会|連合会|連盟|同盟|協議会|協会|学会|振興会|同友会"
    "|法人会|町内会|町会|自治会|振興公社|公社|公団|事業団|財団|基金|機構|研究機関|研究所|研究センター|国際センター|警察署|警察本部|警察|消防局|消防本部"
    "|広域連合|広域行政組合|事務組合|管理組合|消防組合|水道企業団|土地改良区|農業委員会|企業団|水道局|水道庁|水道公社|教育委員会|郵便局|整備局|農政局|運輸局|経済産業局|森林管理局|森林管理署|労働局|気象台"
    "|海上保安部|海上保安庁|海上保安本部|地方環境事務所|大使館|総領事館|領事館|開発庁|開発局|経済開発公社|運輸公社|気象庁|環境省|外務省|国土交通省|経済産業省"
    "|農林水産省|総務省|文部科学省|厚生労働省|文化省|教育省|保健省|商務省|農業省|建設省|運輸省|エネルギー省|資源環境省|天然資源環境省|防衛省|復興庁|観光庁|消防庁|水産庁|林野庁|文化庁|スポーツ庁|デジタル庁|資源エネルギー庁|中小企業庁"
    "|新聞社|新聞|放送局|放送|テレビ|ケーブル|鉄道|電鉄|電力|ガス|生命保険|損害保険|火災保険|海上火災|保険|証券|信託|ホールディングス|ホールディング|グループ"
    "|運輸|倉庫|製薬|製作所|工業|興業|建設|商事|商会|航空|日本赤十字社|赤十字社|病院|医療センター|連隊|駐屯地|師団|旅団|地方協力本部|国際交流協会|友の会"
    "|連絡会議|推進会議|会議所|区長会|市長会|町村会|知事会|評議会|委員会|大学連合|コンソーシアム|ネットワーク|プラットフォーム|クラブ|組合"
)
# Words in hiragana that names begin with or hold: municipalities, banks, insurers.
_HIRAGANA = (
    "さいたま|いわき|つくば|ひたちなか|うるま|ふじみ|つがる|かほく|えびの|にかほ|みやま|うきは|かすみがうら|さぬき|たつの|あわら|いすみ|みどり"
    "|さくら|いなべ|りそな|みずほ|ゆうちょ|かんぽ|あおぞら|きらぼし|きらやか|みちのく|ほくほく|めぶき|こくみん|あいおい|ひろぎん|しがぎん|たましん"
    "|ふくしま|みやぎ|いばらき|とちぎ|ぐんま|ながの|しずおか|おかやま|ひろしま|やまぐち|えひめ|ふくおか|さっぽろ|なごや|とうほう|ひまわり|あいち"
    "|まちづくり|ものづくり|みらい|くらし|こども|ふるさと|いのち|ふれあい|すこやか|しあわせ|いきもの|にぎわい|あさひ|やまと|みなと|いちい|ひがし|にいがた|とやま|わかやま|とくしま|かごしま|おきなわ|くまもと|おおいた|ながさき|みやざき|あきた|やまがた|いわて"
)
# Official names of bodies that texts call by their letters.
ACRONYMS = {
    "JICA": "独立行政法人国際協力機構",
    "国際協力機構": "独立行政法人国際協力機構",
    "IGES": "公益財団法人地球環境戦略研究機関",
    "地球環境戦略研究機関": "公益財団法人地球環境戦略研究機関",
    "JAXA": "国立研究開発法人宇宙航空研究開発機構",
    "宇宙航空研究開発機構": "国立研究開発法人宇宙航空研究開発機構",
    "NEDO": "国立研究開発法人新エネルギー・産業技術総合開発機構",
    "産総研": "国立研究開発法人産業技術総合研究所",
    "JETRO": "独立行政法人日本貿易振興機構",
    "ジェトロ": "独立行政法人日本貿易振興機構",
    "UR都市機構": "独立行政法人都市再生機構",
    "JST": "国立研究開発法人科学技術振興機構",
    "NICT": "国立研究開発法人情報通信研究機構",
    "JAMSTEC": "国立研究開発法人海洋研究開発機構",
    "CLAIR": "一般財団法人自治体国際化協会",
}

_N = "一-鿿々〆ヶヵァ-ヺー・A-Za-z0-9&'’.\\-"
_LETTER = _N.replace("・", "")
_EDGE = f"(?=[^{_N}]|$)"
# A run of name characters; a single space joins Latin words.
_RUN = re.compile(f"(?:{_HIRAGANA}|[{_N}])(?:(?<=[A-Za-z]) (?=[A-Za-z])|{_HIRAGANA}|[{_N}])*")
# What may stand behind the kind: a branch, or the one who speaks for it.
_BRANCH = "[一-鿿ァ-ヺーA-Za-z0-9]{0,10}(?:総支社|支社|支店|支部|支局|営業所|事業所|事業本部|統括本部|地域本部|事務所)"
HOLDERS = (
    "学長|総長|理事長|社長|会長|会頭|頭取|代表取締役|代表理事|代表"
    "|組合長|局長|所長|署長|支社長|支店長|院長|校長|本部長|議長"
)
_SPEAKER = f"(?:{HOLDERS}|間|側|等|ら|様|(?:常務|専務)?理事|(?:名誉|特任)?教授|(?:特別研究)?顧問|部長|課長|職員|会員)+"
_ENDED = re.compile(f"(?P<name>.*(?:{KINDS})(?:{_BRANCH})?)(?:(?:{HOLDERS}|間|側|等|ら|様)+|[0-9])?$")
_SPEAKER_END = re.compile(f"{_SPEAKER}$")
_PARTICLE = "とはがをにのでへも"
# 同市水道公社: a word for a place named before, and no name.
_SPOKEN = re.compile("(?:同|本|当|両)[市区町村県国]")
# Kinds whose names often begin in hiragana: おひさまエネルギー株式会社.
_FIRM = re.compile("(?:会社|銀行|信用金庫|信用組合|協同組合|大学|ホールディングス)$")
# Kinds that a name in hiragana makes whole: かながわ信用金庫.
_BARE = re.compile("信用金庫|信用組合|農業協同組合")
_HIRAGANA_LEAD = re.compile("(?P<before>^|[^ぁ-ん])(?P<particle>[とはがをにのでも]?)(?P<lead>[ぁ-ん]{3,8})$")
_NO_LEAD = re.compile(
    ".*(?:する|した|して|れる|れた|いる|ある|おける|よる|より|から|まで|など|また|および|ともに|ために|との|では|には|とは|ほか|った|んだ|って|いた|ない|たび|さらに|らに|わせて|とも|ので|です|ます|それぞれ|とおり)"
)
_FORM = re.compile(
    f"(?<![{_LETTER}])(?P<form>{LEGAL_FORMS}|{_COOPERATIVES}|{'|'.join(map(re.escape, SHORT_FORMS))}) ?"
    # A name may open with hiragana, or be nothing but hiragana up to a particle.
    f"(?P<body>(?:{_HIRAGANA}|[ぁ-ん]{{1,8}}(?:(?<![{_PARTICLE}])(?=[{_N}])|(?=銀行|信用金庫|交通|運輸|電力|工業|建設|観光|鉄道|バス)))?(?:(?!{LEGAL_FORMS})[{_N}])+"
    # Hiragana inside a name: endings that no particle can be, or の when a word for a body closes the name.
    f"(?:(?:の(?=[{_N}]{{0,6}}(?:会|大学|学園|学院|家|里|郷|森|杜|園|丘|輪|風|駅){_EDGE})|[りみきえけいしびつて]|づくり|{_HIRAGANA})[{_N}]+)*(?:{_HIRAGANA})?"
    f"|[ぁ-ん]{{2,10}}(?=[{_PARTICLE}](?:[^ぁ-ん]|[はのも]|$)|[^ぁ-ん{_N}]|$))"
)
# The agricultural cooperatives by their short name, with the place behind it.
_COOPERATIVE = re.compile(
    "(?<![A-Za-z])JA(?:グループ)?(?:[一-鿿ァ-ヺー]|[ぁ-ん]{2,8}(?=[とはが、。]|[^ぁ-ん]))[一-鿿ァ-ヺー]{0,8}"
)
_BEHIND = re.compile(r"\((?:株|有|同)\)|㈱|㈲")
_BEFORE = re.compile(rf"[{_N}]{{1,40}}\Z")
_PACT = re.compile(
    ".*(?:協定書?|覚書|協約書?|盟約書?|締結|調印|(?:プレス|ニュース)リリース)(?=.)"
)  # the line above, read on into the name
# A middle dot belongs to a foreign name; between other letters it parts two names.
_SPLIT = re.compile(r"(?<![ァ-ヺー])・|・(?![ァ-ヺー])")
# Words that say which of a kind and make no name: "市内大学", "各銀行", "地元企業グループ".
_GENERIC = re.compile(
    "(?!特別区長会)(?:(?:計|全|約)?[0-9]{1,3}|市内|県内|町内|村内|区内|都内|府内|道内|国内|海外|国外|域内|地元|地域|民間|各種|各|同|本|当|両|関係|関連|他|複数|大手|協力|連携|加盟|参加"
    "|外国|国際|公立|私立|県立|市立|女子|有名|近隣|周辺|包括|協定|締結|環境|推進|官民|産学|実行|運営|検討|審査|評価|選定|準備|設立"
    "|行政|自治体|広域|事業|まちづくり|防災|災害|観光|農業|都市|新|旧|再生可能|脱炭素|持続可能|スマート|一般|特別|企業|大学|団体|者|予算|決算|審査|常任|特別|議会|改革|使用|消費|第|回|次|再エネ|余剰|[0-9])*"
    f"(?:{KINDS})|国立(?:大学|病院|大学病院|高専)"
)
# Ministries and agencies of the state, of which there is one each.
_OF_THE_STATE = re.compile(
    "環境省|外務省|国土交通省|経済産業省|農林水産省|総務省|文部科学省|厚生労働省|防衛省|復興庁|観光庁|消防庁|水産庁|林野庁|文化庁|スポーツ庁"
    "|デジタル庁|資源エネルギー庁|中小企業庁|気象庁|海上保安庁"
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A passage that names an organisation, with its name written out (short legal forms resolved)."""

    start: int
    end: int
    name: str


def find_organisations(text: str) -> list[Organisation]:
    """The organisations of a folded text in its order; offsets count in that text."""
    found: list[Organisation] = []
    for one in sorted((*_by_form(text), *_by_kind(text)), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _by_form(text: str) -> Iterator[Organisation]:
    for match in _FORM.finditer(text):
        body = _SPEAKER_END.sub("", _own_part(match["form"], match["body"]))
        if body:
            name = SHORT_FORMS.get(match["form"], match["form"]) + body
            yield Organisation(match.start(), match.start("body") + len(body), name)
    for match in _COOPERATIVE.finditer(text):
        yield Organisation(match.start(), match.end(), match.group())
    for match in _BEHIND.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - 40) : match.start()])
        if before:
            name = _PACT.sub("", _SPLIT.split(before.group())[-1])
            yield Organisation(
                match.start() - len(name), match.end(), name + SHORT_FORMS.get(match.group(), "合同会社")
            )


def _own_part(form: str, body: str) -> str:
    """The body up to a middle dot that parts it from the next name: after a company, or where the name has its kind."""
    first, *others = _SPLIT.split(body)
    company = "会社" in SHORT_FORMS.get(form, form)
    return first if not others or company or _ENDED.match(first) or first.endswith(("会", "センター")) else body


def _by_kind(text: str) -> Iterator[Organisation]:
    for run in _RUN.finditer(text):
        at = run.start()
        for whole in _SPLIT.split(run.group()):
            above = _PACT.match(whole)
            part = whole[above.end() :] if above and not _GENERIC.fullmatch(whole[above.end() :]) else whole
            at += len(whole) - len(part)
            match = _ENDED.match(part)
            if match and len(match["name"]) > 2 and not _SPOKEN.match(part):
                lead = _lead(text[max(0, at - 12) : at]) if _FIRM.search(match["name"]) else ""
                named = not _GENERIC.fullmatch(match["name"]) or _OF_THE_STATE.fullmatch(match["name"])
                if named or (lead and _BARE.fullmatch(match["name"])):
                    yield Organisation(at - len(lead), at + match.end("name"), lead + match["name"])
            at += len(part) + 1


def _lead(before: str) -> str:
    """The hiragana that a name begins with, parted from the particle in front of it; empty where there is none."""
    match = _HIRAGANA_LEAD.search(before)
    if match is None or _NO_LEAD.fullmatch(match["lead"]) or _NO_LEAD.fullmatch(match["particle"] + match["lead"]):
        return ""
    # After kanji a particle must part the two; after a stop or bracket the name may begin at once.
    parted = match["particle"] or not re.match(f"[{_N}]", match["before"])
    return match["lead"] if parted else ""
