"""Addresses in one spelling, so that a page is fetched once however it is linked.

>>> canonical("HTTP://www.Example.jp:80/a/./b/../c.html?b=2&utm_source=x&a=1#top")
'http://www.example.jp/a/c.html?a=1&b=2'
>>> canonical("mailto:info@example.jp") is None
True

The path keeps its case and its slashes; the query is sorted. Parameters that change how a page is reached or shown,
not what it says, are dropped.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

LONGEST = 2000  # characters; longer addresses are traps or data

_PORTS = {"http": 80, "https": 443}
# Where the visitor came from (campaigns, shares), how the page is shown to him, and his session. Names as the content
# management systems of Japanese municipalities and the analytics services write them.
_IDLE = {
    *("gclid", "fbclid", "yclid", "msclkid", "_ga", "mc_cid", "mc_eid"),
    *("print", "printpage", "fontsize", "font_size", "textsize", "rubi", "ruby", "mode_color"),
    *("phpsessid", "jsessionid", "sessionid", "session_id", "sessid", "sid", "cfid", "cftoken", "oscsid", "zenid"),
}
_BEGINNINGS = ("utm_", "aspsessionid")  # the second goes on in letters of its own
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\(S\([^/()]*\)\)(?=/)", re.IGNORECASE)
# Browsers drop these wherever they stand in an address (WHATWG URL Standard, 4.4).
_DROPPED = str.maketrans("", "", "\t\r\n")


def canonical(url: str, encoding: str = "utf-8") -> str | None:
    """The one spelling of an http or https address, or None for anything else.

    `encoding` is the page's: characters of the query are sent in it. Addresses with a user name or longer than
    `LONGEST` count as nothing.
    """
    try:
        parts = urlsplit(url.strip().translate(_DROPPED))
        if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
            return None
        plain = urlunsplit((parts.scheme, _host(parts), _SESSION.sub("", parts.path) or "/", _query(parts), ""))
        found: str = canonicalize_url(plain, encoding=encoding)
    except (ValueError, LookupError):  # a port out of range, brackets that do not close, a host that is no name
        return None
    return found if len(found) <= LONGEST else None


def host(url: str) -> str:
    """The host name of a canonical address."""
    return urlsplit(url).hostname or ""


def origin(url: str) -> str:
    """Scheme, host and port of a canonical address: what a robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if ":" in name:
        name = f"[{name}]"
    port = parts.port
    return name if port in (None, _PORTS[parts.scheme]) else f"{name}:{port}"


def _query(parts: SplitResult) -> str:
    kept = [part for part in parts.query.split("&") if not _is_idle(part.partition("=")[0])]
    return "&".join(kept)


def _is_idle(name: str) -> bool:
    return name.lower() in _IDLE or name.lower().startswith(_BEGINNINGS)
