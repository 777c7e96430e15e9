"""Accounts of reviewers in a file beside the ledger: names, roles, and passwords as Argon2id hashes.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     accounts = Accounts(Path(folder) / "reviewers.json")
...     accounts.add("佐藤", "correct horse battery", "reviewer")
...     accounts.check("佐藤", "correct horse battery"), accounts.check("佐藤", "wrong"), accounts.check("鈴", "")
(Person(name='佐藤', role='reviewer'), None, None)
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import cast, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from review.app.sessions import Person, Role

SHORTEST = 12  # characters of a password
LONGEST = 200
_ROLES = get_args(Role)
_HASHER = PasswordHasher()
_ONE_AT_A_TIME = Lock()  # a hash takes 64 MiB: guesses side by side must not exhaust the memory


class AccountError(ValueError):
    """An account that cannot be; the message says what to give instead."""


class Accounts:
    """The accounts in a file, which is read anew each time: an account that was taken away is gone at once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, name: str, password: str, role: Role) -> None:
        """Add an account; raises `AccountError`."""
        name, rows = name.strip(), self._rows()
        if not name or len(name) > 100 or not name.isprintable():
            raise AccountError("a name is 1 to 100 printable characters")
        if name in rows:
            raise AccountError(f"there is an account {name}: give it a new password, or remove it first")
        self._write({**rows, name: {"role": role, "password": _hash(password)}})

    def change(self, name: str, password: str) -> None:
        """Give an account a new password; raises `AccountError`."""
        row = self._row(name)
        self._write({**self._rows(), name: {**row, "password": _hash(password)}})

    def remove(self, name: str) -> None:
        """Take an account away; raises `AccountError` when there is none."""
        self._row(name)
        self._write({one: row for one, row in self._rows().items() if one != name})

    def mark(self, name: str) -> str | None:
        """What changes with an account's password and role; None when there is no account."""
        row = self._rows().get(name)
        return f"{row['role']} {row['password']}" if row else None

    def people(self) -> list[Person]:
        """Everybody who has an account."""
        return [Person(name, cast(Role, row["role"])) for name, row in self._rows().items()]

    def check(self, name: str, password: str) -> Person | None:
        """The person with this name and password; takes as long for a name that nobody has."""
        row = self._rows().get(name.strip())
        with _ONE_AT_A_TIME:
            try:
                _HASHER.verify(row["password"] if row else _nobody(), password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return None
        return Person(name.strip(), cast(Role, row["role"])) if row else None

    def _row(self, name: str) -> Mapping[str, str]:
        row = self._rows().get(name)
        if row is None:
            raise AccountError(f"there is no account {name}")
        return row

    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise AccountError(
                f"{self._file} is damaged: {error}; mend it, or remove it and add the accounts"
            ) from error
        return {name: row for name, row in rows.items() if row["role"] in _ROLES}

    def _write(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        fresh = self._file.with_name(self._file.name + ".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(self._file)


def _hash(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


@cache
def _nobody() -> str:
    """The hash that the password of an unknown name is compared with."""
    return _HASHER.hash(os.urandom(16).hex())
