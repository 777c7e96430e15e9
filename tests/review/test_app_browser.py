"""The app in a real browser: the whole path of a correction, keys alone, boxes over words, both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.publish import publish
from store.ledger import Ledger
from tests.review.browser import browsing, shot, tab
from tests.review.scene import scene
from tests.review.town import PAGE, PDF, URL, Town, report

CHANGED = PAGE.replace("令和3年1月28日", "令和3年2月28日")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path)
    town.tell({URL: PAGE, PDF: report()})
    return town


def published(town: Town) -> list[dict[str, Any]]:
    publish(town.workspace)
    path = town.workspace.processed / "dates.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def named(town: Town, text: str) -> str:
    with Ledger.open(town.workspace.ledger) as ledger:
        return next(kept.record.id for kept in ledger.kept_records("date") if kept.record.text == text)


def taken(town: Town) -> list[tuple[str, str]]:
    with Ledger.open(town.workspace.ledger) as ledger:
        return [(decision.action, decision.passage) for decision in ledger.decisions()]


def test_a_correction_lives_as_long_as_its_passage(town: Town, browser: Any) -> None:
    (town.workspace.sources / "toyama.yml").write_text(
        "title: 富山市\nstart: [https://www.city.example.lg.jp/kankyo/]\nscope: {paths: [/kankyo/]}\n",
        encoding="utf-8",
    )
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/?kind=date")
        with page.expect_navigation():
            page.get_by_role("link", name="令和3年1月28日").click()
        assert page.locator("mark.current").text_content() == "令和3年1月28日"
        page.get_by_label("日付", exact=True).fill("令和3年1月29日")
        page.locator("#said-edtf", has_text="令和3年1月29日（金）").wait_for()
        shot(page, "correct")
        with page.expect_navigation():
            page.get_by_role("button", name="訂正").click()
        assert taken(town) == [("correct", "令和3年1月28日")]
        corrected = {row["text"]: row for row in published(town)}["令和3年1月28日"]
        assert (corrected["edtf"], corrected["review"]) == ("2021-01-29", "corrected")

        town.tell({URL: CHANGED})
        page.goto("/changes")
        assert page.locator("del").all_text_contents() == ["1"] and page.locator("ins").all_text_contents() == ["2"]
        shot(page, "changes")
        with page.expect_navigation():
            page.get_by_role("link", name="見直す").click()
        assert page.locator("mark.current").text_content() == "令和3年2月28日"
        with page.expect_navigation():
            page.keyboard.press("c")
        page.goto("/changes")
        assert "見直す判断はありません" in page.content()
        rows = {row["text"]: row for row in published(town)}
        assert (rows["令和3年2月28日"]["edtf"], rows["令和3年2月28日"]["review"]) == ("2021-02-28", "confirmed")
        assert "令和3年1月28日" not in rows


def test_keys_alone_are_enough(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/?kind=date")
        page.keyboard.press("?")
        assert page.locator("dialog#keys").is_visible()
        shot(page, "keys")
        page.keyboard.press("Escape")
        assert not page.locator("dialog#keys").is_visible()
        page.keyboard.press("k")
        page.wait_for_url("**/record/*")
        first = page.locator(".passage-text").text_content()
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.name") == "edtf"
        page.keyboard.type("c")  # a letter in a field is a letter
        assert taken(town) == []
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("2021-05")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/record/*")
        page.wait_for_function("text => document.querySelector('.passage-text').textContent !== text", arg=first)
        second = page.locator(".passage-text").text_content()
        page.keyboard.press("c")
        page.wait_for_function("text => document.querySelector('.passage-text').textContent !== text", arg=second)
        page.keyboard.press("u")
        page.wait_for_function("text => document.querySelector('.passage-text').textContent === text", arg=second)
        page.keyboard.press("r")
        page.wait_for_function("text => document.querySelector('.passage-text').textContent !== text", arg=second)
        page.keyboard.press("q")
        page.wait_for_url(origin + "/")
        assert taken(town) == [("correct", first), ("confirm", second), ("reopen", second), ("reject", second)]


def test_the_focus_goes_round_in_the_order_of_the_screen(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto(f"/record/{named(town, '令和3年1月28日')}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        seen = []
        for _ in range(30):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        wanted = ["edtf", "role", "time", "note", "action"]
        assert [name for name in seen if name in wanted][:5] == wanted
        assert page.evaluate(
            "document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle"
        ) not in (False, "none")


def test_boxes_lie_over_their_words(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto(f"/record/{named(town, '令和6年2月5日')}")
        page.wait_for_function("document.querySelector('svg image').getBBox().width > 0")
        page.wait_for_load_state("networkidle")
        box, picture = (page.locator(one).bounding_box() for one in ("rect.current", ".sheet svg"))
        scale = picture["width"] / 595
        assert abs(box["x"] - picture["x"] - 71 * scale) < 2 and abs(box["y"] - picture["y"] - 71 * scale) < 3
        dark = page.locator("rect.current").screenshot()
        assert len(dark) > 500
        shot(page, "pdf")
        page.get_by_role("button", name="拡大").click()
        page.wait_for_function(
            "width => document.querySelector('.sheet svg').getBoundingClientRect().width > 1.4 * width",
            arg=picture["width"],
        )
        with page.expect_navigation():
            page.get_by_role("link", name="本文", exact=True).click()
        assert page.locator("mark.current").text_content() == "令和6年2月5日"


def test_a_selection_is_added(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto(f"/record/{named(town, '令和3年1月28日')}")
        page.evaluate(
            """() => {
              const walker = document.createTreeWalker(document.querySelector('.paper'), NodeFilter.SHOW_TEXT);
              while (!walker.nextNode().data.includes('例の折')) ;
              const from = walker.currentNode.data.indexOf('例の折');
              getSelection().setBaseAndExtent(walker.currentNode, from, walker.currentNode, from + 3);
            }"""
        )
        page.locator("[data-add]").wait_for(state="visible")
        page.keyboard.press("a")
        page.wait_for_url("**/add?*")
        assert page.locator("mark.current").text_content() == "例の折"
        page.get_by_label("日付", exact=True).fill("2025年秋")
        page.get_by_label("日付", exact=True).fill("2025-09/2025-11")
        shot(page, "add")
        page.get_by_role("button", name="追加する").click()
        page.wait_for_url("**/document/*")
        assert page.locator("mark.current").text_content() == "例の折" and taken(town) == [("add", "例の折")]


def test_whole_versions_stand_side_by_side(tmp_path: Path, browser: Any) -> None:
    town = scene(tmp_path)
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/changes")
        with page.expect_navigation():
            page.get_by_role("link", name="新旧の全文を見比べる").click()
        row = page.locator(".versions tr.changed", has_text="松山市と連携協定")
        was, now = row.locator("td").all()
        assert was.inner_text() == "令和3年1月28日、富山市は松山市と連携協定を締結しました。"
        assert now.inner_text() == "令和3年2月8日、富山市は松山市と連携協定を締結しました。"
        assert was.locator("del").all_inner_texts() == ["1月2"] and now.locator("ins").all_inner_texts() == ["2月"]
        marks = [(one.inner_text(), one.get_attribute("href")) for one in now.locator("a.current").all()]
        assert "".join(text for text, _ in marks) == "令和3年2月8日" and len({to for _, to in marks}) == 1
        hidden = page.locator(".versions details").first
        assert not hidden.get_by_text("秦皇島市").first.is_visible()
        hidden.locator("summary").click()
        assert hidden.get_by_text("秦皇島市").count() == 2 and hidden.get_by_text("秦皇島市").first.is_visible()
        assert page.locator(".touched a", has_text="令和6年9月2日").count() == 1
        now.locator("a.current").first.click()
        page.wait_for_url("**/record/*")
        assert page.locator(".passage-text").inner_text() == "令和3年2月8日"
        page.keyboard.press("v")
        page.wait_for_url("**/changes/*")


def test_a_conflict_is_settled_among_the_changes(tmp_path: Path, browser: Any) -> None:
    town = scene(tmp_path)
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/changes")
        assert page.locator(".clashes td span").all_inner_texts() == ["1250", "1260", "1400"]
        with page.expect_navigation():
            page.locator(".clashes button").nth(2).click()
        assert page.url.endswith("/changes") and page.locator(".clashes").count() == 0
        with page.expect_navigation():
            page.get_by_role("link", name="見直す 令和5年11月20日").click()
        with page.expect_navigation():
            page.get_by_role("button", name="判断を取り消す").click()
        page.goto("/changes")
        assert page.locator(".change-card").count() == 1
        assert [action for action, _ in taken(town)][-2:] == ["correct", "reopen"]


def test_a_place_is_found_by_its_kana_and_fills_a_row(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/?kind=agreement")
        page.keyboard.press("k")
        page.wait_for_url("**/record/*")
        page.locator("#place").fill("くまもとし")
        page.get_by_role("button", name="熊本市 熊本県 431001").click()
        names = [field.input_value() for field in page.locator(".parties input[name$='-name']").all()]
        assert names[-1] == "熊本市" and page.locator("input[name='party-2-code']").input_value() == "431001"
        page.get_by_role("button", name="行を追加").click()
        assert page.locator(".parties tbody tr").count() == 4
        page.keyboard.press("p")
        page.keyboard.type("こうべし")
        page.get_by_role("button", name="神戸市 兵庫県 281000").wait_for()
        page.keyboard.press("Enter")
        assert page.locator("input[name='party-3-code']").input_value() == "281000"
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.wait_for_url("**/register")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"


def test_the_language_is_remembered(town: Town, browser: Any) -> None:
    with town.app() as origin, tab(browser, origin) as page:
        page.goto("/register?q=富山")
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        assert page.get_by_role("heading", name="Register").is_visible() and "q=" in page.url
        page.goto("/overview")
        assert page.get_by_role("heading", name="Overview").is_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="日本語").click()
        assert page.get_by_role("heading", name="概況").is_visible()
