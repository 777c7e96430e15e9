"""The words in which dates are written, as patterns over folded text.

>>> WHEN.search("期間は令和3年1月28日まで").group(), CLOCK.match(" 10時30分から10時50分まで").group("h1", "n2")
('令和3年1月28日', ('10', '50'))

`WHEN` finds one moment (or a thing that only looks like one, to be passed over); the rest continue where it ended.
No part repeats without bound except over one class of characters, so every attempt is short.
"""

from __future__ import annotations

import re

# A gap inside a date: spaced-out PDF text, or the end of a line.
_GAP = r"(?: {1,2}|\n)?"
_ERA = "令\n?和|平\n?成|昭\n?和|大\n?正|明\n?治|[㋿㍻㍼㍽㍾]"
_TWO = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_KANJI_YEAR = "[一二][〇零○一二三四五六七八九]{3}"
_SPACE = r"(?: {1,2})?"
# What joins two halves whose first leaves its unit to the second: 令和4～6年度, 8月6～9日, 15・16日.
_JOINT = f"{_SPACE}(?:[~・、,→-]|から)(?:{_SPACE}|\n)"
# 年度 at the end of a line; 2020年 度重なる is none.
_FISCAL = "[ \\n]?度(?![々重量合])"
# After these a number of years is a length of time or an age; 前半 and 後期 are parts of the year.
_NO_YEAR = "(?!間|以上|ぶり|後(?![半期])|前(?![半期後])|目(?![標的途指])|余|連続|越し|祭|史|の歴史|もの)"
_NO_MONTH = "(?!間|額|曜|あたり|当たり|刊(?!行)|謝|給|次|面|毎|ごと|齢)"
_PAIR = (
    rf"(?:{_GAP}[(〔\[]{_GAP}(?:西暦)?(?:(?P<pair_era>{_ERA}|[RHSTM]\.?|同){_SPACE}(?P<pair_number>元|{_TWO})"
    rf"|(?P<pair_west>[12][0-9]{{3}}|{_KANJI_YEAR})){_GAP}(?:年(?:{_FISCAL})?)?{_SPACE}[)〕\]])?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENGLISH_MONTHS = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH_NAME = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)(?![a-z])"
)
_SUFFIX = "(?:st|nd|rd|th)?"
_ENGLISH_JOINT = "(?: ?[-~] ?| (?:to|until) )"
_WEB = r"[\w/:%#$&?~.=+,;@!*'-]+"
# R3, H29 and so on are an era's year only before a word or sign of the calendar.
_LETTER = rf"[RHSTM](?=\.?{_SPACE}(?:元|[0-9]{{1,2}}){_SPACE}(?:[(年~・、-]|から))"
# 昭50.4.1 and 令5年度, in tables and notes.
_SHORT_ERA = r"(?<![一-鿿])[令平昭](?=(?:元|[0-9]{1,2})(?:[.・/年]))"
# A year that leaves its 年 to the second half, to the end of a list, or to nobody: 令和4～6年度, 2018-2024.
_NEXT_YEAR = rf"{_JOINT}(?:{_ERA}|[RHSTM])?{_SPACE}(?:元|[0-9]{{4}}|{_TWO})"
_YEAR_TO_COME = rf"(?=(?:{_NEXT_YEAR}){{1,5}}{_SPACE}年)"
_YEAR_ELIDED = rf"{_YEAR_TO_COME}|(?={_SPACE}[~-]{_SPACE}[12][0-9]{{3}}(?![0-9-]))"


def _month_day(month: str, day: str) -> str:
    """Month, and day if there is one; either may leave its unit to a second half."""
    return (
        rf"(?P<{month}>{_TWO})(?:{_GAP}月{_NO_MONTH}(?:{_GAP}(?P<{day}>{_TWO})(?:{_GAP}日(?!間)|(?=(?:{_JOINT}{_TWO}){{1,5}}日)))?"
        rf"|(?=(?:{_JOINT}{_TWO}){{1,5}}月))"
    )


