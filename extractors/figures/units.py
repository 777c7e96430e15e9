"""Units of measure in every spelling, each with the project's name for it and what it multiplies by.

>>> unit_at("t-CO₂を削減", 0).name, unit_at("GWh未満", 0).factor, unit_at("トンネル", 0)
('t-CO2', Decimal('1000000'), None)
>>> unit_named("千t-CO2"), unit_named("年度")
(Unit(name='t-CO2', end=6, factor=Decimal('1000')), None)

Metric prefixes of energy and power are multipliers (10GWh is 10,000,000 kWh); no other unit is converted, so kg stays
kg. Spellings stand as they look after folding, which leaves ㎡, ₂ and ℃ alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.text.numerals import MULTIPLIERS

_PREFIXES = {"": 0, "k": 3, "K": 3, "M": 6, "G": 9, "T": 12, "P": 15}
_SPOKEN = {"": 0, "キロ": 3, "メガ": 6, "ギガ": 9, "テラ": 12, "ペタ": 15}
# name: (power of ten of the name's own prefix, symbol, words)
_PREFIXED = {
    "kWh": (3, ("Wh", "wh", "W・h"), ("ワット時", "ワットアワー")),
    "kW": (3, ("W", "Wp"), ("ワット",)),
    "J": (0, ("J",), ("ジュール",)),
}
_SQUARE = {"㎾h": ("kWh", 1), "㎿h": ("kWh", 1000), "㎾": ("kW", 1), "㎿": ("kW", 1000)}
# name: spellings
_SPELLINGS = {
    "%": ("%", "パーセント", "㌫", "percent", "per cent"),
    "ポイント": ("ポイント", "%ポイント", "%pt", "パーセントポイント", "㌽", "pt"),
    "‰": ("‰", "パーミル"),
    "倍": ("倍",),
    "円": ("円",),
    "ドル": ("ドル", "米ドル", "USドル", "USD"),
    "ユーロ": ("ユーロ", "EUR"),
    "ポンド": ("ポンド",),
    "元": ("元", "人民元"),
    "ウォン": ("ウォン",),
    "バーツ": ("バーツ",),
    "ルピア": ("ルピア",),
    "ルピー": ("ルピー",),
    "ペソ": ("ペソ",),
    "ドン": ("ドン",),
    "t": ("t", "T", "トン", "㌧", "屯"),
    "kg": ("kg", "Kg", "KG", "キログラム", "㎏"),
    "g": ("g", "グラム", "㌘"),
    "μg": ("μg", "\u00b5g", "㎍", "マイクログラム"),
    "mg": ("mg", "ミリグラム", "㎎"),
    "m": ("m", "メートル", "㍍"),
    "km": ("km", "Km", "キロメートル", "㎞", "キロ", "㌔"),
    "cm": ("cm", "センチメートル", "センチ", "㎝", "㌢"),
    "mm": ("mm", "ミリメートル", "ミリ", "㎜", "㍉"),
    "m2": ("m2", "m²", "㎡", "平方メートル", "平米", "平方m"),
    "km2": ("km2", "k㎡", "Km2", "km²", "㎢", "平方キロメートル", "平方キロ", "平方km"),
    "ha": ("ha", "ヘクタール", "㏊", "㌶", "ヘクタ-ル"),
    "m3": ("m3", "m³", "㎥", "立方メートル", "立米", "Nm3"),
    "L": ("L", "l", "ℓ", "リットル", "㍑"),
    "kL": ("kL", "kl", "KL", "kℓ", "キロリットル"),
    "℃": ("℃", "°C", "度C", "°c"),
    "ppm": ("ppm", "PPM"),
    "ppb": ("ppb",),
    "dB": ("dB", "デシベル"),
    "kcal": ("kcal", "キロカロリー"),
    "cal": ("cal",),
    "Bq": ("Bq", "ベクレル"),
    "mSv": ("mSv", "ミリシーベルト"),
    "μSv": ("μSv", "マイクロシーベルト"),
    "Hz": ("Hz", "ヘルツ"),
    "坪": ("坪",),
}
# Words that begin as a unit does and are none.
_OTHER_WORDS = (
    "円卓",
    "円滑",
    "円形",
    "円高",
    "円熟",
    "倍率",
    "倍増",
    "坪井",
    "坪庭",
    "元年",
    "元中継",
    "元気",
    "元号",
    "元町",
    "元素",
    "元の",
    "元に",
    "元本",
    "元利",
    "元職",
)
_MASS = {"トン": "t", "㌧": "t", "t": "t", "T": "t", "kt": "kt", "Mt": "Mt", "Gt": "Gt"}
_MASS |= {"kg": "kg", "Kg": "kg", "㎏": "kg", "g": "g"}
# t-CO2 in all its spellings: tCO2, t・CO₂, トン-CO2, t-CO2eq, トン(CO2換算), t-CO2換算, CO2トン.
_GAS = r"(?:CO ?[2₂²]|C0[2₂]|co2|Co2)"
_EMISSION = re.compile(
    rf"(?:{_GAS}[- ]?(?P<after>トン|㌧|t|kg)|(?P<mass>kt|Mt|Gt|kg|Kg|㎏|g|[tT]|トン|㌧)"
    rf"(?: ?[-・] ?{_GAS}|{_GAS}|\({_GAS}(?:換算)?\)))(?:[- ]?eq?\.?(?![a-z]))?(?:換算)?"
)
_CARBON = re.compile(r"(?:t|トン)-?C(?![A-Za-z0-9₂])")
# What an amount can be counted by, after a slash: t-CO2/人, 円/kWh, t-CO2/人・年.
_PER = {"人", "名", "世帯", "戸", "年", "年度", "月", "日", "時", "時間", "h", "s", "台", "件", "回", "社", "棟", "口"}
_PER |= {"km", "km2", "m2", "m3", "ha", "kWh", "MWh", "kW", "GJ", "MJ", "L", "kL", "kg", "t", "t-CO2", "校", "㎡"}
_PER |= {"km²", "m²", "㎢", "㎥", "m³", "百万円", "億円", "万円", "円", "床", "床面積", "人日", "分", "秒", "週", "本"}
_SLASH = re.compile(
    r" ?/ ?(?P<one>(?:{0}))(?:[・/](?P<two>(?:{0})))?(?![A-Za-z0-9]|(?![以未超程前余強弱])[一-鿿])".format(
        "|".join(sorted(map(re.escape, _PER), key=len, reverse=True))
    )
)
_SQUARED = {"㎡": "m2", "m²": "m2", "㎢": "km2", "km²": "km2", "㎥": "m3", "m³": "m3"}
_MULTIPLIED = re.compile("[十百千]?[万億兆]?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by the project's name; an amount in it is the number written times `factor`. `end` is where it stops."""

    name: str
    end: int
    factor: Decimal = Decimal(1)


