"""Whether two parties are one: by what identifies them, and by their names only where nothing else does.

>>> same_party(Party(name="府中市", code="132063"), Party(name="府中市", code="342084"))
False
>>> same_party(Party(name="(株)みなと銀行"), Party(name="株式会社みなと銀行"))
True
>>> same_party(Party(name="府中市", code="132063"), Party(name="府中市")) is None
True
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractors.agreements.organisations import ACRONYMS, LEGAL_FORMS, SHORT_FORMS
from extractors.records import Party

_BRACKETS = re.compile(r"\([^()]*\)")
_FORM = re.compile(LEGAL_FORMS)
_PREFECTURE = re.compile(r"(?:北海道|東京都|大阪府|京都府|[^\d\s]{2,3}県)(?=[^\d\s]{1,7}[市区町村]$)")
_SUFFIX = re.compile(r"(?<=..)(?:特別市|直轄市|自治区|[市県州区郡町村省都府])$")
_SAME_SIGNS = str.maketrans("ヶヵケ髙﨑邉邊濵", "ケカケ高崎辺辺浜")
_IDLE = re.compile(r"[\s・=＝'’\-–]")


def same_party(one: Party, other: Party) -> bool | None:
    """Whether two parties are the same body; None when what is said of them does not decide it."""
    for mine, theirs in ((one.code, other.code), (one.geonames, other.geonames), (one.country, other.country)):
        if mine and theirs and mine != theirs:
            return False
    if (one.code and one.code == other.code) or (one.geonames and one.geonames == other.geonames):
        return True
    if name_key(one) != name_key(other):
        return False
    if bool(one.code) != bool(other.code) or bool(one.country) != bool(other.country):
        return None
    mine, theirs = _form(one.name), _form(other.name)
    if not mine or not theirs or mine == theirs:
        return True
    return None if _kind(mine) == _kind(theirs) else False


def name_key(party: Party) -> str:
    """The name without what notations differ in: widths, brackets, legal form, prefecture, the last 市 or 県 abroad."""
    return _name_key(party.name, bool(party.country) and not party.code)


@cache
def _name_key(name: str, abroad: bool) -> str:
    plain = _plain(name)
    official = ACRONYMS.get(plain, plain)
    bare = _FORM.sub("", _BRACKETS.sub("", official)) or official
    bare = _PREFECTURE.sub("", _IDLE.sub("", bare)).translate(_SAME_SIGNS).casefold()
    return _SUFFIX.sub("", bare) if abroad else bare


@cache
def _form(name: str) -> str | None:
    plain = _plain(name)
    found = _FORM.search(ACRONYMS.get(plain, plain))
    return found[0] if found else None


def _kind(form: str) -> str:
    """The form without what the reform of 2008 put in front: a 財団法人 became 一般 or 公益財団法人."""
    return re.sub(r"^(?:公益|一般|認定)", "", form)


def _plain(name: str) -> str:
    """The name in one width, its short forms in brackets written out."""
    plain = unicodedata.normalize("NFKC", name)
    for short, form in SHORT_FORMS.items():
        plain = plain.replace(short, form)
    return "".join(plain.split())
