"""What a person says on the command line, as values of a record, and what came of it in a line.

>>> values(["edtf=2021-01-28", "renewed=2022-03、2023-03", "role=null"])
{'edtf': '2021-01-28', 'renewed': ['2022-03', '2023-03'], 'role': None}
>>> values(["parties=富山市、イクレイ日本"])["parties"]
[{'name': '富山市', 'code': '162019', 'country': 'JP'}, {'name': 'イクレイ日本'}]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast

from extractors.places.gazetteer import by_name
from extractors.rows import Row, dumps, loads
from flows.workspace import Workspace
from review.deciding import Opinion
from review.deciding import decide as take
from review.merge import Standing
from review.standings import standings
from review.validation import DecisionError
from store.entries import Action, Decision
from store.ledger import Ledger

STATES = {
    "holds": "有効 holds",
    "retired": "完了 retired",
    "conflict": "競合 conflict",
    "reopened": "再確認 reopened",
    "orphan": "根拠消失 orphan",
}
ACTIONS = {
    "confirm": "確認 confirm",
    "correct": "訂正 correct",
    "reject": "却下 reject",
    "add": "追加 add",
    "reopen": "取消 reopen",
    "join": "同一 join",
    "part": "別件 part",
}
_LISTS = ("parties", "renewed", "topics")
_COMMA = re.compile("[、,，]")


def decide(
    workspace: Workspace,
    record: str,
    action: str,
    said: list[str],
    reviewer: str,
    note: str | None = None,
    seen: int | None = None,
) -> Decision:
    """Take a decision now; raises `DecisionError`, or `OvertakenError` when somebody else decided meanwhile."""
    opinion = Opinion(record, cast(Action, action), reviewer, datetime.now(UTC), values(said), note, seen)
    with Ledger.open(workspace.ledger) as ledger:
        return take(ledger, opinion)


def values(said: Iterable[str]) -> dict[str, Any]:
    """The values of arguments such as `edtf=2021-01-28`: JSON, or plain text with commas between items of a list."""
    found: dict[str, Any] = {}
    for argument in said:
        field, equals, value = argument.partition("=")
        if not equals or not field:
            raise DecisionError(f"{argument}: write field=value, as in edtf=2021-01-28")
        found[field] = _value(field, value)
    return found


def _value(field: str, value: str) -> Any:
    if value == "null":
        return None
    if value[:1] in ("[", "{"):
        try:
            return loads(value)
        except ValueError as error:
            raise DecisionError(f"{field}: this is no JSON ({error})") from error
    if field not in _LISTS:
        return value
    items = [item.strip() for item in _COMMA.split(value) if item.strip()]
    return [_party(item) for item in items] if field == "parties" else items


def _party(name: str) -> Row:
    """The party of this name, linked when it is the full name of one local government only."""
    places = by_name(name)
    return {"name": name} | ({"code": places[0].code, "country": places[0].country} if len(places) == 1 else {})


def line(decision: Decision) -> str:
    """The decision in a line, for people."""
    said = "" if decision.fields == "{}" or decision.action == "add" else f"  {decision.fields}"
    note = f"  「{decision.note}」" if decision.note else ""
    passage = " ".join(decision.passage.split())
    return f"{decision.at}  {ACTIONS[decision.action]}  {decision.reviewer}  【{passage}】{said}{note}"


def history(workspace: Workspace, name: str) -> tuple[list[Decision], Standing | None]:
    """The decisions on a record, oldest first, and how they stand now; raises `DecisionError` when there are none."""
    with Ledger.open(workspace.ledger) as ledger:
        taken = list(ledger.decisions(name))
        if not taken:
            raise DecisionError(f"nobody has decided on {name}")
        named = (one for one in standings(ledger) if name in (one.decision.record, one.new.id if one.new else None))
        return taken, next(named, None)


def situation(standing: Standing) -> list[str]:
    """How a decision stands and what a person should compare, in lines."""
    decision = standing.decision
    head = f"{STATES[standing.state]}  {decision.record}  {ACTIONS[decision.action]}  {decision.reviewer} {decision.at}"
    lines = [head, f"  当時 then  【{' '.join(decision.passage.split())}】"]
    if standing.passage is not None:
        lines.append(f"  現在 now   【{' '.join(standing.passage.split())}】")
    for clash in standing.clashes:
        lines.append(
            f"  {clash.field}  元 base {_said(clash.base)}  人 ours {_said(clash.ours)}  新 new {_said(clash.new)}"
        )
    if standing.new and standing.new.id != decision.record:
        lines.append(f"  新しいレコード new record  {standing.new.id}")
    return lines


def _said(value: Any) -> str:
    return "—" if value is None else value if isinstance(value, str) else dumps(value)


def row(decision: Decision) -> Row:
    """The decision for programs, its JSON columns as values."""
    return asdict(decision) | {"fields": loads(decision.fields), "as_seen": loads(decision.as_seen)}
