"""Bytes to text: what the bytes are counts for more than what is said of them.

>>> decode("髙﨑①㈱".encode("cp932"), "Shift_JIS")
('髙﨑①㈱', None)
>>> decode("連携協定".encode("cp932"), "utf-8")
('連携協定', 'declared utf-8, is cp932')

A byte order mark is believed, then a declaration under which every byte can be read, then strict trials in the order
ISO-2022-JP, UTF-8, EUC-JP, CP932: each refuses nearly everything that the ones behind it accept. Shift_JIS always
means Windows-31J here, as in the WHATWG Encoding Standard: public offices write ①, ㈱ and 髙, which JIS X 0208 lacks.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

# Labels as pages write them (WHATWG Encoding Standard, https://encoding.spec.whatwg.org/#names-and-labels, CC0).
_LABELS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8"), "utf-8"),
    **dict.fromkeys(("shift_jis", "shift-jis", "shiftjis", "x-sjis", "sjis", "csshiftjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("windows-31j", "cp932", "ms932", "x-ms-cp932", "cp943c"), "cp932"),
    **dict.fromkeys(("euc-jp", "eucjp", "x-euc-jp", "euc_jp", "cp51932", "cseucpkdfmtjapanese"), "euc-jp"),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp", "iso2022jp", "jis"), "iso-2022-jp"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949", "korean"), "cp949"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-16"),
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TRIALS = ("utf-8", "euc-jp", "cp932")
# Servers send ISO-8859-1 unasked, and every byte fits it, so it and its like say nothing.
_LAST_RESORT = "cp1252"

_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 8192  # browsers look at the first 1,024 bytes only; old pages put scripts in front
_SHIFTS = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BJI])")
_PAIRS = re.compile(rb"\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}|[\x00-\x7f]+", re.DOTALL)
_HALF_KANA = re.compile("[\uff61-\uff9f]")


def decode(data: bytes, declared: str | None = None, markup: bool = False) -> tuple[str, str | None]:
    """The text of the bytes and, where a declaration does not fit them, one line saying so.

    `declared` is what the HTTP header says; with `markup` the declaration inside the page is heard too. Never raises:
    bytes that fit nothing are read in what fits them best, and the line says `undecodable bytes, read as …`.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), _complaint(declared, codec)
    shifted = _strictly(data, "iso-2022-jp")  # all seven-bit, so every other declaration would seem to fit
    if shifted is not None:
        return shifted, _complaint(declared, "iso-2022-jp")
    labels = [label for label in (declared, _stated(data) if markup else None) if label]
    for label in labels:
        text = _as_declared(data, label)
        if text is not None:
            return text, _complaint(labels[0], _codec(label))
    for codec in _TRIALS:
        text = _strictly(data, codec)
        if text is not None:
            return text, _complaint(labels[0] if labels else None, codec)
    return _best(data, labels)


def _stated(data: bytes) -> str | None:
    found = _XML.search(data, 0, 200) or _META.search(data, 0, _HEAD)
    return found.group(1).decode("ascii", "replace") if found else None


def _codec(label: str) -> str | None:
    return _LABELS.get(label.strip().strip("\"'").lower())


def _complaint(declared: str | None, codec: str | None) -> str | None:
    """A line when a known declaration is not what the bytes are; ASCII fits under any name."""
    stated = _codec(declared) if declared else None
    if stated is None or codec is None or codec.startswith(stated):
        return None
    return f"declared {(declared or '').strip().lower()}, is {codec}"


def _as_declared(data: bytes, label: str) -> str | None:
    codec = _codec(label)
    if codec == "utf-16" and b"\x00" not in data[:_HEAD]:
        return None
    text = _strictly(data, codec) if codec else None
    if text is None or codec != "cp932" or not _is_kana_soup(text):
        return text
    # EUC-JP read as Shift_JIS is nearly all half-width kana, without an error.
    return text if _strictly(data, "euc-jp") is None else None


def _is_kana_soup(text: str) -> bool:
    kana = len(_HALF_KANA.findall(text))
    return kana > 8 and 2 * kana > sum(1 for character in text if character > "\x7f")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return _READERS[codec](data) if codec in _READERS else data.decode(codec)
    except UnicodeDecodeError:
        return None


def _best(data: bytes, labels: list[str]) -> tuple[str, str]:
    """The reading with the fewest replaced characters; the declared one when they tie."""
    codecs_ = dict.fromkeys([*filter(None, map(_codec, labels)), "utf-8", "cp932", "euc_jp", _LAST_RESORT])
    readings = [(data.decode(codec, "replace"), codec) for codec in codecs_]
    text, codec = min(readings, key=lambda reading: _oddities(reading[0]))
    return text, f"undecodable bytes, read as {codec}"


def _oddities(text: str) -> int:
    """Replaced characters, and those that Western readings of Japanese bytes are full of."""
    return text.count("\ufffd") + sum(1 for character in text if "\x80" <= character <= "\u024f") // 4


def _euc(data: bytes) -> str:
    """EUC-JP with the rows that Windows adds (①, ㈱, 髙), by way of the same places in Windows-31J."""
    try:
        return data.decode("euc_jp")
    except UnicodeDecodeError:
        return "".join(_euc_pieces(data))


def _euc_pieces(data: bytes) -> Iterator[str]:
    at = 0
    for match in _PAIRS.finditer(data):
        if match.start() != at:
            break
        at, piece = match.end(), match.group()
        yield _pair(piece) if len(piece) == 2 and piece[0] >= 0xA1 else piece.decode("euc_jp")
    if at != len(data):
        raise UnicodeDecodeError("euc-jp", data, at, at + 1, "no EUC-JP")


def _pair(pair: bytes) -> str:
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932")


def _jis(data: bytes) -> str:
    """ISO-2022-JP with half-width kana and the Windows rows, by way of EUC-JP; needs an escape to count as such."""
    if b"\x1b" not in data:
        raise UnicodeDecodeError("iso-2022-jp", data[:1], 0, 1, "no escape sequence")
    shift, pieces = b"(B", []
    for part in re.split(_SHIFTS, data):
        if _SHIFTS.fullmatch(b"\x1b" + part):
            shift = part
        else:
            pieces.append(_shifted(part, shift))
    return "".join(pieces)


def _shifted(part: bytes, shift: bytes) -> str:
    if part and (max(part) > 0x7F or 0x1B in part):
        raise UnicodeDecodeError("iso-2022-jp", part, 0, 1, "eighth bit or stray escape")
    if shift in (b"(B", b"(J"):
        return part.decode("ascii")
    return "".join(_euc(_raised(run, shift)) for run in re.split(rb"([\x00-\x20]+)", part))


def _raised(run: bytes, shift: bytes) -> bytes:
    """The bytes with the eighth bit set, as EUC-JP writes them; white space stays."""
    if not run or run[0] <= 0x20:
        return run
    high = bytes(byte | 0x80 for byte in run)
    if shift == b"(I":
        return b"".join(b"\x8e" + high[i : i + 1] for i in range(len(high)))
    if shift == b"$(D":
        return b"".join(b"\x8f" + high[i : i + 2] for i in range(0, len(high), 2))
    return high


_READERS: dict[str, Callable[[bytes], str]] = {"euc-jp": _euc, "iso-2022-jp": _jis}
