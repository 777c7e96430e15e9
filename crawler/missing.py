"""Pages that say they are not there, although the server calls them well (soft 404).

>>> apology("<title>お探しのページが見つかりません｜富山市</title>".encode())
'お探しのページが見つかりません｜富山市'
>>> apology("<title>協定の一覧</title><h1>協定</h1>".encode()) is None
True

Only the title and the main headings are heard: pages speak of missing pages in many other places.
"""

from __future__ import annotations

import re

from w3lib.encoding import html_to_unicode

_HEADS = re.compile(r"<(title|h1)\b[^>]{0,300}>(.{0,300}?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,300}>")
_NOUN = r"(?:ページ|ぺージ|ファイル|コンテンツ|記事|URL|ＵＲＬ|アドレス|サイト|page|file|document|content)"
_APOLOGIES = re.compile(
    rf"{_NOUN}.{{0,20}}(?:見つかりません|みつかりません|見つけられません|見当たりません|存在しません|存在いたしません"
    rf"|ありません|ございません|削除され|not\s+found|(?:does\s+not|doesn.t)\s+exist|cannot\s+be\s+found)"
    rf"|not\s+found\s*$"
    rf"|^\W*(?:http|error|エラー|status)?\W*404\W*(?:$|error|エラー|not\s+found|ページ|file|[|｜:：\-―–])",
    re.IGNORECASE,
)
# Questions and instructions about missing pages are pages.
_SPOKEN_OF = re.compile(r"どう|とき|場合|方法|質問|[?？]|Q&A|FAQ", re.IGNORECASE)


def apology(body: bytes, charset: str | None = None) -> str | None:
    """The title or main heading in which an HTML page says that it is not there; None for every other page.

    `charset` is what the HTTP header says.
    """
    _, text = html_to_unicode(f"text/html; charset={charset}" if charset else None, body)
    for match in _HEADS.finditer(text):
        head = " ".join(_TAG.sub(" ", match.group(2)).split())
        if _APOLOGIES.search(head) and not _SPOKEN_OF.search(head):
            return head[:80]
    return None
