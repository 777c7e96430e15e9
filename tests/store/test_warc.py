"""Captures in WARC files: whole or not there, whatever happens to the process or the disk."""

import gzip
import io
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as PlainIterator

from store.entries import Capture, Place, stamp
from store.exchange import Exchange
from store.recovery import OPEN, close_leftovers, sound_length
from store.warc import Archive, ArchiveError

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
NAME = re.compile(r"2026/11/renkei-20261126T190000-[0-9a-f]{8}\.warc\.gz")


def page(number: int = 0, body: bytes = b"<p>body</p>") -> Exchange:
    return Exchange(
        url=f"http://www.example.jp/{number}.html",
        at=NOW,
        sent=(("Host", "www.example.jp"), ("User-Agent", "Renkei/0")),
        status=200,
        reason="OK",
        received=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=secret")),
        body=body,
        ip="192.0.2.1",
    )


def captured(exchange: Exchange, place: Place) -> Capture:
    return Capture(
        id=1,
        source="s",
        url=exchange.url,
        fetched_at=stamp(exchange.at),
        status=200,
        sha256=exchange.sha256,
        place=place,
    )


@pytest.mark.parametrize("body", [b"", b"<p>", "連携".encode("cp932"), bytes(100_000), b"\r\n\r\nWARC/1.1\r\n"])
def test_a_body_comes_back(tmp_path: Path, body: bytes) -> None:
    with Archive.open(tmp_path) as archive:
        place = archive.write(page(body=body))
        assert archive.read(place) == body, "while the file is open"
    assert Archive.open(tmp_path).read(place) == body, "after it was closed"


def test_files_are_named_by_the_clock_and_closed(tmp_path: Path) -> None:
    with Archive(tmp_path) as first, Archive(tmp_path) as second:
        places = [archive.write(page()) for archive in (first, second)]
        assert len(list(tmp_path.rglob(f"*{OPEN}"))) == 2
    assert len({place.file for place in places}) == 2 and all(NAME.fullmatch(place.file) for place in places)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.gz*")) == sorted(
        p.file for p in places
    )


def test_nothing_is_made_when_nothing_is_written(tmp_path: Path) -> None:
    Archive.open(tmp_path / "raw").close()
    assert not list(tmp_path.rglob("*"))


def test_a_large_file_gives_way_to_a_new_one(tmp_path: Path) -> None:
    with Archive(tmp_path, largest=1500) as archive:
        places = [archive.write(page(n)) for n in range(6)]
    assert len({place.file for place in places}) > 1
    assert [archive.read(place) for place in places] == [b"<p>body</p>"] * 6


def test_other_readers_find_the_records_and_their_digests(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = page()
        place = archive.write(first)
        archive.write(first, same_as=captured(first, place))
    path = tmp_path / place.file
    checked = [
        (str(record.record_type), record.verify_block_digest())
        for record in ArchiveIterator(str(path), parse_http=False)
    ]
    kinds = ["warcinfo", "response", "request", "revisit", "request"]
    assert checked == [(kind, True) for kind in kinds]
    with path.open("rb") as file:
        records = [(record.rec_type, record.rec_headers, record.http_headers) for record in PlainIterator(file)]
    response, revisit = records[1], records[3]
    assert response[1].get_header("WARC-Target-URI") == first.url
    assert response[1].get_header("WARC-IP-Address") == "192.0.2.1"
    assert response[2].get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert response[2].get_header("Content-Encoding") is None
    assert response[2].get_header("Set-Cookie") is None
    assert revisit[1].get_header("WARC-Payload-Digest") == f"sha256:{first.sha256}"
    assert revisit[1].get_header("WARC-Refers-To-Date") == response[1].get_header("WARC-Date")


def test_a_revisit_is_small_and_holds_no_body(tmp_path: Path) -> None:
    exchange = page(body=bytes(range(256)) * 400)
    with Archive(tmp_path) as archive:
        place = archive.write(exchange)
        size = sum(path.stat().st_size for path in tmp_path.rglob("*.open"))
        again = archive.write(exchange, same_as=captured(exchange, place))
        assert sum(path.stat().st_size for path in tmp_path.rglob("*.open")) - size < 1200
        with pytest.raises(ArchiveError, match="no capture can be read"):
            archive.read(again)


@pytest.mark.parametrize("name", ["../../secret", "2026/11/none.warc.gz"])
def test_a_place_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match=r"(none\.warc\.gz|secret): not there"):
        Archive(tmp_path).read(Place(name, 3))


