"""What a page says of itself: when it was published and updated, its number, and who publishes it.

>>> imprint("更新日:2021年5月6日 / ページ番号:C080381")
Imprint(published=None, updated='2021-05-06', page_id='C080381')
>>> publisher(["環境│みどり町公式ウェブサイト"])
Publisher(name='みどり町', code=None)

The wordings are those of the content management systems that Japanese municipalities use. A date that cannot be is
left out here: the line stays in the text, where the date extractor reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from extractors.records import Publisher
from extractors.text.folding import fold

# First year of each era, less one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_UPDATED = r"(?:最終)?更新(?:年月)?(?:日時|日付|日)?|last (?:updated?|modified)(?: on)?|更新"
_PUBLISHED = (
    r"(?:初回|初期)?(?:公開|掲載|登録|投稿|発信|発表|作成|配信)(?:年月)?(?:日時|日付|日)"
    r"|published(?: on)?|posted(?: on)?"
)
_PAGE = r"(?:ページ|記事|コンテンツ|文書)\s?(?:番号|ID|ナンバー)|page ?(?:id|number)|(?<![A-Za-z])ID(?=\s?:)"

_DATE = (
    r"(?:(?P<era>令和|平成|昭和|[RHS](?=\s?[元\d]{1,2}[.年/-]))\s?)?(?P<year>元|\d{1,4})\s?[年./-]\s?"
    r"(?P<month>\d{1,2})\s?(?:[月./-]\s?(?P<day>\d{1,2})日?|月)"
    r"(?:\s?\([月火水木金土日](?:曜日?)?\))?"
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_ENGLISH = re.compile(r"(?P<name>[a-z]{3})[a-z]{0,6}\.? (?P<day>\d{1,2}),? (?P<year>\d{4})", re.IGNORECASE)
_ANY_DATE = re.sub(r"\(\?P<\w+>", "(?:", f"(?:{_DATE}|{_ENGLISH.pattern})")
_STATED = re.compile(
    rf"(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))[\s:は]{{0,4}}(?P<date>{_ANY_DATE})", re.IGNORECASE
)
# "2021年3月1日更新" at the end of a line; "… に更新しました" is a sentence.
_TRAILING = re.compile(
    rf"(?P<date>{_ANY_DATE})\s?(?:(?P<updated>更新)|(?P<published>公開|掲載|登録|発表))\s?(?=$|[\])|/])", re.MULTILINE
)
_NUMBER = re.compile(rf"(?:{_PAGE})\s{{0,2}}[:#]?\s{{0,2}}(?P<id>[A-Z]{{0,4}}-?\d{{1,12}})", re.IGNORECASE)
_LABEL = re.compile(rf"(?:{_UPDATED}|{_PUBLISHED}|{_PAGE})\s?:?", re.IGNORECASE)
_LONGEST = 120
_SEPARATORS = re.compile(r"\s*[|│/:·»>]\s*|\s+[-–—]\s+")
_GOVERNMENT = re.compile(
    r"(?:東京都|北海道|(?:京都|大阪)府|[^\s]{2,3}県)?(?P<name>[^\s0-9]{1,10}?[都道府県市区町村])(?:役所|役場|庁)?"
    r"(?:\s?(?:公式|オフィシャル))?\s?(?:ウェブ(?:サイト|ページ)?|Web ?(?:サイト|site)|ホームページ|サイト|HP)?"
    r"(?:\s.{0,40})?",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?P<name>[^\s0-9、。()|/・]{1,10}?[市区町村都道府県])(?:役所|役場|庁)(?:$|[\s、〒(])")
# Words that end like a local government and are none.
_NO_GOVERNMENT = re.compile(
    r"(?!京都市$).*都市|まち|市町村|区市町村|都道府県|.*[A-Za-z].*|.+[市区町村県][とや・及、&].*"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Dates in EDTF and the page's number; what the page leaves out is null."""

    published: str | None = None
    updated: str | None = None
    page_id: str | None = None


def imprint(text: str) -> Imprint:
    """What the lines state; the first statement of each kind counts."""
    folded = fold(text)
    found: dict[str, str] = {}
    for pattern in (_STATED, _TRAILING):
        for match in pattern.finditer(folded):
            value = stated_date(match["date"])
            if value:
                found.setdefault("updated" if match["updated"] else "published", value)
    number = _NUMBER.search(folded)
    return Imprint(found.get("published"), found.get("updated"), number["id"] if number else None)


def is_imprint(text: str) -> bool:
    """Whether a block does nothing but state the page's dates or number."""
    if len(text) > _LONGEST or "。" in text:
        return False
    folded = fold(text)
    rest = folded
    for pattern in (_STATED, _TRAILING, _NUMBER):
        rest = pattern.sub("", rest)
    return len(_LABEL.sub("", rest).strip(" /|()[]\n\t:・,")) <= 0.4 * len(folded.strip()) and rest != folded


def is_label(text: str) -> bool:
    """Whether a block is the bare word 更新日, ページ番号 and so on, whose value is in the block that follows."""
    return len(text) <= 16 and _LABEL.fullmatch(fold(text).strip()) is not None


def stated_date(text: str) -> str | None:
    """The first date of the words as EDTF (a day, or a month), null when there is none or it cannot be."""
    folded = fold(text)
    english = _ENGLISH.search(folded)
    if english and english["name"].lower() in _MONTHS:
        return _edtf(int(english["year"]), _MONTHS[english["name"].lower()], int(english["day"]))
    match = re.search(_DATE, folded, re.IGNORECASE)
    if match is None:
        return None
    year = 1 if match["year"] == "元" else int(match["year"])
    first = _ERAS[match["era"].upper()] if match["era"] else 0
    if not first and year < 1000:
        return None
    return _edtf(first + year, int(match["month"]), int(match["day"]) if match["day"] else None)


def publisher(names: Iterable[str]) -> Publisher | None:
    """The local government that site name, page title or footer state, by name; the first one found."""
    for name in names:
        for part in reversed(_SEPARATORS.split(fold(name))):
            match = _GOVERNMENT.fullmatch(part.strip())
            if match and not _NO_GOVERNMENT.fullmatch(match["name"]):
                return Publisher(name=match["name"])
    return None


def office(text: str) -> Publisher | None:
    """The local government whose town hall a footer names: 〇〇市役所, 〇〇町役場."""
    match = _OFFICE.search(fold(text))
    return Publisher(name=match["name"]) if match else None


def without_site(title: str, site: str | None) -> str:
    """The page's own part of a <title>, the site's name on either side taken off."""
    parts = _parts(title)
    known = publisher([title])
    names = [name for name in (site, known.name if known else None) if name]
    own = [part for part in parts if not any(part == name or _names_site(part, name) for name in names)]
    return own[0] if own and len(own) < len(parts) else title.strip()


def site_name(title: str) -> str | None:
    """The last part of a <title>, which names the site where a separator stands before it."""
    parts = _parts(title)
    return parts[-1] if len(parts) > 1 else None


def _names_site(part: str, name: str) -> bool:
    """Whether a part of a title is the site's name with a few words more: 公式, ホームページ, …"""
    return name in part and _GOVERNMENT.fullmatch(fold(part)) is not None


def _parts(title: str) -> list[str]:
    """The parts of a title as written, cut at the separators of its folding."""
    folded, at = fold(title), 0
    parts = []
    for match in _SEPARATORS.finditer(folded):
        parts.append(title[at : match.start()])
        at = match.end()
    return [part.strip() for part in (*parts, title[at:]) if part.strip()]


def _edtf(year: int, month: int, day: int | None) -> str | None:
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
