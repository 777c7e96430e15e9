"""prefect.yaml: deployed to a real server, carried out by a worker of a work pool."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler.source import Source, SourceError, load_all
from flows.serving.deployments import Extraction, of_source, prefect_yaml
from flows.workspace import Workspace
from tests.serving import Page, serving

ROOT = Path(__file__).parents[2]
TEXT = "<title>市</title><p>令和3年1月28日に富山市は松山市と協定を結んだ。</p>"


class Pages(dict[str, Page]):
    """One site that is well, and one that is not."""

    def get(self, path: str, default: Any = None) -> Any:
        if path.startswith("/well"):
            return 200, "text/html; charset=utf-8", TEXT.encode()
        return (404, "text/html", b"") if path == "/robots.txt" else (503, "text/html", b"")


@pytest.mark.usefixtures("prefect_server")
def test_a_worker_carries_out_what_is_deployed(workspace: Workspace, tmp_path: Path) -> None:
    from prefect import get_client
    from prefect.settings import PREFECT_API_URL

    environment = os.environ | {"PREFECT_API_URL": PREFECT_API_URL.value() or "", "RENKEI_HOME": str(tmp_path)}
    environment |= {"PREFECT_HOME": str(tmp_path / "prefect"), "PYTHONPATH": str(ROOT)}

    def prefect(*arguments: str) -> str:
        command = [sys.executable, "-m", "prefect", *arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async def ask_for(*names: str) -> None:
        async with get_client() as client:
            for name in names:
                deployment = await client.read_deployment_by_name(name)
                await client.create_flow_run_from_deployment(deployment.id)

    async def runs(source: str) -> list[Any]:
        async with get_client() as client:
            there = [one for one in await client.read_flow_runs() if one.parameters.get("source") == source]
            return sorted(there, key=lambda one: str(one.expected_start_time))

    with serving(Pages()) as url:
        for name in ("well", "busy"):
            text = f"title: {name}\nstart: [{url}/{name}/]\nwait: 0\nprivate: true\nschedule: {{cron: 0 0 1 1 *}}\n"
            (workspace.sources / f"{name}.yml").write_text(text, encoding="utf-8")
        text = prefect_yaml(load_all(workspace.sources), "renkei", Extraction())
        (tmp_path / "prefect.yaml").write_text(text, encoding="utf-8")
        prefect("work-pool", "create", "renkei", "--type", "process")
        prefect("--no-prompt", "deploy", "--all")
        asyncio.run(ask_for("crawl/well", "crawl/busy"))
        for _ in ("crawl", "process"):
            prefect("worker", "start", "--pool", "renkei", "--run-once")

    [done] = asyncio.run(runs("well"))
    assert done.state.name == "Completed" and done.state.message.startswith("well: new 1 ")
    failed, again = asyncio.run(runs("busy"))
    assert failed.state.name == "Failed" and re.match("busy: .*503.*; it is tried again at", failed.state.message)
    assert (again.state.name, again.parameters["attempt"]) == ("Scheduled", 2)
    assert again.expected_start_time > failed.end_time
    assert "2021-01-28" in (workspace.processed / "dates.csv").read_text(encoding="utf-8")


def test_the_file_of_this_project_is_up_to_date() -> None:
    written = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    there = {source.name: source for source in load_all(ROOT / "sources")}
    named = [entry["parameters"].get("source") for entry in written["deployments"]]
    sources = [there[name] for name in named if name]
    assert written == yaml.safe_load(prefect_yaml(sources, "renkei", Extraction()))


@pytest.mark.parametrize("cron", ["99 5 * * 1", "0 5 * * 9", "H 5 * * *"])
def test_a_rhythm_that_is_none_is_told(cron: str) -> None:
    source = Source.model_validate(
        {"name": "toyama", "title": "富山市", "start": ["https://a.example/"], "schedule": {"cron": cron}}
    )
    with pytest.raises(SourceError, match=r"toyama: schedule.cron: .* write five fields"):
        of_source(source)
