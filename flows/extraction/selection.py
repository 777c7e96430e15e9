"""Which stored documents are to be extracted, and why: what `renkei extract` is asked for, against what was done.

>>> parse("dates/2"), parse("2026-11-01")
(Version(name='dates', number=2), '2026-10-31T15:00:00Z')

The key of work that is done is the digest of the capture, the versions of reader and extractors, and the configuration.
When any of them is another, the work is outdated. Whoever asks for more, such as all documents of a source, has it
written down as outdated first: so a run that was stopped is continued by one for what is outdated, and nothing is done
twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crawler.source import Source, load_all
from extractors.extract import EXTRACTORS, with_needs
from extractors.extras import is_installed
from extractors.reader import VERSION as READER
from flows.extraction.configuration import change, configuration
from flows.extraction.makers import KINDS, again, is_wanted_again, number, outdated, remade
from flows.limits import Limits
from flows.usage import UsageError
from flows.workspace import Workspace
from store.entries import Order, State, Versions, stamp

_VERSION = re.compile(r"(\w+)/([1-9]\d{0,5})")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ZONE = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the reader or of an extractor."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was asked for: the documents that meet every condition; without any, all.

    `changed` are those whose work is outdated, `failed` those that could not be read. Empty `sources` are all, empty
    `kinds` the records of all kinds. `older_than` is a version, or the time that work was done before.
    """

    changed: bool = False
    failed: bool = False
    sources: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    older_than: Version | str | None = None

    @property
    def before(self) -> str | None:
        """The time that work was done before, if that was asked for."""
        return self.older_than if isinstance(self.older_than, str) else None


CHANGED = Choice(changed=True)


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice, and all that is to be known to tell whether work is outdated."""

    choice: Choice
    sources: Mapping[str, Source]
    limits: Limits
    by_ocr: bool

    def order(self, state: State) -> Order | None:
        """What is to be done with the documents in this state, if anything."""
        if self.reason(state) is None:
            return None
        kinds = with_needs(self.choice.kinds or KINDS)
        config = configuration(self.sources.get(state.source))
        if state.versions is None or len(kinds) == len(KINDS) or self._is_other_text(state, state.versions):
            return Order(Versions(READER, remade("", frozenset(KINDS)), config))
        return Order(Versions(READER, remade(state.versions.extractor, kinds), state.versions.config), kinds)

    def reason(self, state: State) -> str | None:
        """Why the documents in this state are to be extracted, in a few words; null when they are not."""
        if not self._is_meant(state):
            return None
        return self._outdated(state) or (None if self.choice.changed else _asked(state))

    def marked(self, state: State) -> str | None:
        """What is to be stated of the extractors so that the documents are outdated; null where that is for nothing."""
        if not state.versions or not self._is_meant(state):
            return None
        return again(state.versions.extractor, self.choice.kinds or KINDS)

    def continued(self) -> Selection:
        """What is left to do once the choice is marked as outdated."""
        return replace(self, choice=replace(self.choice, changed=True))

    def _is_meant(self, state: State) -> bool:
        """Whether the documents meet the conditions, outdated or not; the time is the ledger's to look at."""
        choice, versions = self.choice, state.versions
        if (choice.sources and state.source not in choice.sources) or (choice.failed and not state.failed):
            return False
        if not isinstance(choice.older_than, Version):
            return True
        made = f"{versions.reader} {versions.extractor}" if versions else ""
        return versions is not None and number(made, choice.older_than.name) < choice.older_than.number

    def _outdated(self, state: State) -> str | None:
        versions, kinds = state.versions, self.choice.kinds or KINDS
        if versions is None:
            return "new page"
        if state.changed:
            return "changed page"
        if is_wanted_again(versions.extractor, kinds):
            return _asked(state)
        if versions.reader != READER:
            return "reader"
        if behind := [kind for kind in KINDS if kind in kinds and kind in outdated(versions.extractor)]:
            return f"extractor: {', '.join(behind)}"
        changed = self._config_change(state)
        return f"configuration: {changed}" if changed else None

    def _is_other_text(self, state: State, versions: Versions) -> bool:
        """Whether a document is to be read anew, so that the places of all its records are others."""
        return state.changed or state.failed or versions.reader != READER or self._config_change(state) is not None

    def _config_change(self, state: State) -> str | None:
        config = state.versions.config if state.versions else ""
        return change(config, self.sources.get(state.source), self.limits, self.by_ocr)


def select(workspace: Workspace, choice: Choice) -> Selection:
    """The selection of what was chosen; raises `SourceError` when a source file is off or a source is none."""
    if choice.sources:
        workspace.chosen(sorted(choice.sources))
    sources = {source.name: source for source in load_all(workspace.sources)}
    return Selection(choice, sources, workspace.limits, is_installed())


def parse(older_than: str) -> Version | str:
    """The version that is written like `dates/2`, or the time at which a day in Japan begins; raises `UsageError`."""
    found = _VERSION.fullmatch(older_than)
    if found and int(found[2]) <= number(_known(), found[1]):
        return Version(found[1], int(found[2]))
    if _DAY.fullmatch(older_than):
        try:
            return stamp(datetime.combine(date.fromisoformat(older_than), time(), _ZONE))
        except ValueError:
            pass
    raise UsageError(f"--older-than {older_than}: give a day, as 2026-11-01, or a version up to {_known()}")


def _asked(state: State) -> str:
    return "failed before" if state.failed else "asked for"


def _known() -> str:
    return " ".join((READER, *EXTRACTORS.values()))
