"""The words of a block as a browser shows them: white space collapsed, line breaks kept, lines of the source joined.

>>> shown(["さいたま\\n  市の", "協定", BREAK, " 令和3年  City Hall\\nannex "])
'さいたま市の協定\\n令和3年 City Hall annex'
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.html.tree import Node

# Stands for <br> and for block ends inside a cell until the white space is collapsed; no page holds it, see `parse`.
BREAK = "\x00"

# Ideographs, kana and full-width signs, between which a line end of the source is no space.
_WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_SOURCE_LINE = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_WIDE})")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(rf"[ \xa0]*{BREAK}[ \xa0]*(?:{BREAK}[ \xa0]*)*")
_FILE_NAME = re.compile(r"[\w%() .-]{1,80}\.(?:jpe?g|png|gif|bmp|webp|svg)", re.IGNORECASE)
# Alternative texts of icons and spacers.
_ICON = re.compile(
    r"(?:外部(?:サイト)?(?:への)?リンク|新しい(?:ウィンドウ|ウインドウ|タブ)で開き?(?:ます|く)?|別(?:ウィンドウ|ウインドウ)で開く|"
    r"(?:PDF|Word|Excel|ワード|エクセル)?(?:ファイル)?(?:の)?アイコン|PDF(?:ファイル|形式)?|新着|NEW|icon|アイコン|矢印|画像|写真|image|photo|space[r]?)",
    re.IGNORECASE,
)


def shown(parts: Iterable[str]) -> str:
    """The parts as one text, `BREAK` as a line end, nothing but words at either end."""
    text = _SOURCE_LINE.sub("", "".join(parts))
    return _BREAK.sub("\n", _SPACE.sub(" ", text)).strip().strip("\u200b\ufeff")


def alternative(image: Node) -> str:
    """The alternative text of a picture where it says what is seen; empty for icons, spacers and file names."""
    text = " ".join(image.attributes.get("alt", "").split())
    return "" if _ICON.fullmatch(text) or _FILE_NAME.fullmatch(text) else text


def words(root: Node) -> str:
    """All words below an element, blocks parted by line ends: what a table cell or a caption says."""
    parts: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.name == "br":
            parts.append(BREAK)
        elif item.name == "img":
            parts.append(f" {alternative(item)} ")
        elif not item.left_out:
            ends = [BREAK] if item.name in BLOCKS and item is not root else []
            stack.extend([*ends, *reversed(item.children), *ends])
    return shown(parts)


_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup p pre search section summary "
    "table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
