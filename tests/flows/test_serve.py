"""`renkei serve` with real servers, from its first crawl by way of kills to its last; the tests follow one another."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.limits import Limits
from flows.run import run
from flows.workspace import Workspace
from tests.serving import Page, serving

PATIENCE = 180  # seconds after which what is waited for will never be
RENKEI = [sys.executable, "-c", "from flows.cli import main; main()"]
SLOW = 6  # pages of a slow site behind its first, half a second each


class Pages(dict[str, Page]):
    """Pages that a site has; those of slow sites take their time, and every request is noted."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get(self, path: str, default: Any = None) -> Any:
        self.asked.append(path)
        if path.startswith("/slow"):
            time.sleep(0.5)
        return super().get(path, default)

    def put(self, name: str, day: str) -> None:
        """A site of one page, or of several when it is slow."""
        text = f"<title>{name}</title><p>{day}に富山市は松山市と連携協定を締結した。</p>"
        links = [f"/{name}/{number}.html" for number in range(SLOW)] if name.startswith("slow") else []
        self[f"/{name}/"] = html(text + "".join(f'<a href="{link}">{link}</a>' for link in links))
        self.update({link: html(f"<p>{link}: 人口は{number}2,345人。</p>") for number, link in enumerate(links)})


def html(text: str) -> Page:
    return 200, "text/html; charset=utf-8", f"<!DOCTYPE html><html><body>{text}</body></html>".encode()


