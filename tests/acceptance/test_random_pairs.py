"""Random pairs of databases on a real server: there and back, by what the catalogs say.

``FLUENT_TEST_PAIRS`` is how many are tried; ``make test-long`` tries thousands.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.scratch import ScratchServer
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import Operation, inverse
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.objects import EMPTY
from tests.random_databases import ROLES, RandomDatabase
from tests.random_sql import RandomScript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fluentorm.dialects.postgres.scratch import ScratchDatabase

pytestmark = [pytest.mark.acceptance, pytest.mark.slow]
PAIRS = int(os.environ.get("FLUENT_TEST_PAIRS", "24"))


@pytest.fixture
def scratch(server: str, tmp_path: Path) -> Iterator[ScratchServer]:
    with ScratchServer(server, str(tmp_path)) as scratch:
        yield scratch
        scratch.drop_all()


def run(database: ScratchDatabase, operations: Iterable[Operation]) -> None:
    """Run the SQL of operations; the error of a server names the statement."""
    database.session.query("SET check_function_bodies = off")
    for operation in operations:
        for statement in render(operation):
            try:
                database.session.execute(statement)
            except Exception as error:
                raise AssertionError(f"{statement}\n{error}") from error


def ensure_roles(database: ScratchDatabase) -> None:
    """Make the roles that grants name; other tests may make them at the same time."""
    for role in ROLES:
        database.session.execute(
            f'DO $$ BEGIN CREATE ROLE "{role}"; EXCEPTION WHEN duplicate_object '
            "OR unique_violation THEN NULL; END $$"
        )


@pytest.mark.parametrize("seed", range(PAIRS))
def test_a_pair_of_databases_there_and_back(scratch: ScratchServer, seed: int) -> None:
    with scratch.empty() as first, scratch.empty() as second:
        ensure_roles(first)
        version = first.session.server.version // 10000
        for database, number in ((first, seed), (second, seed + 1000)):
            run(database, diff(EMPTY, RandomDatabase(number, version=version).model()))
        there_and_back(first, second)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_a_pair_of_scripts_there_and_back(scratch: ScratchServer, seed: int) -> None:
    """Every kind of object with every attribute, made by SQL that nothing of ours wrote."""
    with scratch.empty() as first, scratch.empty() as second:
        ensure_roles(first)
        version = first.session.server.version // 10000
        for database, number in ((first, seed), (second, seed + 100_000)):
            for statement in RandomScript(number, version=version).statements:
                database.session.execute(statement)
        there_and_back(first, second)


def there_and_back(first: ScratchDatabase, second: ScratchDatabase) -> None:
    """Make the first database the second and take that back, by what the catalogs say."""
    before, after = first.introspect(), second.introspect()
    assert not diff(before.model, before.model)
    version = first.session.server.version
    operations = diff(before.model, after.model, require_values=False, version=version)
    run(first, operations)
    assert describe_difference(first.introspect(), after) == ()
    assert not diff(first.introspect().model, after.model)
    run(first, [inverse(operation) for operation in reversed(operations)])
    assert describe_difference(first.introspect(), before) == ()
