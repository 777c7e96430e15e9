"""The sample site: its links, sources, golden files and built files are what they say."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest

from crawler.source import load_all
from tests.site import build, serve, typeface

SITE = Path(__file__).parent / "site"
GOLDEN = sorted((SITE / "golden").rglob("*.json"))
PAGES = sorted((SITE / "pages").rglob("*.html"))
OLD_PAGE = SITE / "pages/kumamoto/kiji/0032210.html"
# Pages without facts, and the one that no crawler may read.
WITHOUT_GOLD = {
    "index.html",
    "kawasaki/guide.html",
    "kawasaki/private/draft.html",
    "kitakyushu/sitemap.html",
    "kumamoto/menu.html",
    "matsumoto/sitemap.html",
}
DEAD = {"/kawasaki/500/page/0000100999.html"}
WEIGHTS = (6, 5, 4, 3, 2)
EDTF = re.compile(r"(?:\.\.|\d{3}X|\d{4}(?:-\d\d){0,2}~?)(?:/(?:\.\.|\d{4}(?:-\d\d){0,2}))?")
FIGURE_KEYS = {"number", "min", "max", "approximate", "unit", "measure", "basis", "period", "status"}
TYPES = {"agreement", "memorandum", "compact", "sister_city", "declaration"}


def test_links_lead_to_pages_but_for_one() -> None:
    dead = set()
    for page in PAGES:
        here = f"http://here/{page.relative_to(SITE / 'pages')}"
        for link in re.findall(r'<(?:a|link) [^>]*href="([^"]+)"', decoded(page)):
            url = urlsplit(urljoin(here, unescape(link)))
            if url.scheme == "http" and url.netloc == "here" and serve.find(url.path, updated=False) is None:
                dead.add(url.path)
    assert dead == DEAD


def test_the_sources_crawl_this_site() -> None:
    sources = load_all(SITE / "sources")
    assert [source.name for source in sources] == ["kawasaki", "kitakyushu", "kumamoto", "matsumoto"]
    for source in sources:
        assert source.start == (f"http://127.0.0.1:{serve.PORT}/{source.name}/",)
        assert source.enabled and source.private
        assert serve.find(f"/{source.name}/", updated=False)


def test_the_old_page_needs_its_own_charset() -> None:
    content = OLD_PAGE.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):  # 髙 is an extension of Windows-31J
        content.decode("shift_jis")
    assert b"charset=Shift_JIS" in content
    assert {"髙", "①", "﨑"} <= set(content.decode("cp932"))


def test_built_files_are_those_of_the_manifest() -> None:
    assert build.manifest() == build.MANIFEST.read_text(encoding="utf-8")
    assert all((SITE / path).stat().st_size < 150_000 for path in build.BUILDERS)


def test_old_pages_are_those_of_their_templates() -> None:
    assert {path: (SITE / path).read_bytes() for path in build.OLD_PAGES} == build.old_pages()


@pytest.mark.skipif(typeface.find() is None, reason=f"no font at {typeface.DEBIAN} or in ${typeface.VARIABLE}")
def test_pdfs_say_what_their_builders_write() -> None:
    font = typeface.find()
    assert font is not None
    for path, content in build.pdfs(font).items():  # compressed bytes may differ with zlib, so compare what is read
        assert characters(content) == characters((SITE / path).read_bytes()), path


def test_building_without_a_font_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.site.build", "--font", str(tmp_path / "none.ttf")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=SITE.parents[1], check=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1 and "none.ttf" in done.stderr


def test_every_page_has_its_golden_file() -> None:
    files = [path for path in (SITE / "pages").rglob("*.*") if path.suffix in (".html", ".pdf")]
    pages = {path.relative_to(SITE / "pages").as_posix() for path in files}
    updates = sorted(path.relative_to(SITE / "updates").as_posix() for path in (SITE / "updates").rglob("*.html"))
    first = [path for path in GOLDEN if path.parent.name == "golden"]
    assert {document(path) for path in first} == pages - WITHOUT_GOLD
    assert sorted(document(path) for path in GOLDEN if path not in first) == updates


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: "-".join(path.relative_to(SITE / "golden").parts))
def test_golden_files(path: Path) -> None:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert list(gold) == ["document", "dates", "figures", "cities", "agreements"]
    text = squeezed(SITE / ("updates" if path.parent.name == "updates" else "pages") / gold["document"])
    for entry in (*gold["dates"], *gold["figures"], *({"text": a["evidence"]} for a in gold["agreements"])):
        assert "".join(entry["text"].split()) in text, entry
    for date in gold["dates"]:
        assert set(date) <= {"text", "edtf", "optional"}
        check_date(date)
    for figure in gold["figures"]:
        assert set(figure) <= {"text", "optional"} | FIGURE_KEYS and figure["unit"]
        assert ("number" in figure) != ("min" in figure or "max" in figure), figure
    for city in gold["cities"]:
        check_city(city, text)
    for agreement in gold["agreements"]:
        check_agreement(agreement)


def check_date(date: dict[str, Any]) -> None:
    """The value is well-formed, its days exist, and a weekday in the text is that of the first or last day."""
    assert EDTF.fullmatch(date["edtf"]), date
    days = [datetime.date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", date["edtf"])]
    weekdays = re.findall(r"[（(]([月火水木金土日])", date["text"])
    for weekday, day in zip(weekdays, days, strict=False):
        assert weekday == "月火水木金土日"[day.weekday()], date


def check_city(city: dict[str, Any], text: str) -> None:
    assert 0 < city["mentions"] <= text.count(city["name"]), city  # menus and footers name it, too
    assert (city["country"] == "JP") == ("code" in city), city
    if code := city.get("code"):
        rest = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=False)) % 11
        assert len(code) == 6 and int(code[5]) == (11 - rest) % 10, city


def check_agreement(agreement: dict[str, Any]) -> None:
    assert agreement["type"] in TYPES and agreement["status"] in {"signed", "planned", "ended"}, agreement
    assert sum(party["role"] == "signatory" for party in agreement["parties"]) >= 2, agreement
    assert {party["role"] for party in agreement["parties"]} <= {"signatory", "witness"}
    assert agreement["signed"] or agreement.get("optional"), agreement


def document(golden: Path) -> str:
    """The page or PDF that a golden file is about."""
    return str(json.loads(golden.read_text(encoding="utf-8"))["document"])


def decoded(page: Path) -> str:
    return page.read_bytes().decode("cp932" if page == OLD_PAGE else "utf-8")


def squeezed(file: Path) -> str:
    """What stands in a page or PDF, without tags and white space."""
    if file.suffix == ".pdf":
        document = pypdfium2.PdfDocument(file)
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    return "".join(unescape(re.sub(r"<[^>]*>", "", decoded(file))).split())


def characters(content: bytes) -> list[list[tuple[str, tuple[int, ...]]]]:
    """Every character of a PDF with its box in points, page by page."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(content)]
    return [
        [(page.get_text_range(i, 1), tuple(map(round, page.get_charbox(i)))) for i in range(page.count_chars())]
        for page in pages
    ]
