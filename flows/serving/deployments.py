"""What Prefect is to run for a project: a deployment for each source by its rhythm, and one for what crawls bring.

`renkei serve` carries them out itself; `renkei deployments` writes them as `prefect.yaml` for those who have a Prefect
server, a work pool and workers of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from prefect.server.schemas.schedules import CronSchedule

from crawler.source import Source, SourceError

TAG = "renkei"
PROCESS = "all"  # the name of the deployment of `process`
_HEAD = """\
# Renkei's deployments, for a Prefect server and workers of your own: docs/scheduling.md
# Written by `renkei deployments`: write it again when a source is added, changed or taken away.
"""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Who extracts (see `flows.engines.choice.engine_of`), as the flow `process` is told it."""

    engine: str = "prefect"
    address: str | None = None

    def parameters(self) -> dict[str, Any]:
        """Nothing where nothing is to be told."""
        there = {"engine": self.engine, "address": self.address}
        return {name: value for name, value in there.items() if value not in (None, "prefect")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A deployment: its flow, its name among those of the flow, what the flow is called with, and when."""

    flow: str
    name: str
    description: str
    parameters: dict[str, Any]
    schedule: CronSchedule | None = None

    @property
    def tags(self) -> list[str]:
        """What its runs are found by: the stage, the source."""
        return [TAG, self.flow, *([self.name] if "source" in self.parameters else [])]


def of_source(source: Source) -> Deployment:
    """The crawl of a source; raises `SourceError` when its rhythm can never come round."""
    return Deployment(
        flow="crawl",
        name=source.name,
        description=source.title,
        parameters={"source": source.name},
        schedule=_rhythm(source),
    )


def of_processing(extraction: Extraction) -> Deployment:
    """What follows crawls."""
    return Deployment(
        flow="process", name=PROCESS, description="抽出と公開 extract, publish", parameters=extraction.parameters()
    )


def prefect_yaml(sources: list[Source], pool: str, extraction: Extraction) -> str:
    """The text of a `prefect.yaml` with the crawls of these sources, to be carried out in a work pool."""
    entries = [_entry(deployment, pool) for deployment in [*map(of_source, sources), of_processing(extraction)]]
    # Nothing is pulled: Renkei is installed where the workers run.
    return _HEAD + yaml.safe_dump({"pull": [], "deployments": entries}, allow_unicode=True, sort_keys=False)


def _entry(deployment: Deployment, pool: str) -> dict[str, Any]:
    schedule = deployment.schedule
    return {
        "name": deployment.name,
        "description": deployment.description,
        "entrypoint": f"flows.serving.deployed.{deployment.flow}",
        "tags": deployment.tags,
        "parameters": deployment.parameters,
        "schedules": [{"cron": schedule.cron, "timezone": schedule.timezone}] if schedule else [],
        "work_pool": {"name": pool},
    }


def _rhythm(source: Source) -> CronSchedule | None:
    if source.schedule is None:
        return None
    try:
        return CronSchedule(cron=source.schedule.cron, timezone=source.schedule.timezone)
    except ValueError as error:
        raise SourceError(
            f"{source.name}: schedule.cron: {source.schedule.cron} never comes round: write five fields, "
            'for example "0 5 * * 1" for Mondays at five'
        ) from error
