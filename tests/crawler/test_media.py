"""What bytes are, whatever they were declared as."""

import pytest

from crawler.media import kind, may_be, recognise, split

PDF, HTML = b"%PDF-1.7\n%\xe2\xe3", b"\xef\xbb\xbf<!DOCTYPE html>\n<html>"
XML = b'<?xml version="1.0" encoding="Shift_JIS"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">'

RECOGNISED = [
    ("text/html", HTML, "text/html", None),
    ("text/html", b"<p>no head</p>", "text/html", None),
    ("text/html", XML, "text/html", None),
    ("application/xhtml+xml", XML, "application/xhtml+xml", None),
    ("application/pdf", PDF, "application/pdf", None),
    ("application/pdf", bytes(900) + PDF, "application/pdf", None),
    ("application/pdf", b"noise", "application/pdf", None),
    ("application/pdf", HTML, "text/html", "declared application/pdf, is text/html"),
    ("text/html", PDF, "application/pdf", "declared text/html, is application/pdf"),
    ("application/octet-stream", PDF, "application/pdf", None),
    (None, HTML, "text/html", None),
    ("text/plain", b"<html><body>", "text/html", None),
    ("text/plain", b"plain words", "text/plain", None),
    (None, b"", None, None),
    ("image/png", b"\x89PNG", "image/png", None),
]
HEADERS = [
    ("text/html; charset=Shift_JIS", "text/html", "Shift_JIS"),
    ('TEXT/HTML;charset="utf-8"', "text/html", "utf-8"),
    ("text/html; boundary=x; CHARSET=EUC-JP", "text/html", "EUC-JP"),
    ("text/html", "text/html", None),
    ("text/html; charset=", "text/html", None),
    (";", None, None),
    ("", None, None),
    (None, None, None),
]


@pytest.mark.parametrize(("declared", "body", "expected", "problem"), RECOGNISED)
def test_the_bytes_have_the_last_word(
    declared: str | None, body: bytes, expected: str | None, problem: str | None
) -> None:
    assert recognise(declared, body) == (expected, problem)


@pytest.mark.parametrize(("header", "media_type", "charset"), HEADERS)
def test_headers(header: str | None, media_type: str | None, charset: str | None) -> None:
    assert split(header) == (media_type, charset)


def test_bodies_of_other_kinds_are_not_fetched() -> None:
    assert (
        may_be("application/pdf", ("pdf",)) and may_be(None, ("pdf",)) and may_be("application/octet-stream", ("html",))
    )
    assert not may_be("application/pdf", ("html",)) and not may_be("image/png", ("html", "pdf"))
    assert (kind("application/x-pdf"), kind("application/xhtml+xml"), kind("text/css")) == ("pdf", "html", None)
