"""What a date is the date of, by the words beside it: 更新日, 締結, 日時, …

>>> role("更新日:2021年5月6日", 4, 13), role("2021年5月6日に締結した。", 0, 9), role("2021年5月6日は晴れ。", 0, 9)
('updated', 'signed', None)
"""

from __future__ import annotations

import re

from extractors.records import Role

_BEFORE = 16
_AFTER = 40
# The label just before the date; the first that fits.
_LABEL_WORDS: tuple[tuple[Role, str], ...] = (
    ("updated", r"(?<![0-9元]日)更新(?:年月)?日?時?(?:日付)?|last updated?"),
    ("published", r"(?<![0-9元]日)(?:公開|掲載|登録|発表|発行|作成|配信|投稿)(?:年月)?日時?"),
    ("published", r"(?:記者|報道)(?:発表|提供)?(?:資料)?|プレスリリース|News Release"),
    ("signed", r"(?:締結|調印|署名|協定)(?:年月)?日時?|締結"),
    ("ended", r"(?:終了|満了|失効|廃止)(?:年月)?日"),
    ("held", r"日 {0,4}時|(?:開催|実施)(?:年月)?(?:日時?|期間)|会 {0,4}期|期 {0,4}日|とき|開会|招集"),
)
_LABELS = tuple(
    (name, re.compile(rf"(?:{words})\s?(?:[:|】\])]\s?|は、?|\s){{0,2}}\Z")) for name, words in _LABEL_WORDS
)
# What follows in the same clause, nearest first.
_VERBS = re.compile(
    r"(?P<planned>予定)|(?P<renewed>(?<!最終)更新(?=[\])。し]|に)|再締結)|(?P<updated>(?:最終)?更新(?=\s|$))"
    r"|(?P<signed>締結|調印|署名)|(?P<ended>終了|満了|失効|解消)|(?P<held>開催)|(?P<published>公表|公開|発表|掲載)"
)
# 2024年3月15日発表 at the end of a line
_ISSUED = re.compile(r" ?(?:更新|掲載|公開|公表|発表|登録|作成|発行)[)\]]?(?:\n|\Z)")
_CLAUSE = re.compile(r"[。\n]|が、|[0-9元]年|[0-9]月")


def role(text: str, start: int, end: int) -> Role | None:
    """What the folded text around the span says the date is for; null when it does not say."""
    if named := label(text, start):
        return named
    stop = _CLAUSE.search(text, end, end + _AFTER)
    verb = _VERBS.search(text, end, stop.start() if stop else min(len(text), end + _AFTER))
    return verb.lastgroup if verb else None  # type: ignore[return-value]


def is_of_page(text: str, start: int, end: int) -> bool:
    """Whether the words beside the date say that the page was published or updated then."""
    return label(text, start) in ("updated", "published") or _ISSUED.match(text, end) is not None


def label(text: str, start: int) -> Role | None:
    """What a label just before the date says that it is for."""
    before = text[max(0, start - _BEFORE) : start]
    return next((name for name, words in _LABELS if words.search(before)), None)
