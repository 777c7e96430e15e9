"""After a crawl: the stage `process` extracts what changed and publishes, when there is anything to do."""

from __future__ import annotations

from flows.due import is_due
from flows.engines.engine import PLAIN, Engine
from flows.extract import extract
from flows.locks import alone
from flows.publish import publish
from flows.report import Report
from flows.workspace import Workspace


def process(
    workspace: Workspace, names: list[str] | None = None, always: bool = False, *, engine: Engine = PLAIN
) -> Report:
    """Extract and publish as long as something is due; with `always` at least once.

    One at a time does so in a folder. Who comes meanwhile leaves it to that one, who looks again before ending; with
    `always` it waits. `names` are the sources whose counts matter to the publication.
    """
    report = Report()
    while always or is_due(workspace):
        with alone(workspace.state, "process", wait=always) as free:
            if not free:
                break
            report += extract(workspace, engine=engine)
            published = publish(workspace, names, engine=engine)
            report += published
        if published.tables is None:  # refused, for reasons that another attempt would find again
            break
        always = False
    return report