def test_a_body_that_was_altered_is_not_handed_out(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        place = archive.write(page())
    path = tmp_path / place.file
    members = gzip.decompress(path.read_bytes()).replace(b"<p>body</p>", b"<p>BODY</p>")
    path.write_bytes(gzip.compress(members[members.index(b"WARC/1.1", 9) :]))
    with pytest.raises(ArchiveError):
        archive.read(Place(place.file, 0))


def test_hostile_headers_stay_headers(tmp_path: Path) -> None:
    hostile = Exchange(
        url="http://www.example.jp/協定?q=髙 x",
        at=NOW,
        status=200,
        reason="成功",
        received=(("X-A", "\xe9\xe3"), ("Content-Type", "text/html; charset=\xe3\x81\x82")),
        body=b"ok",
    )
    with Archive(tmp_path) as archive:
        assert archive.read(archive.write(hostile)) == b"ok"


def written(folder: Path, count: int) -> tuple[bytes, list[Place], list[int]]:
    """A file with so many captures: its bytes, where they stand, and where their records end."""
    with Archive(folder) as archive:
        places = [archive.write(page(n, bytes([n]) * 50)) for n in range(count)]
    data = (folder / places[0].file).read_bytes()
    ends, at = [], 0
    while at < len(data):
        at += sound_length(io.BytesIO(data[at:][: next_member(data[at:])]))
        ends.append(at)
    return data, places, ends


def next_member(data: bytes) -> int:
    following = data.find(b"\x1f\x8b\x08", 3)
    while following != -1 and sound_length(io.BytesIO(data[:following])) != following:
        following = data.find(b"\x1f\x8b\x08", following + 3)
    return len(data) if following == -1 else following


def test_every_truncation_keeps_every_whole_record(tmp_path: Path) -> None:
    data, places, ends = written(tmp_path / "whole", 3)
    assert len(ends) == 7
    lengths = range(0, len(data), 7)
    assert len(lengths) >= 200
    for length in lengths:
        folder = tmp_path / str(length)
        torn = folder / (places[0].file + OPEN)
        torn.parent.mkdir(parents=True)
        torn.write_bytes(data[:length])
        sound = max((end for end in ends if end <= length), default=0)
        with Archive.open(folder) as archive:
            assert [path.stat().st_size for path in folder.rglob("*.gz")] == ([sound] if sound else [])
            for number, place in enumerate(places):
                if place.offset < sound:
                    assert archive.read(place) == bytes([number]) * 50
            fresh = archive.write(page(9))
            assert archive.read(fresh) == b"<p>body</p>"
        assert not list(folder.rglob(f"*{OPEN}"))


@pytest.mark.parametrize(
    "rubbish", [bytes(4096), b"\x1f\x8b\x08\x00", b"WARC/1.1\r\n", b"\x1f\x8b\x08\x00" + bytes(90)]
)
def test_rubbish_behind_the_last_record_is_cut_off(tmp_path: Path, rubbish: bytes) -> None:
    data, places, _ = written(tmp_path, 2)
    path = tmp_path / places[0].file
    path.rename(f"{path}{OPEN}").write_bytes(data + rubbish)
    assert close_leftovers(tmp_path) == [path]
    assert path.read_bytes() == data


def test_a_file_that_is_being_written_is_no_leftover(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(page(1))
        with Archive.open(tmp_path) as other:
            place = other.write(page(2))
        later = archive.write(page(3))
    assert archive.read(later) == other.read(place) == b"<p>body</p>"


FULL = """
import resource, signal, sys
from pathlib import Path
from store.database import DiskError
from store.warc import Archive
from tests.store.test_warc import page
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = Archive(Path(sys.argv[1]))
kept = [archive.write(page(0))]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    archive.write(page(1, bytes(range(256)) * 40))
    sys.exit("the disk was not full")
except DiskError as error:
    assert "make room" in str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
kept.append(archive.write(page(2)))
archive.close()
assert [archive.read(place) for place in kept] == [b"<p>body</p>"] * 2
"""


@pytest.mark.parametrize("limit", range(1150, 1900, 150))
def test_a_full_disk_leaves_whole_records(tmp_path: Path, limit: int) -> None:
    """A limit on file size makes the kernel cut writes short and then refuse them, as a full disk does."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path, str(limit)], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    path = next(tmp_path.rglob("*.gz"))
    assert sound_length(io.BytesIO(path.read_bytes())) == path.stat().st_size
