"""`renkei reviewer`: accounts are added, listed, changed and removed from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.usage import UsageError
from review.app.accounts import Accounts

PASSWORD = "とても長い合言葉です。確かに"


def reviewer(home: Path, *arguments: str, typed: str = PASSWORD) -> tuple[str, BaseException | None]:
    """What `renkei reviewer` prints, and what it raises; the password is typed twice."""
    result = CliRunner().invoke(app, ["--home", str(home), "reviewer", *arguments], input=f"{typed}\n{typed}\n")
    return result.stdout, result.exception if isinstance(result.exception, UsageError) else None


def test_accounts_come_change_and_go(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "reviewers.json")
    assert "追加しました" in reviewer(tmp_path, "add", "佐藤")[0]
    assert "追加しました" in reviewer(tmp_path, "add", "鈴木", "--admin")[0]
    assert reviewer(tmp_path, "list")[0] == "佐藤\treviewer\n鈴木\tadmin\n"
    out, error = reviewer(tmp_path, "password", "佐藤", typed=PASSWORD + "2")
    assert error is None and PASSWORD not in out and accounts.check("佐藤", PASSWORD + "2")
    assert "削除しました" in reviewer(tmp_path, "remove", "佐藤")[0]
    assert reviewer(tmp_path, "list")[0] == "鈴木\tadmin\n" and accounts.check("佐藤", PASSWORD + "2") is None


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "鈴木"), PASSWORD, "there is an account 鈴木"),
        (("add", "佐藤"), "short", "a password has 12"),
        (("password", "佐藤"), PASSWORD, "there is no account 佐藤"),
        (("remove", "佐藤"), "", "there is no account 佐藤"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(tmp_path: Path, arguments: tuple[str, ...], typed: str, words: str) -> None:
    Accounts(tmp_path / "reviewers.json").add("鈴木", PASSWORD, "admin")
    _, error = reviewer(tmp_path, *arguments, typed=typed)
    names = [person.name for person in Accounts(tmp_path / "reviewers.json").people()]
    assert words in str(error) and names == ["鈴木"]
