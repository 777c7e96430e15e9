"""An HTML page as a `Document`: its article without the furniture around it, with what the page says of itself.

>>> page = "<title>連携｜みどり町公式サイト</title><h1>連携</h1><p>更新日 2021年5月6日</p><p>協定を結んだ。".encode()
>>> document = read_html(page, "text/html", Context())
>>> document.text, document.title, document.updated, document.publisher.name
('連携\\n更新日 2021年5月6日\\n協定を結んだ。', '連携', '2021-05-06', 'みどり町')
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from extractors.context import Context
from extractors.document import Document
from extractors.html.blocks import pieces
from extractors.html.boilerplate import article
from extractors.html.imprint import imprint, office, publisher, site_name, stated_date, without_site
from extractors.html.tree import grow, parse
from extractors.identity import document_id
from extractors.readers.charset import decode
from extractors.readers.draft import Draft, assemble
from extractors.records import Publisher

_PUBLISHED = ("article:published_time", "datePublished", "DC.date.issued", "DCTERMS.issued", "pubdate")
_UPDATED = ("article:modified_time", "dateModified", "DC.date.modified", "DCTERMS.modified", "last-modified", "update")
_SITE = ("og:site_name", "author", "copyright", "DC.publisher", "application-name")


def read_html(data: bytes, media_type: str, context: Context) -> Document:
    """The document of a page's bytes; offsets count in the text put together here, never in the markup."""
    markup, problem = decode(data, context.charset, markup=True)
    soup = parse(markup)
    draft = assemble(pieces(article(grow(soup))))
    says = imprint("\n".join(draft.text[block.start : block.end] for block in draft.blocks if block.kind == "meta"))
    named = _meta(soup)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=context.id or document_id(context.url or digest),
        text=draft.text,
        media_type=media_type,
        sha256=digest,
        blocks=draft.blocks,
        tables=draft.tables,
        title=_title(soup, draft, named),
        publisher=context.publisher or _publisher(soup, named),
        published=says.published or _dated(named, _PUBLISHED) or context.published,
        updated=says.updated or _dated(named, _UPDATED),
        page_id=says.page_id,
        url=context.url,
        source=context.source,
        fetched_at=context.fetched_at,
        problems=tuple(_problems(problem, draft)),
    )


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    """What the page's meta elements state, by name or property, the first of each."""
    named: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if isinstance(name, str) and isinstance(content, str) and content.strip():
            named.setdefault(name, content.strip())
    return named


def _title(soup: BeautifulSoup, draft: Draft, named: dict[str, str]) -> str | None:
    """The h1 of the article, else the page's title without the site's name, else the first heading."""
    headings = [block for block in draft.blocks if block.kind == "heading"]
    first = next((block for block in headings if block.level == 1), None)
    if first is not None:
        return " ".join(draft.text[first.start : first.end].split())
    titled = without_site(_head_title(soup), named.get("og:site_name"))
    if titled:
        return titled
    return " ".join(draft.text[headings[0].start : headings[0].end].split()) if headings else None


def _head_title(soup: BeautifulSoup) -> str:
    tag = soup.find("title")
    return " ".join(tag.get_text().split()) if isinstance(tag, Tag) else ""


def _publisher(soup: BeautifulSoup, named: dict[str, str]) -> Publisher | None:
    """The local government by site name or title, else by footer, else by header or logo, else the site's name."""
    titled = _head_title(soup)
    found = publisher([*(named[name] for name in _SITE if name in named), titled])
    if found is not None:
        return found
    footers = list(_footers(soup))
    found = next(filter(None, map(office, footers)), None) or publisher(_logos(soup))
    if found is not None:
        return found
    site = named.get("og:site_name") or site_name(titled)
    proved = site and ("og:site_name" in named or any(site in footer for footer in footers))
    return Publisher(name=site) if site and proved else None


def _footers(soup: BeautifulSoup) -> Iterator[str]:
    tags = soup.find_all(["footer", "address"], limit=5) + soup.select("[id*=footer], [class*=footer]", limit=5)
    return (tag.get_text(" ")[:1000] for tag in tags)


def _logos(soup: BeautifulSoup) -> Iterator[str]:
    """The first lines of the site's header, and what its pictures say."""
    for tag in soup.select("header, [id=header], [class=header], [class*=logo], [class*=site], [id*=logo]", limit=5):
        yield from islice((line.strip() for line in tag.get_text("\n").split("\n") if line.strip()), 2)
        yield from (str(image["alt"]) for image in tag.select("img[alt]", limit=2))


def _dated(named: dict[str, str], names: Sequence[str]) -> str | None:
    return next(filter(None, (stated_date(named[name]) for name in names if name in named)), None)


def _problems(charset: str | None, draft: Draft) -> Iterator[str]:
    if charset:
        yield charset
    if not draft.text:
        yield "no text"
