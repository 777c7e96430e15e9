"""Which local government a page's publisher is, by the name it gives itself and by the host it stands on.

>>> resolved(Publisher(name="広島県府中市役所"), None)
Publisher(name='広島県府中市役所', code='342084')
>>> resolved(Publisher(name="府中市"), "https://www.city.fuchu.tokyo.jp/a.html").code
'132063'
>>> resolved(None, "https://www.city.toyama.lg.jp/a.html"), resolved(None, "https://www.example.jp/a.html")
(Publisher(name='富山市', code='162019'), None)

Hosts follow the rules of .jp for 地方公共団体: city.NAME.lg.jp, town.NAME.PREFECTURE.jp,
pref.NAME.jp, metro.tokyo.jp. A name or host that fits several governments gets no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from extractors.places.gazetteer import named, spelled, stem
from extractors.places.tables import Municipality
from extractors.records import Level, Publisher
from extractors.text.folding import fold

# The label before the name, with what it says; Tokyo's wards call themselves cities.
_LABELS: dict[str, tuple[Level, ...]] = {
    "pref": ("prefecture",),
    "metro": ("prefecture",),
    "city": ("city", "ward"),
    "town": ("town",),
    "vill": ("village",),
}
_OFFICE = re.compile(r"(?:役所|役場|庁)$")
_ABOVE = re.compile(r"(?:(?P<prefecture>.{2,3}?[都道府県]))?(?:[^郡]{1,4}郡)?(?P<name>.+)")


def resolved(publisher: Publisher | None, url: str | None) -> Publisher | None:
    """The publisher with its code where name and address agree on one government; without a name, the host's."""
    if publisher and publisher.code:
        return publisher
    hosted = _hosted(url) if url else []
    if publisher is None:
        return Publisher(name=hosted[0].name, code=hosted[0].code) if len(hosted) == 1 else None
    found = _by_name(publisher.name)
    inside = [one for one in found if one in hosted] or found
    return Publisher(name=publisher.name, code=inside[0].code) if len(inside) == 1 else publisher


def _by_name(name: str) -> Sequence[Municipality]:
    name = _OFFICE.sub("", fold(name).strip())
    if named(name):
        return _governments(named(name))
    parts = _ABOVE.fullmatch(name)
    found = _governments(named(parts["name"])) if parts else []
    return [one for one in found if parts and parts["prefecture"] in (None, one.prefecture)]


def _hosted(url: str) -> list[Municipality]:
    labels = (urlsplit(url).hostname or "").split(".")
    for at, label in enumerate(labels[:-1]):
        if label in _LABELS:
            return _of_host(labels[at + 1], _LABELS[label], labels[at + 2 :])
    return []


def _of_host(name: str, levels: tuple[Level, ...], rest: Sequence[str]) -> list[Municipality]:
    """The governments of that English name and kind, in the prefecture that the host names if it names one."""
    found = [one for one in _governments(spelled(name)) if one.level in levels]
    inside = [one for one in found if any(_is_prefecture(label, one.prefecture) for label in rest)]
    return inside or found


def _governments(places: Iterable[Municipality]) -> list[Municipality]:
    """Without the wards of cities, which publish on their city's pages."""
    return [one for one in places if one.level != "ward" or not one.parent]


def _is_prefecture(label: str, prefecture: str) -> bool:
    return any(one.level == "prefecture" and stem(one.name) == stem(prefecture or " ") for one in spelled(label))
