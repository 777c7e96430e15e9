"""What Prefect still believes of runs whose processes are gone, set right when a server of crawls starts.

Prefect's database knows what was to run and what ran; what was crawled and extracted, the ledger knows alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Crashed

_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_GONE = "its process had ended when `renkei serve` started; what it saved is safe, and the next run goes on from there"
_PAGE = 200  # runs at a time


async def settle(client: PrefectClient, deployments: Sequence[UUID]) -> None:
    """Mark runs of dead processes as crashed, and forget times that have passed: what was missed the ledger tells."""
    async for run in _runs(client, deployments, _UNDER_WAY):
        await client.set_flow_run_state(run.id, Crashed(message=_GONE), force=True)
    now = datetime.now(UTC)
    async for run in _runs(client, deployments, [StateType.SCHEDULED]):
        if run.auto_scheduled and run.next_scheduled_start_time and run.next_scheduled_start_time <= now:
            await client.delete_flow_run(run.id)


async def is_asked_for(client: PrefectClient, deployment: UUID) -> bool:
    """Whether somebody, and not the clock, wants a run of the deployment that has not begun: a person, a retry."""
    return any([not run.auto_scheduled async for run in _runs(client, [deployment], [StateType.SCHEDULED])])


async def _runs(client: PrefectClient, deployments: Sequence[UUID], states: list[StateType]) -> AsyncIterator[FlowRun]:
    """The runs of the deployments that are in one of the states."""
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployments)),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)),
    )
    found: list[FlowRun] = []
    while page := await client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE, offset=len(found)):
        found += page
    for run in found:
        yield run
