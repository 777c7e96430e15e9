"""Verbs of signing in a sentence that names no agreement: the heading above names it, or the sentence before does.

>>> from extractors.agreements.reading import read
>>> from extractors.context import Context
>>> from extractors.readers.plain import structured
>>> page = read(structured("岬運輸株式会社との協定\\n\\n株式会社みなとも締結しました。", Context()), [], [])
>>> [(one.act, one.title.text) for one in untitled(page, page.sentences[1], None)]
[('signed', '協定')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.agreements.context import title_above
from extractors.agreements.findings import Finding
from extractors.agreements.reading import Reading, Sentence
from extractors.agreements.signings import Act, Signing, find_acts
from extractors.agreements.titles import Title

# The object of a verb whose sentence names no agreement must not be something else: 契約を締結.
_OBJECT = re.compile(r"(?P<object>[^、。はがに¤\s]{1,12})[をの]$")
# What else is revised and comes to an end: 「…ビジョン」を策定(令和4年3月改訂).
_ELSE = re.compile("計画|ビジョン|プラン|構想|指針|方針|条例|要綱|ガイドライン|マニュアル|戦略|憲章|制度|事業")
_THIS = re.compile(r"(?:これ|それ|同|本|この|その|当該)?(?:協定|覚書|協約|盟約)?書?")
# What a sentence says of the agreement told of just before: 締結は令和7年2月の予定です.
_ITS_DAY = re.compile(
    r"(?:(?:なお|また)、)?(?:(?:この|本|同)?協定の?)?(?:締結|調印)(?:式|日)?は、?¤+(?P<rest>[^。]{0,24})"
)
# 昭和60年5月8日提携, on a line of its own below a name.
_DATED_LINE = re.compile(r"[\s■●○◆・(]*¤+[にの\s]{0,2}(?P<verb>提携|締結|調印|盟約)(?:締結)?[\s)。]*")
_SINCE = re.compile("(?:して)?以[来降]|から")  # 平成16年の締結以来: of the agreement that was spoken of
_BULLETS = ("■", "・", "○", "●", "※")


def untitled(page: Reading, sentence: Sentence, near: Finding | None) -> Iterator[Signing]:
    """Verbs of signing in a sentence below a heading that names the agreement, or after a sentence that does."""
    its = _ITS_DAY.match(page.masked, sentence.start + page.masked.startswith(_BULLETS, sentence.start), sentence.end)
    if its and near:
        act: Act = "planned" if "予定" in its["rest"] else "signed"
        yield Signing(
            Title(sentence.start, sentence.start, near.type, near.title), act, its.start(), its.end(), its.end()
        )
        return
    if line := _DATED_LINE.fullmatch(page.masked, sentence.start, sentence.end):
        if title := title_above(page, sentence):
            start, end = line.span("verb")
            yield Signing(replace(title, start=start, end=start), "signed", start, end, start)
        return
    for act, start, end in find_acts(page.masked, sentence.start, sentence.end):
        thing = _OBJECT.search(page.masked, max(sentence.start, start - 14), start)
        if thing and not _THIS.fullmatch(thing["object"]):
            continue
        again = near if act in ("renewed", "ended") or _SINCE.match(page.masked, end) else None
        if again and _ELSE.search(page.masked, sentence.start, start):
            continue
        title = Title(start, start, again.type, again.title) if again else title_above(page, sentence)
        if title and (page.dates_in(sentence.start, sentence.end) or page.names_in(sentence.start, sentence.end)):
            yield Signing(replace(title, start=start, end=start), act, start, end, start)
            return
