"""The same work done plainly and by Prefect: the same report, the same bytes, and runs that Prefect can name."""

import asyncio
import time
from pathlib import Path

import pytest

from flows.engines.engine import PLAIN, Engine
from flows.engines.prefect_engine import as_flow
from flows.report import Report
from flows.run import run
from flows.workspace import Workspace
from tests.serving import serving

PAGES = {
    "/": (200, "text/html", '<a href="/{a}.html">a</a><p>令和3年1月28日に富山市と協定を結んだ。</p>'.encode()),
    "/%7Ba%7D.html": (200, "text/html", "<p>人口は2万人。</p>".encode()),
}


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv")) if "documents" not in path.name}


@pytest.mark.usefixtures("prefect_server")
def test_prefect_and_plain_do_the_same(tmp_path: Path) -> None:
    from prefect import get_client

    done = {}
    with serving(PAGES) as url:
        for name, stage in (("plain", run), ("prefect", as_flow(run))):
            workspace = Workspace(tmp_path / name, tmp_path / name / "sources")
            workspace.sources.mkdir(parents=True)
            text = f"title: 市\nstart: [{url}/]\nwait: 0\nprivate: true\n"
            (workspace.sources / "city.yml").write_text(text, encoding="utf-8")
            done[name] = stage(workspace, ["city"]).row() | {"tables": None}, tables(workspace.processed)
    assert done["plain"] == done["prefect"]
    assert done["plain"][0]["documents"]["new"] == 2 and b"2021-01-28" in done["plain"][1]["dates.csv"]

    async def titles() -> set[str]:
        async with get_client() as client:
            return {one.name for one in await client.read_task_runs()}

    assert {"crawl city", f"extract from {url}/", "publish register"} <= asyncio.run(titles())


def test_parts_are_taken_as_they_are_needed_and_come_back_in_order() -> None:
    taken = []

    def items() -> object:
        for number in range(6):
            taken.append(number)
            yield number

    def work(number: int) -> int:
        time.sleep(0.02 * (5 - number))
        return number

    done = PLAIN.each("wait", work, items(), label=str, side_by_side=2)  # type: ignore[arg-type]
    assert next(done) == 0 and len(taken) <= 3
    assert list(done) == [1, 2, 3, 4, 5]


def test_what_a_part_raises_is_raised_and_the_rest_is_not_begun() -> None:
    begun = []

    def work(number: int) -> None:
        begun.append(number)
        raise ValueError(f"part {number}")

    with pytest.raises(ValueError, match="part 0"):
        list(PLAIN.each("fail", work, range(100), label=str, side_by_side=2))
    assert len(begun) <= 3


@pytest.mark.usefixtures("prefect_server")
def test_what_a_part_raises_is_raised_by_prefect_too() -> None:
    def stage(*, engine: Engine) -> Report:
        def work(number: int) -> int:
            raise ValueError(f"part {number}")

        return Report(documents={"new": sum(engine.each("fail", work, range(100), label=str, side_by_side=2))})

    with pytest.raises(ValueError, match="part 0"):
        as_flow(stage)()
