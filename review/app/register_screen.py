"""The register of agreements: searched, filtered, each entry with its sources, and pairs that may be one.

>>> sought("富山　協定"), matches(sought("富山 松山"), "富山市と松山市"), matches(sought("富山 神戸"), "富山市と松山市")
(('富山', '協定'), True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from extractors.places.spelling import bare
from extractors.register.entries import Entry, Register, Suggestion
from extractors.text.folding import fold
from review.app.desk import Desk, desk, form, person
from review.app.pages import page

_MOST = 200  # entries shown at once
_FIELDS = ("type", "title", "signed", "renewed", "ended", "status")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one agreement."""

    suggestion: Suggestion
    entries: tuple[Entry, Entry]


class Shelf:
    """The register as it was built last; it is built anew when records or decisions have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._mark: object = None
        self._register = Register((), ())
        self._texts: dict[str, str] = {}

    def register(self, desk: Desk) -> tuple[Register, dict[str, str]]:
        """The register and the text of each entry that a search looks through."""
        desk.backlog.refresh()
        with self._lock:
            if desk.backlog.mark != self._mark:
                self._mark = desk.backlog.mark
                self._register = desk.registered(desk.ledger)
                self._texts = {entry.id: _text(entry) for entry in self._register.entries}
            return self._register, self._texts


def sought(typed: str) -> tuple[str, ...]:
    """The words of a search, in one notation; words of two characters count as any other."""
    return tuple(fold(typed).casefold().split())


def matches(words: Iterable[str], text: str) -> bool:
    """Whether a text has every word somewhere."""
    return all(word in text for word in words)


def register(request: Request) -> Response:
    """The entries that are asked for, and the pairs to be judged."""
    found, texts = _shelf(request).register(desk(request))
    query = {name: request.query_params.get(name, "")[:100] for name in ("q", "party", "year", "type")}
    words = sought(query["q"])
    wanted = [entry for entry in found.entries if matches(words, texts[entry.id]) and _fits(entry, query)]
    return page(
        request,
        "register.html",
        entries=wanted[:_MOST],
        total=len(wanted),
        whole=len(found.entries),
        asked=query,
        types=sorted({entry.type for entry in found.entries}),
        years=sorted({entry.signed[:4] for entry in found.entries if entry.signed}, reverse=True),
        parties=sorted({party.name for entry in found.entries for party in entry.parties}),
        pairs=list(_pairs(found))[:_MOST],
    )


def entry(request: Request) -> Response:
    """An entry with everything that its sources state."""
    found, _ = _shelf(request).register(desk(request))
    name = request.path_params["name"]
    one = next((e for e in found.entries if name in (e.id, *(source.record for source in e.sources))), None)
    if one is None:
        raise HTTPException(404)
    return page(
        request,
        "entry.html",
        entry=one,
        fields=_FIELDS,
        sources={source.record: source for source in one.sources},
        pairs=[pair for pair in _pairs(found) if one.id in pair.suggestion.entries],
    )


def rule(request: Request) -> Response:
    """Write down that two records are one agreement, or that they are not."""
    typed = form(request)
    action = {"same": "join", "different": "part"}.get(typed.get("said", ""))
    try:
        if action == "join":
            desk(request).rule("join", typed.get("one", ""), typed.get("other", ""), person(request).name)
        elif action == "part":
            desk(request).rule("part", typed.get("one", ""), typed.get("other", ""), person(request).name)
        else:
            raise HTTPException(400)
    except ValueError as error:
        raise HTTPException(409) from error
    return RedirectResponse("/register", 303)


def _shelf(request: Request) -> Shelf:
    shelf = request.app.state.shelf
    assert isinstance(shelf, Shelf)
    return shelf


def _text(entry: Entry) -> str:
    """What a search looks through, in the notation of `sought`."""
    names = [name for party in entry.parties for name in (party.name, bare(party.name), party.code or "")]
    stated = [statement.value for statement in entry.statements]
    titles = [source.document_title or "" for source in entry.sources]
    return fold("\n".join((entry.title, *names, *entry.topics, *stated, *titles))).casefold()


def _fits(entry: Entry, query: dict[str, str]) -> bool:
    party = not query["party"] or any(query["party"] == party.name for party in entry.parties)
    year = not query["year"] or (entry.signed or "").startswith(query["year"])
    return party and year and query["type"] in ("", entry.type)


def _pairs(found: Register) -> Iterator[Pair]:
    entries = {entry.id: entry for entry in found.entries}
    for suggestion in found.suggestions:
        one, other = (entries.get(name) for name in suggestion.entries)
        if one and other:
            yield Pair(suggestion, (one, other))


ROUTES = [
    Route("/register", register),
    Route("/register/rule", rule, methods=["POST"]),
    Route("/register/{name}", entry),
]