# Each by the name that `date_moments` reads it by. Order matters: the first that fits is taken.
_FORMS = {
    # Addresses on the web, telephone numbers, long numbers and amounts: looked over as a whole.
    "passed": (
        rf"https?://{_WEB}|www\.{_WEB}|0[0-9]{{1,4}}-[0-9]{{1,4}}-[0-9]{{3,4}}"
        r"|[0-9]{5,}|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{3,}|(?:[0-9]{1,4}[年月日]){40,}"
    ),
    "years": (
        rf"(?:(?P<era>{_ERA}|{_LETTER}|{_SHORT_ERA})\.?{_GAP}(?P<number>元|{_TWO})"
        rf"|(?:西暦)?(?P<west>[12][0-9]{{3}}(?![0-9])|{_KANJI_YEAR})|['’](?P<apostrophe>[0-9]{{2}})(?=年))"
        rf"(?:{_GAP}(?P<mark>年){_NO_YEAR}(?P<fiscal>{_FISCAL})?)?{_PAIR}"
        rf"(?(mark)(?:年(?=度))?(?P<fiscal2>{_FISCAL})?|(?:{_GAP}年{_NO_YEAR}(?P<fiscal3>{_FISCAL})?|(?P<elided>{_YEAR_ELIDED})"
        r"|(?P<unmarked>(?(pair_west)|(?(pair_number)|(?!))))))"
        rf"(?(fiscal)|(?:の?{_GAP}{_month_day('month', 'day')})?)"
    ),
    "fiscal_years": r"(?:FY|[Ff]iscal [Yy]ear) ?(?P<fy>[0-9]{4}|[0-9]{2})(?![0-9])",
    "numbers": (
        rf"(?:(?P<n_era>{_ERA}|[RHSTM]|{_SHORT_ERA})\.?(?P<n_number>元|[0-9]{{1,2}})|(?P<n_west>[12][0-9]{{3}}|[0-9]{{2}}(?=/[01][0-9]/[0-3][0-9](?![0-9]))))(?P<n_sign>[./・-])"
        r"(?:(?(n_era) ?)(?P<n_month>[0-9]{1,2})(?:(?P=n_sign) ?(?P<n_day>[0-9]{1,2})|月(?![0-9]))?"
        r"| (?P<n_month2>[0-9]{1,2})(?P=n_sign) ?(?P<n_day2>[0-9]{1,2}))(?![0-9]|年度?)"
    ),
    "words": (
        rf"(?P<word>(?:一昨|再来|[翌前]々|[今本当昨前翌来明次同])年{_FISCAL}|一昨年|再来年|[翌前]々年"
        r"|[今本昨去前翌来明同]年(?![間齢輩]|代(?!表)))"
        rf"(?:の?{_GAP}{_month_day('w_month', 'w_day')})?"
        rf"|(?P<month_word>先々月|再来月|[今本先来同翌前当]月(?!比))(?:の?(?P<mw_day>{_TWO})日)?|(?P<day_word>[同翌本前当]日)"
    ),
    "months": f"(?P<prefix>[同翌])?{_month_day('m_month', 'm_day')}",
    "pairs": r"(?P<p_month>[0-9]{1,2})(?P<p_sign>[./])(?P<p_day>[0-9]{1,2})(?![0-9])",
    "bare": (
        r"(?P<b_prefix>[同翌])?(?:(?P<b_year>元|[0-9]{1,2})"
        rf"(?:{_SPACE}年(?P<b_fiscal>{_FISCAL})?{_NO_YEAR}|(?P<b_elided>(?={_JOINT}[0-9]{{1,2}}年度)))"
        rf"(?:{_GAP}{_month_day('b_month', 'b_mday')})?"
        rf"|(?P<b_day>[0-9]{{1,2}})(?:日| {{1,2}}日(?! ?[時程])|(?=(?:{_JOINT}[0-9]{{1,2}}){{1,5}}日))"
        r"|(?P<b_kanji>[一二三四五六七八九十]{1,3})日)"
    ),
    "english": (
        rf"(?P<e_month>{_MONTH_NAME})\.?(?: (?P<e_day>[0-9]{{1,2}}){_SUFFIX},?)?"
        r" (?:of )?(?P<e_year>[12][0-9]{3})(?![0-9])"
        rf"|(?P<e_day2>[0-9]{{1,2}}){_SUFFIX} (?P<e_month2>{_MONTH_NAME})\.?,? (?P<e_year2>[12][0-9]{{3}})(?![0-9])"
        # The first half of a span: 10-12 May 2022, 30 April to 2 May 2022, May 5-7, 2022.
        rf"|(?P<e_day3>[0-9]{{1,2}}){_SUFFIX}(?: (?P<e_month3>{_MONTH_NAME}))?"
        rf"(?={_ENGLISH_JOINT}[0-9]{{1,2}}{_SUFFIX} {_MONTH_NAME}\.?,? [12][0-9]{{3}})"
        rf"|(?P<e_month4>{_MONTH_NAME})\.?(?: (?P<e_day4>[0-9]{{1,2}}){_SUFFIX})?"
        rf"(?P<e_elided>(?={_ENGLISH_JOINT}(?:{_MONTH_NAME}\.?)? ?(?:[0-9]{{1,2}}{_SUFFIX},?)? ?[12][0-9]{{3}}))"
        rf"|(?P<e_month5>{_MONTH_NAME})\.? (?P<e_day5>[0-9]{{1,2}}){_SUFFIX}(?![0-9:])"
        rf"|(?:{'|'.join(f'(?<={word} )' for word in ('[Ii]n', '[Bb]y', 'ince', 'ntil', 'rom', 'uring'))})"
        r"(?P<e_year6>(?:19|20)[0-9]{2})(?![0-9-])"
    ),
    "letters": (
        rf"(?P<l_era>[RHS](?=元|[0-9]{{1,2}}(?![0-9.]))|(?:{_ERA})(?=(?:元|[0-9]{{1,2}})(?:[\n\t ()]|\Z)))"
        r"(?P<l_number>元|[0-9]{1,2})"
    ),
    "cells": r"(?<=[\n\t])(?P<c_number>[0-9]{1,2})(?=[\n\t])",
    "hints": r"(?P<hint>(?:19|20)[0-9]{2})(?![0-9])",
    "rest": r"[0-9]+|[〇零一二三四五六七八九十百千万]+",
}
WHEN = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()))
# How each form begins. Looking for these first is many times faster than trying all forms everywhere.
_HEADS = (
    r"[0-9]",
    r"[〇零一二三四五六七八九十](?=[〇○零一二三四五六七八九十]{0,3}[年月日])",
    r"令(?=\n?和|[0-9元])|平(?=\n?成|[0-9元])|昭(?=\n?和|[0-9元])|大(?=\n?正)|明(?=\n?[治年])|西(?=暦)|[㋿㍻㍼㍽㍾]",
    r"[今本当昨前翌来次去同先再一](?=[年月日々来昨0-9一二三四五六七八九十])",
    r"[RHSTM](?=\.? {0,2}[元0-9])|F(?=Y|isc)|f(?=isc)|[JFMASOND](?=[a-z]{2})|h(?=ttp)|w(?=ww)|['’](?=[0-9])",
)
HEAD = re.compile("|".join(_HEADS))

