from __future__ import annotations

import codecs

import pytest

from extractors.readers.charset import decode

TEXT = "みどり町は髙﨑①㈱ﾊﾝｶｸの協定を結びました。"


def _euc(text: str) -> bytes:
    """EUC-JP as Windows writes it, row 13 and half-width kana included."""
    out = b""
    for letter in text:
        code = letter.encode("cp932")
        if len(code) == 1:
            out += b"\x8e" + code if code[0] > 0x7F else code
            continue
        row = 2 * (code[0] - (0x81 if code[0] < 0xA0 else 0xC1)) + (code[1] >= 0x9F)
        cell = code[1] - 0x9F if code[1] >= 0x9F else code[1] - 0x40 - (code[1] > 0x7F)
        out += bytes((row + 0xA1, cell + 0xA1))
    return out


def _jis(text: str) -> bytes:
    return b"\x1b$B" + bytes(byte & 0x7F for byte in _euc(text)) + b"\x1b(B"


PLAIN = "みどり町は①㈱ﾊﾝｶｸの協定を結びました。"
# bytes, header, text, problem
READ = [
    (TEXT.encode(), None, TEXT, None),
    (TEXT.encode(), "UTF-8", TEXT, None),
    (codecs.BOM_UTF8 + TEXT.encode(), "Shift_JIS", TEXT, "declared shift_jis, is utf-8"),
    (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None, TEXT, None),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", TEXT, None),
    (TEXT.encode("cp932"), None, TEXT, None),
    (TEXT.encode("cp932"), "Shift_JIS", TEXT, None),
    (TEXT.encode("cp932"), "x-sjis", TEXT, None),
    (TEXT.encode("cp932"), "utf-8", TEXT, "declared utf-8, is cp932"),
    (TEXT.encode("cp932"), "EUC-JP", TEXT, "declared euc-jp, is cp932"),
    (TEXT.encode("cp932"), "ISO-8859-1", TEXT, None),  # servers send this unasked
    (_euc(PLAIN), None, PLAIN, None),
    (_euc(PLAIN), "Shift_JIS", PLAIN, "declared shift_jis, is euc-jp"),
    (_jis("みどり町①㈱"), None, "みどり町①㈱", None),
    (_jis("みどり町"), "utf-8", "みどり町", "declared utf-8, is iso-2022-jp"),
    (b"\x1b(I\x4a\x5d\x1b(B ok", None, "ﾊﾝ ok", None),
    (b"plain", "Shift_JIS", "plain", None),
    (b"plain", "no-such-charset", "plain", None),
    (b"", None, "", None),
]
STATED = [
    (b'<meta charset="shift_jis">' + TEXT.encode("cp932"), None),
    (b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' + TEXT.encode("cp932"), "is cp932"),
    (b"<?xml version='1.0' encoding='EUC-JP'?>" + TEXT.encode(), "declared euc-jp, is utf-8"),
]


@pytest.mark.parametrize(("data", "header", "text", "problem"), READ)
def test_bytes_are_read_as_what_they_are(data: bytes, header: str | None, text: str, problem: str | None) -> None:
    assert decode(data, header) == (text, problem)


@pytest.mark.parametrize(("data", "problem"), STATED)
def test_a_page_may_state_its_charset(data: bytes, problem: str | None) -> None:
    text, said = decode(data, markup=True)
    assert text.endswith(TEXT)
    assert (said is None) if problem is None else (said or "").endswith(problem)


@pytest.mark.parametrize("codec", ["utf-8", "cp932"])
def test_a_broken_byte_costs_itself_alone(codec: str) -> None:
    text, problem = decode(("本文" * 20).encode(codec) + b"\xff\xfd" + ("続き" * 20).encode(codec), codec)
    assert text.count("本文") == text.count("続き") == 20
    assert problem == f"undecodable bytes, read as {codec}" or problem is None


def test_text_can_always_be_written_as_utf8() -> None:
    for start in range(0, 256, 8):
        decode(bytes(range(start, 256)) * 3, "utf-16")[0].encode()
