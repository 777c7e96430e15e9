"""Numbers as they are written: digits with thousands groups, 千 百万 億 兆 between them, kanji numerals.

>>> [str(numeral(text).value) for text in ("2,197", "1億2,000万", "3千5百", "三百二十", "二〇二〇", "767.4万")]
['2197', '120000000', '3500', '320', '2020', '7674000.0']
>>> numeral("2.500").grouped, numeral("2.500").value, numeral("1.2.3"), numeral("万")
(True, Decimal('2.500'), None, None)

Values are exact: no number passes through a binary float. `RUN` finds the runs to read, in folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {"〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL = {"十": 10, "百": 100, "千": 1_000}
LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
MULTIPLIERS = {
    small + large: SMALL.get(small, 1) * LARGE.get(large, 1) for small in ("", *SMALL) for large in ("", *LARGE)
}

_KANJI = "".join((*DIGITS, *SMALL, *LARGE))
# A whole run is one token, so that a megabyte of digits and commas is read once.
RUN = re.compile(f"[0-9{_KANJI}][0-9{_KANJI},.]*")
_TOKEN = re.compile(rf"[0-9][0-9,.]*|[{''.join(DIGITS)}]+|[{''.join((*SMALL, *LARGE))}]")
_DIGIT = re.compile(f"[0-9{''.join(DIGITS)}]")
_WRITTEN = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
# A point where a thousands comma belongs: "2.500" for 2,500, as scanned text and European pages write it.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_LONGEST = 28  # characters; longer runs are codes, and 兆 needs fewer


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that was read. `coefficient` is what stands before the last counting word (2 in 2万), else null."""

    value: Decimal
    length: int
    coefficient: Decimal | None = None
    digits: bool = True
    grouped: bool = False

    @property
    def multiplier(self) -> Decimal:
        """What the counting words multiply by: 10000 in 2万, 1 where there are none."""
        return self.value / self.coefficient if self.coefficient else Decimal(1)


def numeral(run: str) -> Numeral | None:
    """The number that a run of digits and counting words states; null when it states none (1.2.3, 007, 三五十)."""
    run = run.rstrip(",.")
    if len(run) > _LONGEST or not run or run[0] in LARGE:
        return None
    if run.isascii():
        value = _digits(run)
        return Numeral(value, len(run), grouped=bool(_GROUPED.fullmatch(run))) if value is not None else None
    tokens = _TOKEN.findall(run)
    value = _folded(tokens)
    if value is None or not _DIGIT.search(run):  # 千円 and 百万円 are units
        return None
    words = sum(token in SMALL or token in LARGE for token in tokens)
    first = _digits(tokens[0]) if tokens[0].isascii() and words == len(tokens) - 1 else None
    return Numeral(value, len(run), coefficient=first, digits=any(token[0].isascii() for token in tokens))


def _digits(written: str) -> Decimal | None:
    """The value of western digits; a number with a leading zero is a code."""
    if not _WRITTEN.fullmatch(written) or (written[0] == "0" and len(written) > 1 and written[1] != "."):
        return None
    return Decimal(written.replace(",", ""))


def _folded(tokens: list[str]) -> Decimal | None:
    """The sum of the parts, each part smaller than the unit of counting before it."""
    total, section, current = Decimal(0), Decimal(0), None
    large, small = 10**16, 10**4
    for token in tokens:
        if token in LARGE:
            if LARGE[token] >= large or (current is None and not section):
                return None
            total += (section + (current or 0)) * LARGE[token]
            large, small, section, current = LARGE[token], 10**4, Decimal(0), None
        elif token in SMALL:
            if SMALL[token] >= small:
                return None
            section += (Decimal(1) if current is None else current) * SMALL[token]
            small, current = SMALL[token], None
        else:
            current = _part(token) if current is None else None
            if current is None or current >= min(large, small if section else large):
                return None
    return total + section + (current or 0)


def _part(token: str) -> Decimal | None:
    """Digits of one kind: western, or kanji in places (二〇二〇)."""
    return Decimal("".join(str(DIGITS[digit]) for digit in token)) if token[0] in DIGITS else _digits(token)
