r"""What a run came to, as Markdown for its page in Prefect's UI.

>>> escaped("[松山市](javascript:alert)|<b>")
'\\[松山市\\]\\(javascript\\:alert\\)\\|\\<b\\>'

What was read on the web is text here and nothing else: all punctuation that could mean something is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from flows.publishing.changes import SIGNS, changes_to, editions, listed, told
from flows.report import Report

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")  # of ASCII, all of which Markdown lets be escaped
_MOST = 50  # lines of problems, and of changes
_LONGEST = 300  # characters of a line


def page(report: Report, processed: Path | None = None, before: int = 0) -> str:
    """The summary, the problems, and what those editions changed that were published after so many before."""
    rows = "\n".join(f"| {escaped(head)} | {escaped(said)} |" for head, said in report.table())
    parts = [f"| | |\n|---|---|\n{rows}", *_list("問題 problems", report.problems)]
    if processed:
        for edition in editions(processed)[before:]:
            changes = changes_to(processed, edition["number"])
            lines = (f"{SIGNS[change['change']]} {change['table']} {told(change)}" for change in changes)
            parts += [f"## 変更 changes {escaped(listed(edition))}", *_list("", lines)]
    return "\n\n".join(parts)


def escaped(text: str) -> str:
    """The text in one line of limited length, as Markdown that shows it as it is."""
    line = " ".join(text.split())
    line = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return _PUNCTUATION.sub(r"\\\1", line)


def _list(heading: str, lines: Iterable[str]) -> list[str]:
    shown = [f"- {escaped(line)}" for line in islice(lines, _MOST + 1)]
    if len(shown) > _MOST:
        shown[-1] = "- …"
    return [*([f"## {heading}"] if heading and shown else []), *(["\n".join(shown)] if shown else [])]
