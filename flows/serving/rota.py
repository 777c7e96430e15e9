"""Which sources are served and when: their files on one side, Prefect's deployments on the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from httpx import HTTPError
from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.server.schemas.schedules import CronSchedule
from prefect.types.entrypoint import EntrypointType

from crawler.source import SourceError, load_all
from flows.exits import USAGE, complain
from flows.folder import Folder
from flows.report import padded
from flows.serving import deployed, past_runs
from flows.serving.deployments import PROCESS, TAG, Deployment, Extraction, of_processing, of_source
from flows.usage import UsageError
from flows.workspace import Workspace
from store.ledger import Ledger

_FLOWS: dict[str, Flow[..., Any]] = {"crawl": deployed.crawl, "process": deployed.process}
_NAME = 24  # columns for the name of a source
_PAGE = 200  # deployments at a time


class Rota:
    """The deployments that are served; `say` is told in a line what is taken up, and when it is next due."""

    def __init__(
        self,
        workspace: Workspace,
        client: PrefectClient,
        runner: Runner,
        extraction: Extraction,
        say: Callable[[str], None],
    ) -> None:
        self._workspace, self._client, self._runner, self._say = workspace, client, runner, say
        self._processing = of_processing(extraction)
        self._folder = Folder.of(workspace).model_dump()
        self._served: dict[str, tuple[UUID, Deployment]] = {}
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._trouble = ""

    async def begin(self) -> None:
        """Bring Prefect to what the files and the ledger say; raises `SourceError` and `UsageError`."""
        self._workspace.chosen()
        self._seen = self._signature()
        wanted = self._wanted()
        there = await self._there()
        await self._bring(wanted)
        for name, number in there.items():
            if name not in wanted:
                await self._client.delete_deployment(number)
        await past_runs.settle(self._client, [number for number, _ in self._served.values()])
        for number, deployment in self._served.values():
            await self._catch_up(number, deployment)

    async def look(self) -> None:
        """Take up what changed in the files meanwhile, or was forgotten by Prefect; what is off is told once."""
        try:
            signature = self._signature()
            if await self._is_forgotten():
                self._served.clear()
            elif signature == self._seen:
                return
            for name in await self._bring(self._wanted()):
                await self._catch_up(*self._served[name])
            self._seen, self._trouble = signature, ""
        except (SourceError, HTTPError) as error:
            if str(error) != self._trouble:
                complain(f"{error} (nothing else is taken up until then)", USAGE)
            self._trouble = str(error)

    def _signature(self) -> tuple[tuple[str, int, int], ...]:
        """What tells one state of the folder of sources from another."""
        paths = sorted(path for path in self._workspace.sources.iterdir() if path.suffix in (".yml", ".yaml"))
        return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)

    def _wanted(self) -> dict[str, Deployment]:
        sources = [source for source in load_all(self._workspace.sources) if source.enabled]
        return {_key(one): one for one in (*map(of_source, sources), self._processing)}

    async def _there(self) -> dict[str, UUID]:
        """The deployments of this folder that Prefect knows from before; another folder's must not get mixed up."""
        found: dict[str, UUID] = {}
        wanted, offset = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG])), 0
        while page := await self._client.read_deployments(deployment_filter=wanted, limit=_PAGE, offset=offset):
            offset += len(page)
            for one in page:
                home = one.parameters.get("folder", {}).get("home")
                if home == self._folder["home"]:
                    flow = "crawl" if "source" in one.parameters else "process"
                    found[f"{flow}/{one.name}"] = one.id
                elif one.name == PROCESS:
                    raise UsageError(f"this Prefect server serves {home} already; give each folder a server of its own")
        return found

    async def _bring(self, wanted: dict[str, Deployment]) -> list[str]:
        """Take up what is new or another than before, let go of what is not wanted; the names of the former."""
        for name in [name for name in self._served if name not in wanted]:
            await self._remove(name)
        fresh = [name for name, one in wanted.items() if name not in self._served or self._served[name][1] != one]
        for name in fresh:
            if name in self._served and wanted[name].schedule is None:  # an update would leave the times as they were
                await self._remove(name)
            self._served[name] = await self._add(wanted[name]), wanted[name]
            if wanted[name].flow == "crawl":
                self._say(await _line(wanted[name]))
        return fresh

    async def _add(self, deployment: Deployment) -> UUID:
        schedule = deployment.schedule
        return await self._runner.aadd_flow(
            _FLOWS[deployment.flow],
            name=deployment.name,
            schedule=Cron(schedule.cron, timezone=schedule.timezone) if schedule else None,
            parameters=deployment.parameters | {"folder": self._folder},
            description=deployment.description,
            tags=deployment.tags,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )

    async def _remove(self, name: str) -> None:
        number, deployment = self._served.pop(name)
        await self._client.delete_deployment(number)
        self._say(f"{padded(deployment.name, _NAME)}終了 no longer served")

    async def _is_forgotten(self) -> bool:
        """Whether Prefect lost its database and began anew."""
        number, _ = self._served[f"process/{PROCESS}"]
        try:
            await self._client.read_deployment(number)
        except ObjectNotFound:
            return True
        return False

    async def _catch_up(self, number: UUID, deployment: Deployment) -> None:
        """Have a source crawled now whose time has passed, once however often; or whose crawl was cut off."""
        if deployment.schedule is None:
            return
        with Ledger.open(self._workspace.ledger) as ledger:
            last = ledger.last_crawl(deployment.name)
        if await _is_due(deployment.schedule, last) and not await past_runs.is_asked_for(self._client, number):
            await self._client.create_flow_run_from_deployment(number)
            self._say(f"{padded(deployment.name, _NAME)}今 now: {'逃した回 missed' if last else '初回 the first'}")


async def _is_due(schedule: CronSchedule, last: tuple[str, str | None] | None) -> bool:
    """Whether a source with that last crawl is to be crawled now."""
    if last is None or last[1] is None:
        return True
    following = datetime.fromisoformat(last[0]) + timedelta(seconds=1)
    return (await schedule.get_dates(1, start=following))[0] <= datetime.now(UTC)


async def _line(deployment: Deployment) -> str:
    """A source and when it is crawled next."""
    schedule = deployment.schedule
    if schedule is None:
        when = "予定なし only by hand"
    else:
        due = (await schedule.get_dates(1, start=datetime.now(UTC)))[0]
        when = f"次回 next {due:%Y-%m-%d %H:%M} {schedule.timezone}"
    return f"{padded(deployment.name, _NAME)}{when}   {deployment.description}"


def _key(deployment: Deployment) -> str:
    return f"{deployment.flow}/{deployment.name}"
