"""How the names of a sentence stand together, and what the sentence makes of each group.

>>> from extractors.agreements.names import Name
>>> text = "港市は、岬町と協定を結んだ。"
>>> names = [Name(0, 2, (Party(name="港市"),)), Name(4, 6, (Party(name="岬町"),))]
>>> [(group.role, [party.name for party in group.parties]) for group in find_groups(text, names)]
[('topic', ['港市']), ('with', ['岬町'])]

Names joined by と, 及び, 、 or ・ are one group, with a country or a few words in front of a name if need be; the
particle behind the last one says what the group does. The text is the masked one of a reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.agreements.names import Name
from extractors.agreements.organisations import HOLDERS
from extractors.records import Party

Role = Literal["subject", "topic", "with", "fellow", "between", "of", "from", "witness", "other"]

_BRACKET = re.compile(r"\s?[(\[][^()\[\]]{0,120}[)\]]")
_HOLDER = (
    rf"(?:側|当局|政府|様|さん|(?:の[^、。はがをにで\s]{{1,14}})?(?:市長|知事|町長|村長|区長|郡長|州知事|{HOLDERS}|長(?![一-鿿])|長(?!会|期|官)[一-鿿々]{{3,6}}(?=[とはが・])))?"
    r"(?:[ ]?[一-鿿ァ-ヺー々 ]{2,10}(?:氏|様|さん))?"
)
_CONNECTED = re.compile(
    # The holder of the first name's office, a bracket behind it, then what joins.
    rf"(?:\s?[(\[][^()\[\]]{{0,120}}[)\]])?{_HOLDER}(?:、と|と、|と|、(?:そして|それに|さらに)?|・|や|×|&|/|＆|\s+|に加え、?)+"
    # Up to the next name: a country, an attribute without a verb.
    r"(?:その[^、。は]{1,10}である)?(?P<lead>同[県国州府道都]?(?:の|内の)?|(?:(?:(?!協定|覚書|締結|提携)[^、。はがをにで「」『』()\s]){0,24}(?:共和国|王国|連邦|国|省|州|県|都|府|道|郡|島|市|の)|(?:(?!協定|覚書|締結|提携)[ァ-ヺー一-鿿]){2,12}・)?)$"
)
# "の三者", "の3市", "の4市1町".
_COUNT = (
    r"(?:の|、)?(?:(?:[1-9一二三四五六七八九]|1[0-9])(?:市|町|村|区|県|都|府|道|社|団体|大学)){0,3}"
    r"(?:[1-9一二三四五六七八九十]|1[0-9]|両)(?:つの)?"
    r"(?:者|社|校|行|局|店|組合|金融機関|市町村|市町|市村|町村|市区町村|市|町|村|区|県|都市|自治体|団体|機関|大学|法人|組織|府県|都県)(?:長)?"
)
_BEHIND = re.compile(
    rf"(?:\s?[(\[][^()\[\]]{{0,120}}[)\]])*{_HOLDER}(?:など|等|ほか|ら)?(?:[^、。はがをと]{{0,14}}を含む(?={_COUNT}))?(?P<count>{_COUNT})?(?P<among>間)?"
)
_JOINTLY = (
    r"と(?:の)?(?:連携|協力|共同|協働|協議|意見|交流|調整|対話|会談|共催|合同|相談|共有|検討|契約)"
    r"(?:して|し、|しながら|し(?=[^たて])|のもと|のうえ|で(?!きる)|を(?:図|進|深|行|重|密|強))"
)
ROLES: tuple[tuple[Role, str], ...] = (
    ("witness", r"(?:を|が|は|の|も)?、?(?:後見人|立会人|立ち?会い?(?:の|人|に|で|まし)|証人|オブザーバー)"),
    ("fellow", r"とともに|と共に|と連名で|と合同で"),
    ("other", _JOINTLY),
    ("other", r"と(?:の)?[^、。はが]{0,16}(?:をきっかけ|を契機|を縁|が縁)"),
    ("other", r"と(?:同じ|同様|比べ|比較|異なり|なっ|なり|なる|し(?:て|た|、)|いう|いった)"),
    ("topic", r"とは|との間では"),
    ("with", r"と(?:の)?(?:間(?:で|に|の|において)?)?(?:も|、)?|とも(?!に)"),
    ("topic", r"(?:で)?は|も(?=[^の])|においては|におきましては"),
    ("subject", r"が"),
    ("from", r"[一-鿿]{0,8}から|より"),
    ("between", r"(?:の)?間(?:で|に|の|において)"),
    ("of", r"の|による|により|で(?=[、協締])|、|\s|[「『:]"),
)
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in ROLES)
_TOGETHER = re.compile(r"(?:合同|共同|連名)?で|の|による|により")
_LISTED = re.compile(_COUNT + r"[(]$")
# A市と圏域の6市3町(B市、…)は: the count joins what the bracket lists.
_JOINS_LIST = re.compile(rf"(?:と|、)[^、。はがをに()]{{0,20}}{_COUNT}[(]$")


@dataclass(frozen=True, slots=True)
class Group:
    """Names that act together: the span from the first name to the particle, and whether "A and B" is said to be all.

    `joint` is true when と joins the names inside the group, and for 両市. A count behind the names (の2校と) says how
    many partners there are, not that nobody else signs.
    """

    parties: tuple[Party, ...]
    start: int
    end: int
    role: Role
    joint: bool
    members: tuple[Name, ...] = ()


def find_groups(text: str, names: Sequence[Name]) -> list[Group]:
    """The groups that the names form, in their order; `names` are neighbours in the text."""
    groups: list[Group] = []
    index = 0
    while index < len(names):
        chain, joint = [names[index]], False
        index += 1
        while index < len(names):
            gap = text[chain[-1].end : names[index].start]
            if _inside_bracket(gap):
                index += 1
                continue
            if any(names[index].parties == name.parties for name in chain):
                break  # 棚倉町と、同町の森林に: the same one again opens another phrase
            if not (_CONNECTED.match(_without_brackets(gap)) or _JOINS_LIST.match(gap)):
                break
            joint = joint or _says_and(gap)
            chain.append(names[index])
            index += 1
        groups.append(_group(text, chain, joint))
    return groups


def _inside_bracket(gap: str) -> bool:
    """Whether the next name stands in a bracket that opens in the gap: スマラン市(中部ジャワ州)."""
    return gap.count("(") > gap.count(")") and len(gap) < 60 and not _LISTED.search(gap)


def _without_brackets(gap: str) -> str:
    return _BRACKET.sub("", gap)


def _says_and(gap: str) -> bool:
    return "と" in re.sub("こと|など", "", _without_brackets(gap))


def _group(text: str, chain: Sequence[Name], joint: bool) -> Group:
    parties = tuple(dict.fromkeys(party for name in chain for party in name.parties))
    at = chain[-1].end
    listed = text[at : at + 1] == ")" and any(
        _LISTED.search(text[max(0, name.start - 16) : name.start]) for name in chain
    )
    behind = _BEHIND.match(text, at + 1 if listed else at)
    counted = bool(listed) or (behind is not None and bool(behind["count"] or behind["among"]))
    role, end = _role(text, behind.end() if behind else at, counted)
    if role == "topic" and len(parties) == 1 and text[end - 2 : end] == "とは":
        role = "with"
    return Group(parties, chain[0].start, end, role, (joint and not counted) or len(chain) < len(parties), tuple(chain))


def _role(text: str, at: int, counted: bool) -> tuple[Role, int]:
    if counted and (match := _TOGETHER.match(text, at)):
        return "between", match.end()
    for role, pattern in _ROLES:
        if match := pattern.match(text, at):
            return role, match.end()
    return "other", at
