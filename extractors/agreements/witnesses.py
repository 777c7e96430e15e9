"""Those who stand by when an agreement is signed: 県知事を立会人として.

>>> _WITNESS.search("港商工会議所が立会人となった。")["name"]
'港商工会議所'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.agreements.telling import Telling
from extractors.records import Party

_WITNESS = re.compile(r"(?P<name>[一-鿿々ァ-ヺー・A-Za-z0-9]{2,24})(?:を|が|は|の)、?(?:後見人|立会人|証人)")


def witnesses(telling: Telling, parties: Sequence[Party]) -> Iterator[Party]:
    """Those who stand by, in role witness: names of any kind before 後見人 and the like."""
    known = {party.name for party in parties}
    groups = [group for group in telling.groups if group.role == "witness"]
    found = [party for group in groups for party in group.parties]
    for match in _WITNESS.finditer(telling.page.masked, telling.sentence.start, telling.sentence.end):
        if not any(group.start < match.end() and match.start() < group.end for group in groups):
            found.append(Party(name=match["name"]))
    for party in found:
        if party.name not in known:
            known.add(party.name)
            yield replace(party, role="witness")