_HOLIDAY = "祝日?|休日?|振休|振替休日|国民の休日"
_SEVEN = "[月火水木金土日]"
WEEKDAY = re.compile(
    rf" ?(?:[(\[〔<] ?(?:(?:{_HOLIDAY})[・、, ])?(?P<short>{_SEVEN})(?:曜日?)?"
    rf"(?:[・、,/ ]?(?:{_HOLIDAY}|[^\s()]{{1,6}}の日))? ?[)\]〕>]|(?P<long>{_SEVEN})曜日?"
    r"|\((?P<english>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?\))"
)
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS = {name: number for names in ("月火水木金土日", _WEEK) for number, name in enumerate(names)}


def _clock(number: int) -> str:
    return (
        rf"(?P<half{number}>午前|午後|AM|PM|am|pm)? ?(?:(?P<noon{number}>正午)|(?P<h{number}>[0-9]{{1,2}})"
        rf"(?::(?P<c{number}>[0-9]{{2}})(?::[0-9]{{2}})?(?![0-9])"
        rf"|時(?!間|点)(?:(?P<n{number}>[0-9]{{1,2}})分|(?P<s{number}>半))?))"
    )


CLOCK = re.compile(rf"[ 、の|T]{{0,2}}{_clock(1)}(?: ?(?:から|より|[~-]) ?{_clock(2)})?(?: ?まで)?")
# Parts of a year, month or fiscal year: they belong to the passage, and leave the value at what encloses them.
_PARTS = (
    "第?[1-4一二三四] ?(?:四半期|Q)",
    "[上下]半期|[前後][期半](?![0-9高])",
    "[上中下初]旬|初め|はじめ|初頭|月?末日?|半ば|なかば|中頃",
)
PART = re.compile(rf" ?(?:の?(?:{'|'.join(_PARTS)})|中(?=[にの、。)は旬 \n]))")
# 2024年春に; 4月 春の交流会 names the event.
SEASON = re.compile(r"の?[春夏秋冬](?=頃|ごろ|[にのかよま、。) \n]|$)")
ABOUT = re.compile(r"頃|ごろ|ころ(?=[にのかまは、。)])|前後")
DECADE = re.compile(r"代(?:前半|後半|半ば|初頭|初め|末)?")
RANGE = re.compile(r"(?: {0,2}|\n ?(?=~))(?:[~-]|―|ー|から|より|→|to |until ) {0,2}(?P<line>\n ?)?")
# What an English span leaves to its second half: May 5-7, 2022.
ENGLISH_REST = re.compile(
    rf"(?:(?P<month>{_MONTH_NAME})\.? ?)?(?:(?P<day>[0-9]{{1,2}}){_SUFFIX},? )?(?P<year>[12][0-9]{{3}})(?![0-9])"
)
YEAR_ITEM = re.compile(rf"(?:(?P<west>[12][0-9]{{3}})|(?P<short>元|[0-9]{{1,2}})){_YEAR_TO_COME}")
LIST = re.compile(r" ?(?:[・、,][ \n]?|及び|および|と|並びに)")
# より is から here, unless something is compared.
OPEN = re.compile(
    r" ?~|\n?から(?!揚)|以降|以後|以来|より(?=[、。]|施行|実施|開始|開催|運用|順次|適用|本格|供用|参加|加盟|新)"
)
# by May 2024, since 1998
ENGLISH_OPEN = re.compile(r"(?:(?P<until>[Bb]y|[Uu]ntil)|[Ss]ince|[Ff]rom) \Z")
UNTIL = re.compile(r"まで(?:に)?(?!も)|以前")
# The days that follow the first of 11/1・8・15(水).
DAY = re.compile(rf"[・、,] ?(?P<day>[1-9][0-9]?)(?:\((?P<weekday>{_SEVEN})\))?(?![0-9/:年月日時人名%])")
DAYS = re.compile(rf"(?:[・、,] ?[1-9][0-9]?(?:\({_SEVEN}\))?(?![0-9/:年月日時人名%])){{1,8}}")
SINGLE = re.compile(r"(?P<day>[0-9]{1,2})(?![0-9年月日時:./%])")