@dataclass
class House:
    """A project folder that is served, and the web that its sources lie in."""

    home: Path
    url: str
    pages: Pages
    process: subprocess.Popen[bytes] | None = None

    def source(self, name: str, cron: str, day: str = "令和3年1月28日") -> None:
        self.pages.put(name, day)
        text = f'title: {name}\nstart: ["{self.url}/{name}/"]\nwait: 0\nprivate: true\nschedule: {{cron: "{cron}"}}\n'
        (self.home / "sources" / f"{name}.yml").write_text(text, encoding="utf-8")

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
        with (self.home / "log").open("wb") as log:
            command = [*RENKEI, "--home", str(self.home), "--seconds", str(PATIENCE), "serve"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        self.until("it serves", lambda: "Ctrl-C" in self.log())

    def log(self) -> str:
        return (self.home / "log").read_text(encoding="utf-8")

    def until(self, what: str, there: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while not (found := there()):
            if time.monotonic() > end or (self.process and self.process.poll() is not None):
                pytest.fail(f"never: {what}\n{self.log()}\n{self.runs() if self.process else ''}")
            time.sleep(0.1)
        return found

    def api(self, path: str, **body: Any) -> Any:
        address = re.search(r"http://[\d.:]+", self.log())
        assert address
        return httpx.post(f"{address[0]}/api/{path}/filter", json=body, timeout=60).raise_for_status().json()

    def runs(self, source: str | None = None) -> list[dict[str, Any]]:
        found = self.api("flow_runs", sort="START_TIME_ASC")
        begun = [one for one in found if one["state_type"] != "SCHEDULED"]
        return [one for one in begun if one["parameters"].get("source") == source]

    def published(self, text: str) -> bool:
        path = self.home / "processed" / "documents.jsonl"
        dates = self.home / "processed" / "dates.jsonl"
        return path.exists() and text in path.read_text(encoding="utf-8") + dates.read_text(encoding="utf-8")

    def children(self) -> dict[int, str]:
        """The processes below ours, by what they were called with."""
        assert self.process
        return dict(descendants(self.process.pid))

    def end(self, number: signal.Signals) -> int:
        assert self.process
        there = self.children()
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.process = None
        end = time.monotonic() + PATIENCE
        while alive := [pid for pid in there if called_with(pid)]:
            assert time.monotonic() < end, {pid: there[pid] for pid in alive}
            time.sleep(0.1)
        return code


def called_with(pid: int) -> str:
    """What a process was called with; nothing of one that has ended, though nobody has asked for its exit code."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child, called_with(child)
            yield from descendants(child)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("served")
    (home / "sources").mkdir()
    pages = Pages()
    with serving(pages) as url:
        found = House(home, url, pages)
        yield found
        if found.process:
            found.end(signal.SIGTERM)


def test_nobody_elsewhere_reaches_a_server_without_a_password(house: House) -> None:
    house.source("yearly", "0 0 1 1 *")
    command = [*RENKEI, "--home", str(house.home), "serve", "--host", "0.0.0.0"]
    refused = subprocess.run(command, capture_output=True, check=False)
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
    assert b"PREFECT_SERVER_API_AUTH_STRING" in refused.stderr


def test_what_is_served_is_crawled_at_once_when_it_never_was(house: House) -> None:
    house.source("minute", "* * * * *")
    house.start()
    assert re.search(r"yearly .*next \d{4}-01-01 00:00 Asia/Tokyo", house.log()), house.log()
    house.until("both are published", lambda: house.published("/yearly/") and house.published("/minute/"))


def test_a_second_one_is_refused_in_one_line(house: House) -> None:
    second = subprocess.run([*RENKEI, "--home", str(house.home), "serve"], capture_output=True, check=False)
    assert (second.returncode, second.stderr.count(b"\n")) == (2, 1) and b"already" in second.stderr


def test_a_source_is_taken_up_and_a_killed_prefect_server_costs_nothing(house: House) -> None:
    house.source("slow1", "0 0 1 1 *")
    house.until("slow1 is being crawled", lambda: "/slow1/0.html" in house.pages.asked)
    server = next(pid for pid, command in house.children().items() if "flows.serving.prefect_server" in command)
    os.kill(server, signal.SIGKILL)
    house.until("slow1 is published", lambda: house.published(f"/slow1/{SLOW - 1}.html"))
    assert [house.pages.asked.count(f"/slow1/{number}.html") for number in range(SLOW)] == [1] * SLOW
    run = house.until("the run has ended", lambda: [one for one in house.runs("slow1") if one["end_time"]])[0]
    assert run["state_type"] == "COMPLETED" and f"new {SLOW + 1}" in run["state"]["message"]


def test_the_clock_brings_what_changed_into_the_tables(house: House) -> None:
    house.pages.put("minute", "令和4年2月2日")
    house.until("the change is published", lambda: house.published("2022-02-02"))
    run = next(one for one in house.runs("minute") if one["auto_scheduled"] and one["state_type"] == "COMPLETED")
    assert re.fullmatch(r"minute \d{4}-\d\d-\d\d \d\d:\d\d", run["name"])
    assert {"renkei", "crawl", "minute"} <= set(run["tags"])
    pages = [one["data"] for one in house.api("artifacts")]
    assert [page for page in pages if "令和4年2月2日" in page and "文書 documents" in page]


def test_unchanged_pages_ask_for_no_work(house: House) -> None:
    before, done = len(house.runs()), len(house.runs("minute"))
    house.until("it is crawled again", lambda: len([r for r in house.runs("minute") if r["end_time"]]) > done)
    assert len(house.runs()) == before


def test_sigterm_ends_runs_and_servers(house: House) -> None:
    house.source("slow2", "0 0 1 1 *")
    house.until("slow2 is being crawled", lambda: "/slow2/1.html" in house.pages.asked)
    assert house.end(signal.SIGTERM) == 0


def test_what_was_cut_off_or_missed_is_made_up_for_once_without_prefects_database(house: House) -> None:
    shutil.rmtree(house.home / ".renkei" / "prefect")
    with sqlite3.connect(house.home / "renkei.db") as ledger:
        ledger.execute("UPDATE crawls SET started_at = '2020-06-01T00:00:00Z' WHERE source = 'yearly'")
    ledger.close()
    house.pages.asked.clear()
    house.start()
    house.until("slow2 is published", lambda: house.published(f"/slow2/{SLOW - 1}.html"))
    assert "/slow2/0.html" not in house.pages.asked, "the crawl goes on where it was"
    house.until("yearly is made up for", lambda: [one for one in house.runs("yearly") if one["end_time"]])
    assert len(house.runs("yearly")) == house.pages.asked.count("/yearly/") == 1


def test_after_a_kill_nothing_is_believed_to_run_and_the_work_is_done(house: House) -> None:
    house.source("slow3", "0 0 1 1 *")
    house.until("slow3 is being crawled", lambda: "/slow3/1.html" in house.pages.asked)
    assert house.end(signal.SIGKILL) == -signal.SIGKILL
    (house.home / "sources" / "minute.yml").unlink()
    house.start()
    house.until("slow3 is published", lambda: house.published(f"/slow3/{SLOW - 1}.html"))
    cut, _ = house.until("both ended", lambda: ended if len(ended := house.runs("slow3")) == 2 else None)
    assert cut["state_type"] == "CRASHED"
    assert house.pages.asked.count("/slow3/0.html") == 1
    assert "minute" not in [one["name"] for one in house.api("deployments")]


def _timeless(rows: list[dict[str, Any]]) -> list[Any]:
    """The rows; of entries of the register, which are named after the record that was seen first, what they hold."""
    entries = [(row["signed"], sorted(one["record"] for one in row["sources"])) for row in rows if "sources" in row]
    return sorted(entries) if entries else rows


def test_the_tables_are_those_of_an_undisturbed_run(house: House, tmp_path: Path) -> None:
    assert house.end(signal.SIGTERM) == 0
    house.source("minute", "* * * * *", "令和4年2月2日")
    run(Workspace(tmp_path, house.home / "sources", Limits(PATIENCE)))
    for name in ("dates", "cities", "figures", "agreements", "register"):
        tables = [(folder / "processed" / f"{name}.jsonl").read_text("utf-8") for folder in (house.home, tmp_path)]
        served, undisturbed = [[json.loads(line) for line in table.splitlines()] for table in tables]
        assert _timeless(served) == _timeless(undisturbed) and served, name
