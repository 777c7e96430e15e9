"""Text in the ledger: any characters, in the order of their numbers, whatever database keeps it.

>>> _escaped("a\\x00b\\x01") == "a\\x010b\\x01\\x01", _restored(_escaped("a\\x00b\\x010")) == "a\\x00b\\x010"
(True, True)

PostgreSQL sorts by the language of the database unless a column says otherwise, and takes no NUL: there it stands as
U+0001 and a zero, and U+0001 itself stands twice. Neither is seen in an ordinary document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_NUL, _MARK = "\x00", "\x01"
_ESCAPES = re.compile(f"{_MARK}([{_MARK}0])")


class Characters(TypeDecorator[str]):
    """A column of text, of so many characters at most."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the column in SQL."""
        length = self.impl_instance.length  # type: ignore[attr-defined]
        return dialect.type_descriptor(String(length, collation="C" if dialect.name == "postgresql" else None))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What becomes of a value on its way in; SQLite takes it as it is."""
        return _escaped if dialect.name == "postgresql" else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """What becomes of a value on its way out."""
        return _restored if dialect.name == "postgresql" else None


def _escaped(value: str | None) -> str | None:
    if value is None or not (_NUL in value or _MARK in value):
        return value
    return value.replace(_MARK, _MARK * 2).replace(_NUL, _MARK + "0")


def _restored(value: str | None) -> str | None:
    if value is None or _MARK not in value:
        return value
    return _ESCAPES.sub(lambda escape: _NUL if escape[1] == "0" else _MARK, value)
