"""What the app says, in Japanese and English.

>>> say("confirm", "ja"), say("confirm", "en"), say("signed-in", "en", name="佐藤")
('確認', 'Confirm', 'Signed in as 佐藤')
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")


def say(key: str, language: str, **values: object) -> str:
    """The phrase in a language; raises `KeyError` when there is none."""
    return phrases()[key][LANGUAGES.index(language)].format(**values)


@cache
def phrases() -> Mapping[str, tuple[str, str]]:
    """Every phrase by its key: Japanese, English."""
    with (Path(__file__).parent / "phrases.toml").open("rb") as file:
        return {key: (ja, en) for key, (ja, en) in tomllib.load(file).items()}
