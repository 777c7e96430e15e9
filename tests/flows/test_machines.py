"""Two machines with disks of their own, one object store and one database: the tables that one machine makes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from flows.workspace import Workspace
from store.entries import Place
from store.warc import Archive
from tests.many import pages
from tests.object_store import object_store
from tests.postgres import Postgres
from tests.serving import Page, serving

ROOT = Path(__file__).parents[2]
STORE = "s3://captures/raw"
SNAPSHOT = re.compile(rb"(\d{4}/\d\d/renkei-[0-9T]+-[0-9a-f]+\.warc\.gz)#(\d+)")
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Mapping[str, str]]:
    with object_store("captures") as environment:
        yield environment


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """Two parts of a site, and the folder with a source for each."""
    found: dict[str, Page] = {}
    for part, name in enumerate(("north", "south")):
        links = "".join(f'<a href="/{name}/{number}.html">{number}</a>' for number in range(20))
        found[f"/{name}/"] = (200, "text/html", links.encode())
        bodies = [body for _, body in pages(40, 2)][part * 20 :]
        found |= {f"/{name}/{number}.html": (200, "text/html", body) for number, body in enumerate(bodies[:20])}
    folder = tmp_path / "sources"
    folder.mkdir()
    with serving(found) as url:
        for name in ("north", "south"):
            text = f"title: {name}\nstart: [{url}/{name}/]\nscope: {{paths: [/{name}/]}}\nwait: 0\nprivate: true\n"
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        yield folder


def renkei(home: Path, sources: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """The command as on a machine of its own."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--home", str(home)]
    command += ["--sources", str(sources), *arguments]
    place = os.environ | settings | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    output = process.communicate(timeout=300)[0]
    assert process.returncode == 0, output
    return output


def tables(home: Path, archive: Archive) -> dict[str, bytes]:
    """The tables as text, with the digest of what stands there in the place of each snapshot, and without the clock."""

    def digest(match: re.Match[bytes]) -> bytes:
        return sha256(archive.read(Place(match[1].decode(), int(match[2])))).hexdigest().encode()

    files = [path for path in sorted((home / "processed").iterdir()) if path.suffix in (".jsonl", ".csv")]
    found = {path.name: SNAPSHOT.sub(digest, path.read_bytes()) for path in files if path.name != "changes.jsonl"}
    return {name: MOMENT.sub(b"then", data) for name, data in found.items()}


def test_two_machines_make_the_tables_of_one(
    site: Path, tmp_path: Path, bucket: Mapping[str, str], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(renkei(tmp_path / "alone", site, "run", "--plain"))
    shared = {**bucket, "RENKEI_LEDGER": postgres.database(), "RENKEI_RAW": STORE}
    machines = [tmp_path / "first", tmp_path / "second"]
    crawls = [
        renkei(home, site, "crawl", name, "--plain", **shared)
        for home, name in zip(machines, ("north", "south"), strict=True)
    ]
    outputs = [ended(crawl) for crawl in crawls]
    assert all("new 21 " in output for output in outputs)
    assert not [path for home in machines for path in home.rglob("*.gz*")], "all captures are in the store"
    outputs += [ended(renkei(machines[0], site, "extract", "--changed", "--plain", **shared))]
    outputs += [ended(renkei(machines[1], site, "publish", "--plain", **shared))]
    assert not any(bucket["AWS_SECRET_ACCESS_KEY"] in output for output in outputs)
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    together = tables(machines[1], Archive(machines[1] / "raw", STORE))
    alone = tables(tmp_path / "alone", Archive(Workspace(tmp_path / "alone", site).raw))
    assert together == alone
    assert alone["documents.csv"].count(b"\n") == 43 and alone["agreements.csv"].count(b"\n") > 5


OFF = [
    (["--raw", "s3://user:secret@bucket/raw", "status"], "put them into the environment"),
    (["--raw", "nowhere://bucket/raw", "status"], "nowhere"),
    (["extract", "--changed", "--address", "tcp://127.0.0.1:1"], "--engine dask"),
    (["extract", "--changed", "--plain", "--engine", "dask"], "one of the two"),
]


@pytest.mark.parametrize(("arguments", "words"), OFF, ids=[" ".join(arguments) for arguments, _ in OFF])
def test_a_call_that_is_off_gets_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err = called(tmp_path, capsys, *arguments)
    assert code == 2 and len(err.splitlines()) == 1 and words in err and "secret" not in err


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [("s3fs", ["--raw", "s3://bucket/raw", "status"]), ("distributed", ["extract", "--changed", "--engine", "dask"])],
)
def test_an_extra_that_is_missing_is_named(missing: str, arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    program = f"import sys; sys.modules['{missing}'] = None; from flows.cli import main; main()"
    command = [sys.executable, "-c", program, "--home", str(tmp_path), *arguments]
    place = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=place, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and "renkei[cluster]" in done.stderr


def called(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code of a call in this process, and what it writes to standard error."""
    from flows.cli import main

    (home / "sources").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as stop:
        patch.setattr(sys, "argv", ["renkei", "--home", str(home), *arguments])
        main()
    return int(str(stop.value.code)), capsys.readouterr().err
