"""Every online form, and the faults that a run of it can meet: it is run again until it is done.

Then the catalog and the rows are those of a run without a fault, and no helper object is left.
``FLUENT_TEST_FAULTS`` is how many faults every form meets; ``make test-long`` tries hundreds.
"""

from __future__ import annotations

import os
import random
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from fluentorm.embedded import EmbeddedServer, account, available
from tests.faults.faults import FAULTS, TABLESPACE, choose, undergo
from tests.faults.stage import CASES, Stage

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
_WANTED = int(os.environ.get("FLUENT_TEST_FAULTS", "0"))
_SEED = os.environ.get("FLUENT_TEST_SEED", "1")
_OTHER_SERVER = "FLUENT_TEST_URL" in os.environ
EVERY = sorted(path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/*/new.py"))
# One of each family, those with the most kinds of steps.
SOME = (
    "add_column/identity",
    "add_column/with_backfill",
    "checks/replace",
    "drop_column/with_its_index",
    "foreign_keys/change_action",
    "indexes/replace",
    "keys/replace_unique",
    "partitions/attach_beside_a_default",
    "partitions/change_bound",
    "partitions/replace_unique",
    "primary_keys/replace",
    "retype/key_and_identity",
    "retype/unique_and_foreign_key",
)
_FEW = 3
_DISK = "64m"
_NOT_HERE = {"backend killed", "disk full"}  # of a server that others use


@pytest.fixture(scope="module")
def own_server(server, tmp_path_factory, system_dir):
    """Give a server that may crash."""
    if _OTHER_SERVER or not available():
        yield server
        return
    folder = tmp_path_factory.mktemp("faults")
    own = EmbeddedServer(folder / ".fluent", scratch=True, system_dir=system_dir)
    own.start()
    yield own.url("postgres")
    own.remove()


@pytest.fixture(scope="module")
def disk(own_server, tmp_path_factory):
    """Give a small disk with a tablespace on it; None where we may not have one."""
    if _OTHER_SERVER or os.geteuid() != 0:
        yield None
        return
    place = Path(tempfile.mkdtemp(prefix="fluentorm-disk-"))
    place.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        place.rmdir()
        yield None
        return
    try:
        folder = place / "tablespace"
        folder.mkdir()
        os.chown(folder, account.current().uid, account.current().gid)
        with psycopg.connect(own_server, autocommit=True) as admin:
            admin.execute(f"CREATE TABLESPACE {TABLESPACE} LOCATION '{folder}'".encode())
        yield place
        with psycopg.connect(own_server, autocommit=True) as admin:
            admin.execute(f"DROP TABLESPACE {TABLESPACE}".encode())
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


@pytest.mark.parametrize("case", EVERY if _WANTED else SOME)
def test_what_a_fault_leaves_the_next_run_finishes(
    own_server, disk, tmp_path, case, record_property
):
    chance = random.Random(f"{case} {_SEED}")  # noqa: S311 - where faults fall, no secret
    with psycopg.connect(own_server) as admin:
        version = CASES / case / "version"
        if version.exists() and admin.info.server_version // 10000 < int(version.read_text()):
            pytest.skip(f"needs PostgreSQL {version.read_text().strip()}")
    possible = [
        fault
        for fault in FAULTS
        if not (_OTHER_SERVER and fault in _NOT_HERE) and (fault != "disk full" or disk)
    ]
    stage = Stage(case, own_server, tmp_path / "project")
    try:
        stage.prepare()
        order = chance.sample(possible, len(possible))
        for number in range(_WANTED or _FEW):
            fault = order[number % len(order)]
            trial = choose(stage, fault, number, chance, disk if fault == "disk full" else None)
            try:
                _, met = undergo(trial)
            except Exception as error:
                record_property("fault", (fault, "failed"))
                error.add_note(str(trial))
                raise
            record_property("fault", (fault, "survived" if met is not None else "not met"))
            stage.drop(trial.database)
    finally:
        stage.drop_all()
