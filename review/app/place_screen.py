"""Looking up what a field of a form needs: places by name, kana or code, and dates in the other calendar.

>>> [(one.name, one.code) for one in places("とやまし")], [one.code for one in places("16201")]
([('富山市', '162019')], ['162019'])
>>> [one.name for one in places("富山")][:2], places("Melaka")[0].country
(['富山県', '富山市'], 'MY')
"""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from extractors.places.gazetteer import abroad, abroad_english, abroad_place
from extractors.places.tables import Municipality, municipalities
from extractors.records import Place
from extractors.text.folding import fold
from review.app.pages import page
from review.app.shown import edtf, wareki

_MOST = 12
_KATAKANA = str.maketrans({chr(code): chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)})


def places(typed: str) -> list[Place]:
    """The places that what was typed may mean: exact names first, then beginnings, then places abroad."""
    sought = fold(typed).strip()
    if not sought:
        return []
    kana = sought.translate(_KATAKANA)
    found = [(_rank(one, hiragana, sought, kana), number, one) for number, (one, hiragana) in enumerate(_domestic())]
    domestic = [one.place() for rank, _, one in sorted(f for f in found if f[0] is not None)][:_MOST]
    foreign = [abroad_place(one, sought) for one in (abroad(sought) or abroad_english(sought))]
    return [*domestic, *foreign][:_MOST]


def search(request: Request) -> Response:
    """The places for what stands in the search field."""
    typed = request.query_params.get("place", "")[:60]
    return page(request, "places.html", places=places(typed), typed=typed)


def calendar(request: Request) -> Response:
    """What a typed date means, in both calendars."""
    typed = next((value for value in request.query_params.values()), "")[:60]
    value = edtf(typed)
    return page(request, "calendar.html", value=value, said=wareki(value), typed=typed)


@cache
def _domestic() -> tuple[tuple[Municipality, str], ...]:
    return tuple((one, fold(one.kana).translate(_KATAKANA)) for one in municipalities())


def _rank(one: Municipality, hiragana: str, sought: str, kana: str) -> int | None:
    """How well a place fits, 0 best; None when it does not."""
    if sought in (one.full_name, one.name, one.code, one.code[:5]) or hiragana == kana:
        return 0
    if one.name[:-1] == sought:
        return 1
    if one.full_name.startswith(sought) or one.name.startswith(sought) or (kana and hiragana.startswith(kana)):
        return 2
    return 3 if sought in one.full_name or (one.romaji or "").casefold().startswith(sought.casefold()) else None


ROUTES = [Route("/places", search), Route("/calendar", calendar)]
