"""Pages from templates: everything is escaped, in the language that the browser remembers.

>>> str(written_out("a<b\\r")), web_address("javascript:alert(1)"), web_address("https://www.example.jp/")
('a&lt;b&#13;', None, 'https://www.example.jp/')
>>> in_language("同じ日 same day、別の内容 another subject", "en")
'same day, another subject'
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from review.app.desk import desk, session
from review.app.phrases import LANGUAGES, phrases, say
from review.app.shown import moment, wareki, written

LANGUAGE = "renkei-language"  # the cookie that remembers it
SCREENS = (("/", "queue"), ("/changes", "changes"), ("/register", "register"), ("/overview", "overview"))
_FOLDER = Path(__file__).parent / "templates"


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """The template filled with the values and what every page shows."""
    language = language_of(request)
    mine = session(request)
    values |= {
        "language": language,
        "say": partial(_say, language),
        "moment": partial(moment, language=language),
        "day": wareki if language == LANGUAGES[0] else written,
        "nonce": request.scope["state"]["nonce"],
        "token": mine.token,
        "person": mine.person,
        "can_sign_out": desk(request).accounts is not None,
        "can_undo": bool(mine.taken),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "screens": SCREENS,
    }
    text = _environment().get_template(template).render(values)
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html")


def language_of(request: Request) -> str:
    """The language that the browser remembers, Japanese at first."""
    remembered = request.cookies.get(LANGUAGE, "")
    return remembered if remembered in LANGUAGES else LANGUAGES[0]


def written_out(text: str) -> Markup:
    """Text of a document such that a browser holds exactly its characters."""
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd"))  # noqa: S704  escaped just before


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it: that of a web page."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def in_language(words: str, language: str) -> str:
    """Of words that are told in both languages, as `同じ日 same day、…`, those of one."""
    parts = [part.partition(" ") for part in words.split("、")]
    return (
        "、".join(ja for ja, _, _ in parts) if language == LANGUAGES[0] else ", ".join(en or ja for ja, _, en in parts)
    )


def _say(language: str, key: str, default: str | None = None, **values: object) -> str:
    return say(key, language, **values) if default is None or key in phrases() else default


def _query(**values: str) -> str:
    """The values that are not empty as a query string with its question mark."""
    given = {name: value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "text": written_out,
        "wareki": wareki,
        "written": written,
        "web": web_address,
        "in_language": in_language,
    }
    environment.globals |= {"query": _query}
    return environment
