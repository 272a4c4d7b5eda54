"""Changes of a table in use: no statement of its readers and writers fails, and none waits long.

``python -m benchmarks traffic`` does the same with all changes of a table of a million rows.
"""

import secrets

import pytest

from benchmarks.traffic.changes import CHANGES
from benchmarks.traffic.run import Stage

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
ROWS = 50_000
SOME = (
    "add a unique constraint",
    "integer to bigint",
    "remove a value of an enum",
    "another primary key",
    "add a partition",
)
# The longest wait for a lock, and what a busy machine adds.
BOUND = 0.5 + 2.0


@pytest.fixture(scope="module")
def stage(server, tmp_path_factory):
    stage = Stage(server, tmp_path_factory.mktemp("traffic"), ROWS, f"test_{secrets.token_hex(4)}")
    yield stage
    stage.drop()


@pytest.mark.parametrize(
    "change", [one for one in CHANGES if one.name in SOME], ids=lambda one: one.name
)
def test_clients_go_on_while_a_table_changes(stage, change):
    for result in stage.online(change):
        assert result.failed == ()
        assert result.count > 100
        assert result.stall < BOUND, f"{result.tool}: {result.stall:.3f} s"
