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
from tests.faults.stage import CASES, Attempt, Stage

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
_FEW = 1 if _OTHER_SERVER else 2
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
def disk(own_server):
    """Give a small disk with a tablespace on it; None where we may not have one."""
    if _OTHER_SERVER or os.geteuid() != 0:
        yield None
        return
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
    place = Path(
        tempfile.mkdtemp(prefix="fluentorm-disk-", dir=memory if memory.is_dir() else None)
    )
    place.chmod(0o711)
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


@pytest.fixture
def stage(own_server, tmp_path, request):
    """Give the databases of the case that the test's parameter names."""
    case = request.param
    stage = Stage(case, own_server, tmp_path / "project")
    with psycopg.connect(own_server) as admin:
        version = CASES / case / "version"
        if version.exists() and admin.info.server_version // 10000 < int(version.read_text()):
            pytest.skip(f"needs PostgreSQL {version.read_text().strip()}")
    try:
        stage.prepare()
        yield stage
    finally:
        stage.drop_all()


@pytest.mark.parametrize("stage", EVERY if _WANTED else SOME, indirect=True)
def test_what_a_fault_leaves_the_next_run_finishes(stage, disk, record_property):
    chance = random.Random(f"{stage.case} {_SEED}")  # noqa: S311 - no secret
    possible = [
        fault
        for fault in FAULTS
        if not (_OTHER_SERVER and fault in _NOT_HERE) and (fault != "disk full" or disk)
    ]
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


# What is in the way of a step, and how it is put right.
_COPY = "INSERT INTO users (id, email, n) SELECT -1, email, n FROM users WHERE id = 7"
_GONE = "DELETE FROM users WHERE id = -1"
IN_THE_WAY = {
    "keys/add_unique": ("duplicates", _COPY, _GONE),
    "keys/add_deferrable_unique": ("duplicates", _COPY, _GONE),
    "primary_keys/replace": ("duplicates", _COPY, _GONE),
    "checks/add": (
        "violating rows",
        "INSERT INTO users (id, email, n) VALUES (-1, 'x', -5)",
        _GONE,
    ),
    "foreign_keys/add": (
        "violating rows",
        "INSERT INTO users (id, email, n, team_id) VALUES (-1, 'x', 5, 99999)",
        _GONE,
    ),
    "not_null/set": (
        "violating rows",
        "INSERT INTO users (id, email, n) VALUES (-1, 'x', 5)",
        _GONE,
    ),
    "partitions/add_unique": (
        "duplicates",
        "INSERT INTO events (id, day, email) SELECT id, day, 'twice' FROM events WHERE id = 7",
        "DELETE FROM events WHERE email = 'twice'",
    ),
}


@pytest.mark.parametrize("stage", IN_THE_WAY, indirect=True)
def test_rows_in_the_way_stop_a_run_until_they_are_put_right(stage, record_property):
    what, make, mend = IN_THE_WAY[stage.case]
    way = stage.ways["up"]
    name = stage.create(f"rows_{os.getpid()}", way.template)
    attempt = Attempt()
    with psycopg.connect(stage.at(name), autocommit=True) as application:
        application.execute(make.encode())
        for _ in range(2):
            done, output = stage.command(("migrate",), stage.at(name))
            attempt.outputs.append(output)
            assert not done, output
            assert "hint: " in output
        invalid = (
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid "
            "WHERE NOT indisvalid AND indisready AND relkind = 'i'"
        )
        assert application.execute(invalid).fetchall() == []  # nothing is left that refuses writes
        application.execute(mend.encode())
    stage.finish("up", name, attempt)
    stage.compare(way, name, attempt)
    record_property("fault", (what, "survived"))
