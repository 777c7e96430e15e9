"""The rows of former_municipalities.tsv: what ended since 1970, from the CODH's 歴史的行政区域データセットβ版."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractors.data.municipality_rows import LEVELS, check_digit

Row = dict[str, str]

SINCE = "1970"  # pages of today seldom speak of what had ended before the six-digit codes began
# The wards of 浜松市 until 2023-12-31: 総務省告示 of the city's 区の再編 (天竜区 went on).
REARRANGED = "2024-01-01"
# "1/静岡市清水区役所/静岡市清水区旭町6-8/P34-14_22.xml": the office that stands there today, with its address.
_OFFICE = re.compile(r"[0-9]+/[^/]*/(?:[^/]+?郡(?=.))?(?P<address>[^/]*)/P34")


def former(build: Path, today: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Municipalities that no longer bear their name in their prefecture, by code, each with its end and successor."""
    current = {(prefecture, (parent if level == "ward" else "") + name): code
               for code, level, name, prefecture, parent, *_ in today}  # fmt: skip
    with (build / "geonlp/base_data/geoshape-city.csv").open(encoding="utf-8", newline="") as file:
        rows = [_tidied(dict(row)) for row in csv.DictReader(file)]
    ended = [row for row in rows if row["valid_to"] >= SINCE and _name(row) not in current]
    known = {row["entry_id"]: code for row in ended if (code := _by_address(row, current))}
    together: dict[object, set[str]] = defaultdict(set)
    for row in ended:
        if row["entry_id"] in known:
            together[row["prefname"], row["countyname"], row["valid_to"]].add(known[row["entry_id"]])
            together[row["prefname"], row["valid_to"]].add(known[row["entry_id"]])
    for row in rows:
        if row["valid_from"] and _name(row) in current:
            together[row["prefname"], row["valid_from"]].add(current[_name(row)])
    made = sorted(_row(row, _successor(row, known, current, together)) for row in ended)
    # One that only changed its district is listed twice: the last state counts.
    return sorted({(row[2], row[3], row[-1]): row for row in sorted(made, key=lambda row: row[-2])}.values())


def _tidied(row: Row) -> Row:
    """The row with the first of several codes, prefectures and districts; without an end where its code is none."""
    row |= {field: row[field].split("/")[0] for field in ("code", "prefname", "countyname")}
    if row["countyname"] == "浜松市" and row["suffix"] == "区" and row["body"] != "天竜":
        row["valid_to"] = REARRANGED
    return row if row["code"][2:] != "000" else row | {"valid_to": ""}


def _name(row: Row) -> tuple[str, str]:
    city = row["countyname"] if row["suffix"] == "区" else ""
    return row["prefname"], city + row["body"] + row["suffix"]


def _by_address(row: Row, current: dict[tuple[str, str], str]) -> str | None:
    office = _OFFICE.match(row["source"])
    address = office["address"] if office else ""
    lengths = (cut for cut in range(2, len(address) + 1) if address[cut - 1] in "市町村区")
    return next((code for cut in lengths if (code := current.get((row["prefname"], address[:cut])))), None)


def _successor(
    row: Row, known: dict[str, str], current: dict[tuple[str, str], str], together: dict[object, set[str]]
) -> str:
    """The code of what stands there today; empty where the source does not say."""
    if row["entry_id"] in known:
        return known[row["entry_id"]]
    if row["suffix"] == "区":
        return current.get((row["prefname"], row["countyname"]), "")
    for suffix in "市町村":  # 滝沢村 is 滝沢市
        if code := current.get((row["prefname"], row["body"] + suffix)):
            return code
    # Merged on the same day as its neighbours: those of its district, else the only ones of its prefecture.
    district, prefecture = (row["prefname"], row["countyname"], row["valid_to"]), (row["prefname"], row["valid_to"])
    found = next((codes for key in (district, prefecture) if len(codes := together[key]) == 1), set())
    return next(iter(found), "")


def _row(row: Row, successor: str) -> tuple[Any, ...]:
    name = row["body"] + row["suffix"]
    where = round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)
    code = row["code"] + check_digit(row["code"])
    return code, LEVELS[row["suffix"]], name, row["prefname"], row["countyname"], *where, row["valid_to"], successor
