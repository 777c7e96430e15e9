"""Reading in a child process: what a document can do there costs that document only."""

from pathlib import Path

import pytest

from extractors.context import Context
from flows.extraction.reading import ReaderPool, ReaderProcess, ReadFailedError
from flows.limits import Limits

PAGE = "<html><body><h1>協定</h1><p>本市は協定を結びました。</p></body></html>".encode()


def test_a_document_comes_back_as_it_was_read() -> None:
    with ReaderProcess() as reader:
        document = reader.read(PAGE, "text/html", Context(id="d", fetched_at="2026-11-26T00:00:00Z")).document
    assert "本市は協定を結びました。" in document.text
    assert (document.id, document.fetched_at) == ("d", "2026-11-26T00:00:00Z")


@pytest.mark.parametrize(("data", "media_type"), [(b"", "text/html"), (b"PK\x03\x04", "application/zip")])
def test_what_is_no_document_is_refused_in_one_line(data: bytes, media_type: str) -> None:
    with ReaderProcess() as reader, pytest.raises(ReadFailedError) as error:
        reader.read(data, media_type, Context(id="d"))
    assert str(error.value) and "\n" not in str(error.value)


def test_a_reader_is_told_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGPASSWORD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "secret")
    with ReaderProcess() as reader:
        reader.read(b"a", "text/plain", Context(id="d"))
        process, _ = reader._plain._running or pytest.fail("no child")
        assert b"secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()


def test_a_reader_that_runs_out_of_time_is_replaced() -> None:
    with ReaderProcess(Limits(seconds=5)) as reader:
        with pytest.raises(ReadFailedError, match=r"took longer than 5 s"):
            reader.read(PAGE * 200_000, "text/html", Context(id="d"))
        assert reader.read(PAGE, "text/html", Context(id="d")).document.text


def test_a_reader_that_runs_out_of_memory_is_replaced() -> None:
    with ReaderProcess(Limits(memory=1 << 29)) as reader:
        with pytest.raises(ReadFailedError):
            reader.read(b"<p>" + b"a" * (1 << 28), "text/html", Context(id="d"))
        assert reader.read(PAGE, "text/html", Context(id="d")).document.text


def test_documents_are_read_side_by_side_and_told_in_order() -> None:
    pages = [f"<h1>協定{number}</h1>".encode() for number in range(8)]
    with ReaderPool() as readers:
        answers = readers.map(lambda reader, page: reader.read(page, "text/html", Context(id="d")), pages)
        assert [answer.document.text for answer in answers] == [f"協定{number}" for number in range(8)]


def test_records_come_with_the_document() -> None:
    page = "<p>令和3年1月28日、富山市は松山市と連携協定を締結した。</p>".encode()
    with ReaderProcess() as reader:
        reading = reader.read(page, "text/html", Context(id="d"), records=True)
    assert [record.kind for record in reading.records] == ["date", "agreement", "city", "city"]