def unit_at(text: str, at: int) -> Unit | None:
    """The unit of measure that begins at `at` of the folded text, with what it is counted by; null when none does."""
    emission = _EMISSION.match(text, at) or _CARBON.match(text, at)
    if emission:
        groups = emission.groupdict()
        mass = groups.get("after") or groups.get("mass")
        found = Unit(f"{_MASS[mass]}-CO2" if mass else "t-C", emission.end())
    else:
        pattern = _BY_FIRST.get(text[at : at + 1])
        match = pattern.match(text, at) if pattern else None
        if match is None or text.startswith(_OTHER_WORDS, at):
            return None
        name, factor = _UNITS[match.group()]
        found = Unit(name, match.end(), factor)
    return per(text, found)


def per(text: str, found: Unit) -> Unit:
    """The unit with what follows it after a slash."""
    match = _SLASH.match(text, found.end)
    if match is None:
        return found
    counted = "・".join(_SQUARED.get(part, part) for part in match.groups() if part)
    return replace(found, name=f"{found.name}/{counted}", end=match.end())


def unit_named(name: str) -> Unit | None:
    """The unit that a head or a note states by itself, counting words applied (千円, 万t-CO2, GWh)."""
    name = name.strip()
    match = _MULTIPLIED.match(name)
    words = match.group() if match else ""
    for length in range(len(words), -1, -1):
        found = unit_at(name, length) if name[:length] in MULTIPLIERS else None
        if found and found.end == len(name):
            return replace(found, factor=found.factor * MULTIPLIERS[name[:length]])
    return None


def _table() -> dict[str, tuple[str, Decimal]]:
    units = {spelling: (name, Decimal(1)) for name, spellings in _SPELLINGS.items() for spelling in spellings}
    units |= {spelling: (name, Decimal(factor)) for spelling, (name, factor) in _SQUARE.items()}
    for name, (own, symbols, words) in _PREFIXED.items():
        for prefixes, endings in ((_PREFIXES, symbols), (_SPOKEN, words)):
            for prefix, power in prefixes.items():
                units |= {prefix + ending: (name, Decimal(10) ** (power - own)) for ending in endings}
    return units


def _by_first(units: dict[str, tuple[str, Decimal]]) -> dict[str, re.Pattern[str]]:
    """One pattern for each first character: longest spelling first, and a word must end where it ends."""
    grouped: dict[str, list[str]] = {}
    for spelling in sorted(units, key=len, reverse=True):
        grouped.setdefault(spelling[0], []).append(_bounded(spelling))
    return {first: re.compile("|".join(patterns)) for first, patterns in grouped.items()}


def _bounded(spelling: str) -> str:
    last = spelling[-1]
    if last == "%":  # %20 is a character of an address
        return re.escape(spelling) + "(?![0-9A-F]{2})"
    if last.isascii() and last.isalnum():
        return re.escape(spelling) + "(?![A-Za-z0-9])"
    return re.escape(spelling) + ("(?![ァ-ヺー])" if "ァ" <= last <= "ー" else "")


_UNITS = _table()
_BY_FIRST = _by_first(_UNITS)
