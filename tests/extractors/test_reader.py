from __future__ import annotations

import pytest

from extractors.context import Context
from extractors.identity import document_id
from extractors.reader import UnreadableError, read
from extractors.records import Publisher
from tests.extractors.pdf_maker import PdfMaker

PAGE = "<!DOCTYPE html><html><head><title>連携</title></head><body><p>協定を結んだ。</p></body></html>".encode()
PDF = PdfMaker().text(50, 60, "協定を結んだ。").data()
# bytes, declared type, type, problems
READ = [
    (PAGE, "text/html", "text/html", ()),
    (PAGE, "text/html; charset=UTF-8", "text/html", ()),
    (PAGE, "TEXT/HTML", "text/html", ()),
    (PAGE, "application/xhtml+xml", "application/xhtml+xml", ()),
    (PAGE, "application/pdf", "text/html", ("declared application/pdf, is text/html",)),
    (b"\xef\xbb\xbf\n <!-- x --><html>" + PAGE, "text/plain", "text/html", ("declared text/plain, is text/html",)),
    (PDF, "application/pdf", "application/pdf", ()),
    (PDF, "text/html", "application/pdf", ("declared text/html, is application/pdf",)),
    (PDF, "application/octet-stream", "application/pdf", ("declared application/octet-stream, is application/pdf",)),
    ("協定を結んだ。".encode(), "text/plain", "text/plain", ()),
    ("# 連携\n\n協定を結んだ。".encode(), "text/markdown", "text/markdown", ()),
]
REFUSED = [
    (b"", "text/html", "empty"),
    (b" \r\n ", "application/pdf", "empty"),
    (b"PK\x03\x04word", "application/pdf", "ZIP"),
    (b"\x89PNG\r\n", "image/png", "PNG"),
    (b"\xd0\xcf\x11\xe0\xa1", "application/msword", "old Word"),
    (b"body { color: red }", "text/css", "text/css cannot be read"),
    (b"something", "", "no media type"),
]


@pytest.mark.parametrize(("data", "declared", "media_type", "problems"), READ)
def test_the_bytes_decide(data: bytes, declared: str, media_type: str, problems: tuple[str, ...]) -> None:
    document = read(data, declared, Context())
    assert "協定を結んだ。" in document.text
    assert (document.media_type, document.problems) == (media_type, problems)


@pytest.mark.parametrize(("data", "declared", "reason"), REFUSED)
def test_what_is_no_document_is_refused_in_one_line(data: bytes, declared: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        read(data, declared, Context())
    assert "\n" not in str(caught.value)


def test_no_pdf_in_a_pdf_is_a_broken_document() -> None:
    assert read(b"not at all", "application/pdf", Context()).problems == ("truncated", "broken")


@pytest.mark.parametrize(("data", "media_type"), [(PAGE, "text/html"), (PDF, "application/pdf")])
def test_context_is_carried_over(data: bytes, media_type: str) -> None:
    url, publisher = "https://www.town.midori.example.jp/a", Publisher(name="みどり町", code="999997")
    context = Context(url=url, source="midori", publisher=publisher, fetched_at="2024-01-01T00:00:00Z")
    document = read(data, media_type, context)
    assert (document.id, document.url, document.source) == (document_id(url), url, "midori")
    assert (document.publisher, document.fetched_at) == (publisher, "2024-01-01T00:00:00Z")
    assert read(data, media_type, Context(id="known")).id == "known"
    assert read(data, media_type, Context()).id == document_id(document.sha256)


def test_the_header_names_the_charset() -> None:
    data = "<p>髙原町の①".encode("cp932")
    assert read(data, 'text/html; charset="Shift_JIS"', Context()).text == "髙原町の①"
