"""`renkei review` and `renkei reviewer`: the review app on this machine or beyond it, and who may use it there."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.usage import UsageError

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
    from flows.review_server import Call, ReviewError, serve  # noqa: PLC0415  the server takes a second to load

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
    """Add an account, or give it a new password.  担当者を追加

    \b
    Example:
      renkei reviewer add 佐藤
    """
    from flows.review_server import accounts_of  # noqa: PLC0415
    from review.app.accounts import SHORTEST, AccountError  # noqa: PLC0415

    password = typer.prompt(f"パスワード password ({SHORTEST}+)", hide_input=True, confirmation_prompt=True)
    try:
        accounts_of(context.obj).add(name, password, "admin" if admin else "reviewer")
    except AccountError as error:
        raise UsageError(str(error)) from error
    print(f"{name}: 追加しました added")
