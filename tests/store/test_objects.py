"""Captures in an object store: read by their range, put there when a file is finished, nothing lost when it is not."""

import gzip
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.entries import Place
from store.exchange import Exchange
from store.export import export
from store.objects import ObjectStore, StoreError, deliver_all
from store.warc import Archive, ArchiveError, MissingError
from store.warc_file import kept_in
from tests.object_store import object_store

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
URL = "s3://captures/renkei/raw"


@pytest.fixture(scope="module")
def serving() -> Iterator[dict[str, str]]:
    with object_store("captures") as environment:
        yield dict(environment)


@pytest.fixture(autouse=True)
def environment(serving: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name, value in serving.items():
        monkeypatch.setenv(name, value)
    ObjectStore(URL)._files.clear_instance_cache()
    return serving


def page(number: int, body: bytes) -> Exchange:
    return Exchange(url=f"http://www.example.jp/{number}.html", at=NOW, status=200, reason="OK", body=body)


def test_a_file_goes_to_the_store_when_it_is_finished_and_is_read_by_ranges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = [number.to_bytes(4, "big") * 3 + bytes([number % 251]) * 9 for number in range(200_000)]
    bodies = [b"<p>first</p>", b"".join(noise), b"<p>last</p>"]
    with Archive.open(tmp_path / "one", URL) as archive:
        places = [archive.write(page(number, body)) for number, body in enumerate(bodies)]
        assert archive.read(places[0]) == bodies[0], "while it is written"
    assert not list((tmp_path / "one").rglob("*.gz*")) and not archive.undelivered
    elsewhere = Archive(tmp_path / "two", URL)
    asked: list[int] = []
    piece = ObjectStore._piece

    def counted(self: ObjectStore, name: str, start: int, end: int) -> bytes:
        found = piece(self, name, start, end)
        asked.append(len(found))
        return found

    monkeypatch.setattr(ObjectStore, "_piece", counted)
    assert elsewhere.read(places[2]) == bodies[2] and sum(asked) < 4096, "its range alone"
    asked.clear()
    assert elsewhere.read(places[0]) == bodies[0] and len(asked) == 1
    assert elsewhere.read(places[1]) == bodies[1]
    assert elsewhere.names() == [places[0].file]
    with elsewhere.opened(places[0].file) as file:
        assert [kept.exchange.body for kept in kept_in(file)] == bodies
    assert export(elsewhere, places[::2], tmp_path / "out.warc.gz", NOW) == 2
    assert b"<p>last</p>" in gzip.decompress((tmp_path / "out.warc.gz").read_bytes())


def test_what_is_not_there_is_told_from_what_is_damaged(tmp_path: Path) -> None:
    with Archive.open(tmp_path, URL) as archive:
        place = archive.write(page(0, b"<p>body</p>"))
    with pytest.raises(MissingError, match=r"none\.warc\.gz: not there"):
        archive.read(Place("2026/11/none.warc.gz", 0))
    for offset in (place.offset + 5, 1 << 20):
        with pytest.raises(ArchiveError, match="no capture can be read") as error:
            archive.read(Place(place.file, offset))
        assert not isinstance(error.value, MissingError)


def test_a_store_that_does_not_answer_costs_a_line_and_the_next_start_delivers(
    tmp_path: Path, serving: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refusing = "s3://no-such-bucket/raw"
    with Archive.open(tmp_path, refusing) as archive:
        place = archive.write(page(0, b"<p>body</p>"))
    assert len(archive.undelivered) == 1 and "no-such-bucket" in archive.undelivered[0]
    assert "\n" not in archive.undelivered[0]
    assert archive.read(place) == b"<p>body</p>", "from this machine"
    with pytest.raises(StoreError, match="no-such-bucket"):
        deliver_all(tmp_path, ObjectStore(refusing))
    deliver_all(tmp_path, ObjectStore(URL))
    assert not list(tmp_path.rglob("*.gz"))
    assert Archive(tmp_path, URL).read(place) == b"<p>body</p>"
    assert serving["AWS_SECRET_ACCESS_KEY"] not in caplog.text


def test_who_is_interrupted_does_not_wait_for_the_store(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Archive.open(tmp_path, URL) as archive:
        place = archive.write(page(0, b"<p>body</p>"))
        raise KeyboardInterrupt
    assert (tmp_path / place.file).exists() and archive.read(place) == b"<p>body</p>"
