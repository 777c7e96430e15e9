"""Date expressions as they stand in the text: two halves, weekday, clock time and what leaves a side open.

>>> one, two = expressions("8月6日(日)から9日まで、2050年までに")
>>> one.first.day, one.last.day, one.shape, two.first.year, two.shape
(6, 9, 'span', 2050, 'until')

Reads folded text from left to right in one pass; nothing is looked up around an expression here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extractors.dates.eras import era
from extractors.dates.moments import Moment, moment
from extractors.dates.spans import NUMERIC, adjoins, next_item, second_half
from extractors.dates.tails import Tail, tail
from extractors.dates.terms import DAY, DAYS, ENGLISH_OPEN, HEAD, OPEN, UNTIL, WEEKDAYS, WHEN

Shape = Literal["point", "span", "from", "until"]

# Words before that make a date recur.
_RECURRING = re.compile(
    r"(?:毎年度?|例年|隔年|各年度?|毎月|毎週|毎)の?(?:[0-9]{1,2}月?(?:[とや・、,]|及び|および)){0,3}\Z"
)
_LAST_DAY = 31
_REACH = 16  # characters: 毎年6月と9月と12月
# A number goes on: a decimal, a clock time, a code.
_CODE = re.compile(r"[A-Za-z0-9][.,/:_-]\Z")
_CODE_GOES_ON = re.compile(r"[./-]?[0-9A-SU-Za-z_]|[%‰℃°]")
_SPAN_GOES_ON = re.compile("[-/](?![A-Za-z])")
_VERSION = re.compile(r"(?:[Vv]er(?:sion)?\.?|バージョン|第) ?\Z")
_COMPARED = re.compile(r"比|同[月期日]|並|割|対|に比べ")
_KANJI = re.compile(r"[一-鿿]")
# 当日 and 前日 mostly speak of the day of any event; these tell of the one at hand.
_AT_HAND = re.compile(r"は|の(?:様子|模様|会場|写真|流れ)|、")
# 本日は and 本日の会議 greet the reader.
_TOLD = {"当日": _AT_HAND, "前日": _AT_HAND, "本日": re.compile(r"、|に|付|より|から|まで|[開発締調]")}
# 前年度から3.2ポイント減, 前年からは大きく増えた
_MEASURED = re.compile(
    r"\n?から(?:は|の|、)?[ \n]?(?:(?:約|およそ|[▲△+-])?[0-9][0-9.,]*[^\s。、]{0,9}?(?:ポイント|[%増減]|上昇|低下)"
    r"|(?:大きく|大幅に?|やや|わずかに?|若干)?(?:増|減|上昇|低下|改善|悪化|横ばい))"
)
_WAVE_BEFORE = re.compile(r"[(\n\t「|:](?P<wave>~ ?)\Z")
_AFTER_ALONE = ")\n\t」|"
_GAPS = (" ", "\t")
_UNIT = ("年", "度", "月", "日", ")", "(", "[", "〔")  # 令和7⏎年3月, 2013年度⏎(平成25年度)
_WAVE = 80  # how far away the second wave of a subtitle (～…～) may stand


@dataclass(frozen=True, slots=True)
class Expression:
    """A passage that may be a date. `listed`: it goes on from the expression before it (8月6日、20日)."""

    start: int
    end: int
    first: Moment
    last: Moment | None = None
    shape: Shape = "point"
    weekday: int | None = None
    last_weekday: int | None = None
    time: str | None = None
    about: bool = False
    decade: bool = False
    last_decade: bool = False
    listed: bool = False


def expressions(text: str) -> Iterator[Expression]:
    """The expressions of the folded text in order, without overlap; hints (bare years) are among them."""
    at, stop = 0, len(text)
    while head := HEAD.search(text, at):
        match = WHEN.match(text, head.start())
        at = match.end() if match else head.end()
        found = moment(match) if match else None
        if match is None or found is None or not _stands(text, match, found):
            continue
        match, found = _within_line(text, match, found)
        at = match.end()
        for expression in _grown(text, match, stop, found):
            yield expression
            at = expression.end


def _stands(text: str, match: re.Match[str], found: Moment) -> bool:
    """Whether what stands directly before and after lets the words be a date."""
    start, end = match.span()
    before, head = text[start - 1 : start], text[start]
    if before == "第" or (head.isascii() and head.isalpha() and before.isascii() and before.isalnum()):
        return False
    if head.isascii() and head.isdigit() and _CODE.search(text, max(0, start - 2), start):
        return False
    fits = _FITS.get(found.form)
    return fits is None or fits(text, start, end, found)


def _calendar(text: str, start: int, end: int, found: Moment) -> bool:
    return not _RECURRING.search(text, max(0, start - _REACH), start) and text[end : end + 1] != "曜"


def _word(text: str, start: int, end: int, found: Moment) -> bool:
    told = _TOLD.get(found.word or "")
    if told and not told.match(text, end):
        return False
    compared = found.month is None and _COMPARED.match(text, end)
    return not compared and not _KANJI.match(text, max(0, start - 1), start)


def _figure(text: str, start: int, end: int, found: Moment) -> bool:
    """Numbers alone: not inside a longer code, name or version."""
    before = text[start - 1 : start]
    if before.isascii() and before.isalpha() and found.era is None:
        return False
    if _VERSION.search(text, max(0, start - 7), start):
        return False
    return not _CODE_GOES_ON.match(text, end) or (found.day is not None and _SPAN_GOES_ON.match(text, end) is not None)


_FITS: dict[str, Callable[[str, int, int, Moment], bool]] = {
    "months": _calendar,
    "kanji_month": _calendar,
    "bare": _calendar,
    "kanji_day": _calendar,
    "words": _word,
    "numbers": _figure,
    "dotted": _figure,
    "slashed": _figure,
}


def _within_line(text: str, match: re.Match[str], found: Moment) -> tuple[re.Match[str], Moment]:
    """A year alone on its line, or a month before lines of a day and a title, is a date of its own."""
    line = text.find("\n", match.start(), match.end())
    if line < 0 or text[line + 1 : line + 2] in _UNIT:
        return match, found
    opens = match.start() == 0 or text[match.start() - 1] == "\n"
    titled = text[line - 1] == "月" and text[match.end() : match.end() + 1] in _GAPS
    if not opens and not titled:
        return match, found
    whole = WHEN.match(text, match.start(), line)
    alone = moment(whole) if whole and whole.end() == line else None
    return (whole, alone) if whole and alone and not alone.elided else (match, found)


def _grown(text: str, match: re.Match[str], stop: int, first: Moment) -> Iterator[Expression]:
    """The expression that begins with this moment, and those that a list hangs on to it."""
    end = tail(text, match.end(), stop, first)
    base = Expression(match.start(), end.end, first, None, "point", end.weekday, None, end.time, end.about, end.decade)
    if first.form == "hints":
        yield base
    elif half := _ranged(text, base, stop):
        yield half
    elif items := list(_slashed(text, base, stop) if first.form in NUMERIC else _listed(text, base, stop)):
        yield from items
    elif not first.elided:
        yield _opened(text, base, end, stop)


def _ranged(text: str, base: Expression, stop: int) -> Expression | None:
    """The span that begins with `base`, when a second half follows."""
    half = second_half(text, base.end, stop, base.first)
    if half is None:
        return None
    end = tail(text, half.end, stop, half.moment)
    close = UNTIL.match(text, end.end, stop)
    return replace(
        base,
        end=close.end() if close else end.end,
        first=_completed(base.first, half.moment),
        last=half.moment,
        shape="span",
        last_weekday=end.weekday,
        last_decade=end.decade,
        time="/".join(dict.fromkeys(one for one in (base.time, end.time) if one)) or None,
    )


def _completed(first: Moment, second: Moment) -> Moment:
    """The first with the unit that it left to the second: 令和4～6年度, 10-12 May."""
    month = first.month if first.month or first.form != "english" else second.month
    return replace(first, month=month, fiscal=second.fiscal, elided=False) if first.elided else first


def _listed(text: str, base: Expression, stop: int) -> Iterator[Expression]:
    """The items of a list whose later ones leave out what the first said; days in a row are one span."""
    items = list(_items(text, base, stop))
    if not items:
        return
    unit = items[-1].first  # 令和元、3、5年度: the last has the unit of all
    current, last = replace(base, first=_completed(base.first, unit)), base.first
    for item in items:
        one = replace(item, first=_completed(item.first, unit))
        if adjoins(last, item.first):
            end, weekday = item.end, item.weekday
            current = replace(current, end=end, last=one.first, shape="span", last_weekday=weekday, time=item.time)
        else:
            yield current
            current = one
        last = item.first
    yield current


def _slashed(text: str, base: Expression, stop: int) -> Iterator[Expression]:
    """11/1・8・15(水), 11/4(土)・11(土): days of one month, when a weekday shows that they are days."""
    match = DAYS.match(text, base.end, stop) if base.first.form == "slashed" else None
    days = [(one, int(one["day"])) for one in DAY.finditer(text, base.end, match.end())] if match else []
    numbers = [base.first.day or 0, *(number for _, number in days)]
    named = [base.weekday, *(WEEKDAYS.get(one["weekday"]) for one, _ in days)]
    weekly = all((number - numbers[0]) % 7 == 0 for number in numbers)
    if weekly and named[-1] is not None and not any(one is not None for one in named[:-1]):
        named = [named[-1]] * len(named)
    if None in named or numbers != sorted(set(numbers)) or numbers[-1] > _LAST_DAY or not days:
        return
    yield replace(base, weekday=named[0])
    for (one, number), weekday in zip(days, named[1:], strict=True):
        first = replace(base.first, day=number)
        yield Expression(one.start("day"), one.end(), first, weekday=weekday, listed=True)


def _items(text: str, base: Expression, stop: int) -> Iterator[Expression]:
    """Each item that hangs on to `base`, with what the era of the first makes of its year."""
    last, at = base.first, base.end
    while item := next_item(text, at, stop, base.first, last):
        end = tail(text, item.end, stop, item.moment)
        last, at = item.moment, end.end
        if last.short is not None and base.first.era:
            last = replace(last, short=None, year=era(base.first.era).year(last.short), era=base.first.era)
        yield Expression(item.start, at, last, weekday=end.weekday, time=end.time, about=end.about, listed=True)


def _opened(text: str, base: Expression, end: Tail, stop: int) -> Expression:
    """The expression with から or まで after it; a wave that opens a subtitle (～…～) is none."""
    if end.until:
        return replace(base, shape="until")
    if base.first.form == "english" and (word := ENGLISH_OPEN.search(text, max(0, base.start - 6), base.start)):
        return replace(base, shape="until" if word["until"] else "from")
    match = OPEN.match(text, base.end, stop) if base.time is None and not _is_measured_from(base, text) else None
    if match and not ("~" in match.group() and _is_subtitle(text, match.end())):
        return replace(base, end=match.end(), shape="from")
    if match := UNTIL.match(text, base.end, stop):
        return replace(base, end=match.end(), shape="until")
    # (～令和5年3月31日): all that is said of the time is its end.
    wave = _WAVE_BEFORE.search(text, max(0, base.start - 3), base.start)
    alone = wave is not None and text[base.end : base.end + 1] in _AFTER_ALONE
    return replace(base, start=wave.start("wave"), shape="until") if wave and alone else base


def _is_measured_from(base: Expression, text: str) -> bool:
    """Whether から tells what a figure is compared with, not since when something goes on."""
    return (base.first.word or "").startswith("前") and _MEASURED.match(text, base.end) is not None


def _is_subtitle(text: str, at: int) -> bool:
    line = text.find("\n", at, at + _WAVE)
    return text.find("~", at, line if line >= 0 else at + _WAVE) >= 0
