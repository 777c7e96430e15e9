"""A new source from an address: the file, and what it would bring."""

from collections.abc import Mapping

import pytest

from crawler.source import SourceError, load
from crawler.turns import Turns
from flows.add import PAGES, NothingThereError, add, name_of
from flows.workspace import Workspace
from tests.serving import Page, serving

TEXT = "令和3年1月28日、富山市は松山市と連携協定を締結した。"
NAMES = [
    ("https://www.city.toyama.lg.jp/a/", "toyama"),
    ("https://www.city.saitama.jp/", "saitama"),
    ("https://www.city.matsuyama.ehime.jp/a.html", "matsuyama"),
    ("https://www.pref.nagano.lg.jp/", "nagano"),
    ("https://www.town.shimokawa.hokkaido.jp/", "shimokawa"),
    ("https://japan.iclei.org/ja/", "iclei"),
    ("https://www.env.go.jp/", "env"),
    ("http://localhost:8000/", "localhost"),
    ("http://127.0.0.1/", "127-0-0-1"),
    ("http://[2001:db8::1]:80/", "2001-db8-1"),
    ("http://www.example.jp/", "www-example-jp"),
]


def html(title: str, text: str = TEXT, *links: str) -> Page:
    anchors = "".join(f"<a href='{link}'>{link}</a>" for link in links)
    page = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p>{anchors}</body>"
    )
    return 200, "text/html; charset=utf-8", page.encode()


def at_once() -> Turns:
    return Turns(lambda _: None)


@pytest.mark.parametrize(("url", "name"), NAMES)
def test_a_source_is_named_after_its_host(url: str, name: str) -> None:
    assert name_of(url) == name


def test_a_file_is_written_and_what_it_brings_is_shown(workspace: Workspace) -> None:
    pages: Mapping[str, Page] = {
        "/renkei/": html('連携: "協定" {1}', TEXT, *(f"{n}.html" for n in range(9)), "/other/"),
        "/renkei/0.html": html("広報", "本文です。"),
        "/renkei/1.html": (200, "application/pdf", b"%PDF-1.7 noise"),
    }
    with serving(pages) as url:
        added = add(workspace, f"{url}/renkei/#top", "city", private=True, turns=at_once())
    assert added.path == workspace.sources / "city.yml"
    source = load(added.path)
    assert (source.title, source.enabled, source.private, source.wait) == ('連携: "協定" {1}', True, True, 3.0)
    assert (source.start, source.scope.paths) == ((f"{url}/renkei/",), ("/renkei/",))
    found = {one.url.removeprefix(url): one for one in added.brought}
    assert found["/renkei/"].records["date"] == 1 and found["/renkei/"].records["agreement"] == 1
    assert found["/renkei/0.html"].records == {} and found["/renkei/1.html"].problem
    assert added.waiting == 1 + 9 - PAGES
    assert "agreement 1" in added.lines() and "and 4 more addresses" in added.lines()
    assert not workspace.ledger.exists() and not workspace.raw.exists()
    with pytest.raises(SourceError, match="is there already"):
        add(workspace, url, "city")


@pytest.mark.parametrize("url", ["ftp://www.example.jp/", "www.example.jp", "http://u:p@www.example.jp/"])
def test_what_is_no_address_is_told(workspace: Workspace, url: str) -> None:
    with pytest.raises(SourceError, match="begins with http"):
        add(workspace, url, None)


@pytest.mark.parametrize("name", ["../x", "a/b", "a.b", ".x", "x" * 80, "a b"])
def test_a_name_is_no_path(workspace: Workspace, name: str) -> None:
    with pytest.raises(SourceError, match="no name for a source"):
        add(workspace, "http://www.example.jp/", name)


def test_an_address_without_a_page_writes_no_file(workspace: Workspace) -> None:
    with serving({}) as url:
        with pytest.raises(NothingThereError, match="status 404"):
            add(workspace, url, "city", private=True, turns=at_once())
        with pytest.raises(NothingThereError, match="set private: true"):
            add(workspace, url, "city", turns=at_once())
    assert not list(workspace.sources.iterdir())
