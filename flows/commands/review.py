"""`renkei review` and `renkei reviewer`: the review app on this machine or beyond it, and who may use it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.usage import UsageError

if TYPE_CHECKING:
    from review.app.accounts import Accounts

reviewers = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def review(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on; beyond this machine with accounts.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Left out: 8770, or a free one.")] = None,
    origin: Annotated[
        str | None, typer.Option(help="How browsers reach it behind a proxy: https://review.example.jp")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(envvar="RENKEI_REVIEWER", help="Who decides on this machine; else the login name.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Check and correct records in the browser.  レビュー画面

    \b
    Examples:
      renkei review                             on this machine   このパソコンで
      renkei review --reviewer 佐藤 --no-browser
      renkei review --host 0.0.0.0 --origin https://review.example.jp
    """
    from flows.reviewing.review_server import Call, ReviewError, serve  # noqa: PLC0415  the server takes a second to load

    try:
        serve(context.obj, Call(host, port, origin, reviewer, browser))
    except ReviewError as error:
        raise UsageError(str(error)) from error


@reviewers.callback()
def accounts() -> None:
    """Accounts for the review app beyond this machine.  担当者"""


@reviewers.command()
def add(
    context: typer.Context,
    name: str,
    admin: Annotated[bool, typer.Option("--admin", help="May also take back what others decided.")] = False,
) -> None:
    """Add an account.  担当者を追加

    \b
    Example:
      renkei reviewer add 佐藤
    """
    with _accounts(context) as held:
        held.add(name, _password(), "admin" if admin else "reviewer")
    print(f"{name}: 追加しました added")


@reviewers.command()
def password(context: typer.Context, name: str) -> None:
    """Give an account a new password; who is signed in with it is signed out.  パスワードを変更"""
    with _accounts(context) as held:
        held.change(name, _password())
    print(f"{name}: 変更しました changed")


@reviewers.command()
def remove(context: typer.Context, name: str) -> None:
    """Take an account away and sign it out; its decisions stay.  担当者を削除"""
    with _accounts(context) as held:
        held.remove(name)
    print(f"{name}: 削除しました removed")


@reviewers.command(name="list")
def listed(context: typer.Context) -> None:
    """Names and roles.  担当者の一覧"""
    with _accounts(context) as held:
        for person in held.people():
            print(f"{person.name}\t{person.role}")


@contextmanager
def _accounts(context: typer.Context) -> Iterator[Accounts]:
    """The workspace's accounts; what cannot be done with them is told in a line."""
    from flows.reviewing.review_server import accounts_of  # noqa: PLC0415
    from review.app.accounts import AccountError  # noqa: PLC0415

    try:
        yield accounts_of(context.obj)
    except AccountError as error:
        raise UsageError(str(error)) from error


def _password() -> str:
    from review.app.accounts import SHORTEST  # noqa: PLC0415

    typed: str = typer.prompt(f"パスワード password ({SHORTEST}+)", hide_input=True, confirmation_prompt=True)
    return typed
