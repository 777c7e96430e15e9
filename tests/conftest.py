"""What many tests share: one Prefect server for the whole session, and a project folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.workspace import Workspace


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server of its own for all flows of the session: starting one takes ten seconds."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty project folder."""
    (tmp_path / "sources").mkdir()
    return Workspace(tmp_path, tmp_path / "sources")
