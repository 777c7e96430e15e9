"""Debian's Chromium, driven by Playwright, with everything that a page did wrong written down."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(os.environ.get("RENKEI_CHROMIUM", "/usr/bin/chromium"))
SHOTS = Path(__file__).parents[2] / "scratch" / "screenshots"  # git ignores it
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def needed() -> Any:
    """Playwright, or a skip that says what is missing; with RENKEI_BROWSER=required a failure instead."""
    if os.environ.get("RENKEI_BROWSER") != "required":
        pytest.importorskip("playwright", reason="playwright is not installed")
        if not CHROMIUM.exists():
            pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    return sync_playwright


@contextmanager
def browsing() -> Iterator[Any]:
    """A browser."""
    with needed()() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(
    browser: Any,
    origin: str,
    size: dict[str, int] | None = None,
    language: str = "ja",
    scheme: str = "light",
    expected: str = "",
) -> Iterator[Any]:
    """A page in a visit of its own; at the end nothing may have gone wrong in it, and nobody else been asked.

    `expected` are the statuses of refused requests that are part of the test, as a regular expression.
    """
    context = browser.new_context(viewport=size or WIDE, base_url=origin, color_scheme=scheme)
    context.add_cookies([{"name": "renkei-language", "value": language, "url": origin}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: None if _ours(request.url, origin) else wrong.append(request.url))
    try:
        yield page
        refused = re.compile(f"Failed to load resource: .* status of ({expected}) ") if expected else None
        assert [one for one in wrong if refused is None or not refused.match(one)] == []
    finally:
        context.close()


def _ours(url: str, origin: str) -> bool:
    return url.startswith((origin + "/", "data:"))


def serious(page: Any) -> list[str]:
    """What axe-core finds that keeps somebody out."""
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    found = page.evaluate("() => axe.run({resultTypes: ['violations'], preload: false, iframes: false})")["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def shot(page: Any, name: str) -> None:
    """Keep a picture of the page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
