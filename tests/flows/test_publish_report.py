"""The report as a reader meets it: drawn in Chromium without a network, every mark leading to its passage."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from extractors.document import Document
from flows.publishing.edition import edition
from flows.publishing.opening import opened
from flows.publishing.published import TABLES
from flows.publishing.report_data import QUERIES
from flows.publishing.report_page import write_report
from flows.publishing.report_passages import marked
from tests.flows.test_publish_tables import DATES, publish

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
TEXT = ("　" * 20 + f"{HOSTILE}" + "　" * 80)[:60] + "災害時相互応援協定を締結した。"


# A place on the map, an actual beside a target, and something that waits for review.
WITH_MARKS = """
UPDATE cities SET code = '202011', latitude = 36.65, longitude = 138.19, confidence = 0.3;
UPDATE figures SET period_start = '2020-04-01';
CREATE TEMP TABLE goal AS SELECT * FROM figures;
UPDATE goal SET id = 'f2', number = 5, period_start = '2030-01-01', status = 'target';
INSERT INTO figures SELECT * FROM goal;
UPDATE documents SET gone_since = '2026-11-26T09:00:00Z';
CREATE TEMP TABLE again AS SELECT * FROM register;
UPDATE again SET id = 'e2';
INSERT INTO register SELECT * FROM again;
CREATE TEMP TABLE place AS SELECT * FROM register_sources;
UPDATE place SET entry = 'e2';
INSERT INTO register_sources SELECT * FROM place;
INSERT INTO register_suggestions VALUES ('e1', 'e2', 'a1', 'a1', 'same parties');
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publish(tmp_path_factory.mktemp("published"), DATES)
    with sqlite3.connect(folder / "renkei.sqlite") as database:
        database.executescript(WITH_MARKS)
        database.execute("UPDATE register SET title = title || ?", [HOSTILE])
        database.execute("UPDATE figures SET measure = ?", [HOSTILE])
    text = Document(id="d1", text=TEXT, media_type="text/html", sha256="", title=HOSTILE, url="javascript:alert(3)")
    write_report(folder, edition(folder), {"d1": text}.get)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, published: Path) -> Iterator[Page]:
    """The report from the disk; afterwards nothing was fetched from elsewhere and nothing was complained of."""
    context = browser.new_context(locale="ja-JP", viewport={"width": 1200, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto((published / "report" / "index.html").as_uri())
    yield page
    assert [url for url in asked if not url.startswith((published.as_uri(), "data:"))] == []
    assert told == []
    context.close()


@pytest.mark.parametrize(
    ("part", "marks"),
    [
        ("timeline", 1),
        ("japan", 1),
        ("network", 3),
        ("figures", 2),
        ("register", 2),
        ("suggestions", 2),
        ("waiting", 1),
    ],
)
def test_every_mark_leads_to_its_passage(page: Page, part: str, marks: int) -> None:
    links = page.eval_on_selector_all(f"#{part} a", "all => all.map(a => a.href.baseVal ?? a.href)")
    assert len(links) >= marks
    for link in set(links):
        other = page.context.new_page()
        other.goto(link if ":" in link else page.url.replace("index.html", link))
        record = link.rpartition("#")[2]
        assert other.locator(f'mark.here[data-records~="{record}"]').count() > 0, link
        other.close()


def follow(page: Page, link: str) -> None:
    """Open the first of these links and wait for its passage."""
    page.locator(link).first.click()
    page.wait_for_url("**/passages/*.html#*")
    page.wait_for_selector("mark.here")


def test_a_mark_shows_the_words_that_the_record_stands_on(page: Page) -> None:
    follow(page, "#register tbody a")
    shown = page.eval_on_selector_all("mark.here", "all => all.map(mark => mark.textContent).join('')")
    assert shown == TEXT[60:70]


def test_the_register_is_filtered_and_what_waits_is_told(page: Page) -> None:
    assert page.locator("#register tbody tr").count() == 2
    page.fill("#find", "大阪")
    assert page.locator("#register tbody tr").count() == 0
    page.fill("#find", "那覇")
    assert page.locator("#register tbody tr").count() == 2
    assert "同じ協定かもしれない組: 1" in page.inner_text("#pairs") and "same parties" in page.inner_text(
        "#suggestions"
    )
    assert page.inner_text("#coverage tbody td:nth-child(8)") == "1", "one page is gone"
    follow(page, "#suggestions a")
    assert "2026-11-26 から見つかりません" in page.inner_text("header")


def test_no_name_covers_another(page: Page) -> None:
    boxes = page.eval_on_selector_all(
        "#network .names text", "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 2
    (one, other) = boxes
    assert (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def test_both_languages_are_there(page: Page) -> None:
    assert "協定の年表" in page.inner_text("main") and "令和3年1月28日" in page.inner_text("#register")
    page.click("button[data-lang=en]")
    shown = page.inner_text("main")
    assert "Timeline of agreements" in shown and "協定の年表" not in shown and "2021-01-28" in shown


def test_hostile_titles_stay_text(page: Page) -> None:
    assert HOSTILE in page.inner_text("#register") and HOSTILE in page.inner_text("#figures")
    assert page.locator("img").count() == 0
    follow(page, "#register tbody a")
    assert HOSTILE in page.inner_text("h1") and page.locator("a[href^=javascript]").count() == 0


@pytest.mark.parametrize("width", [390, 1200])
def test_it_fits_a_phone_and_a_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert not page.is_visible(".choice") and page.is_visible("#register")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_report_is_served_on_loopback_by_our_own_names_only(published: Path) -> None:
    with opened(published) as there:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", there.report)
        with urllib.request.urlopen(there.report) as answer:
            assert "協定の年表" in answer.read().decode()
        strange = urllib.request.Request(there.report, headers={"Host": "attacker.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(strange)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(there.report + "../renkei.sqlite")


RENKEI = [sys.executable, "-c", "from flows.cli import main; main()"]


def test_the_command_serves_until_it_is_interrupted(published: Path, tmp_path: Path) -> None:
    (tmp_path / "processed").symlink_to(published)
    command = [*RENKEI, "--home", str(tmp_path), "open", "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        report, _ = process.stdout.readline().split()[-1], process.stdout.readline()
        with urllib.request.urlopen(report) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


def test_the_command_says_when_there_is_nothing_to_open(tmp_path: Path) -> None:
    command = [*RENKEI, "--home", str(tmp_path), "open"]
    found = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (2, "") and "renkei publish" in found.stderr


def asked(address: str) -> list[dict[str, str]]:
    """The rows that Datasette answers, once it has started."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address) as answer:
                return json.load(answer)  # type: ignore[no-any-return]
        except urllib.error.URLError:
            sleep(0.25)
    raise AssertionError(f"{address}: no answer")


def test_datasette_searches_in_japanese(published: Path) -> None:
    with opened(published) as there:
        assert there.datasette
        found = {
            words: {
                row["id"] for row in asked(f"{there.datasette}renkei/passages.json?_shape=array&_search={quote(words)}")
            }
            for words in ("協定", "災害時相互応援協定", "函館市", "大阪府", "")
        }
        assert {"a1", "e1", "d1"} <= found["協定"]
        assert {"a1", "e1"} == found["災害時相互応援協定"] - {"d1"}
        assert (found["函館市"], found["大阪府"]) == ({"c1", "d1"}, set())
        columns = asked(f"{there.datasette}renkei/columns.json?_shape=array&_size=max")
        assert {row["table"] for row in columns} == set(TABLES)


OVERLAPS = [
    ([("a", 0, 4), ("b", 2, 6)], [("a", "01"), ("a b", "23"), ("b", "45")]),
    ([("a", 0, 6), ("b", 2, 4)], [("a", "01"), ("a b", "23"), ("a", "45")]),
    ([("a", 1, 3), ("b", 1, 3)], [("a b", "12")]),
    ([("a", 2, 2)], []),
    ([], []),
]


@pytest.mark.parametrize(("passages", "pieces"), OVERLAPS)
def test_overlapping_passages_keep_the_text(
    passages: list[tuple[str, int, int]], pieces: list[tuple[str, str]]
) -> None:
    html = marked("01234567", passages)
    assert re.sub(r"<[^>]*>", "", html) == "01234567"
    assert re.findall(r'data-records="([^"]*)">([^<]*)<', html) == pieces
    assert all(html.count(f'id="{name}"') == 1 for name, start, end in passages if end > start)


def test_the_report_holds_no_more_than_a_page_can(published: Path) -> None:
    assert all("LIMIT" in QUERIES[name] for name in ("agreements", "points", "suggestions", "waiting"))
    data = re.search(r'id="data">(.*?)</script>', (published / "report/index.html").read_text(encoding="utf-8"))
    assert data and json.loads(data[1])["totals"][0]["register"] == 2
