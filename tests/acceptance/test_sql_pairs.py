"""Two databases made by SQL: the plan between them, there and back, by what the catalogs say.

Each pair is one thing that a plan between databases has to get right. The SQL of both sides runs
in a database of its own; what is asserted is read by queries of the tests, not of the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.scratch import ScratchServer
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import inverse
from tests.acceptance import sql_pairs, sql_pairs_of_not_nulls, sql_pairs_of_types
from tests.acceptance.sql_pairs import ROLES
from tests.acceptance.whole_catalog import whole_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fluentorm.dialects.postgres.scratch import ScratchDatabase
    from fluentorm.diff.operations import Operation
    from tests.acceptance.sql_pair import Pair

pytestmark = pytest.mark.acceptance
PAIRS = {**sql_pairs.PAIRS, **sql_pairs_of_types.PAIRS, **sql_pairs_of_not_nulls.PAIRS}


@pytest.fixture
def scratch(server: str, tmp_path: Path) -> Iterator[ScratchServer]:
    with ScratchServer(server, str(tmp_path)) as scratch:
        with psycopg.connect(server, autocommit=True) as connection:
            for role in ROLES:  # other tests may make them at the same time
                connection.execute(
                    f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object "
                    "OR unique_violation THEN NULL; END $$".encode()
                )
        yield scratch
        scratch.drop_all()


def run(database: ScratchDatabase, operations: Iterable[Operation]) -> list[str]:
    statements = [text for operation in operations for text in render(operation)]
    for statement in statements:
        try:
            database.session.execute(statement)
        except Exception as error:
            raise AssertionError(f"{statement}\n{error}") from error
    return statements


def catalog(server: str, database: ScratchDatabase, pair: Pair) -> list[tuple[object, ...]]:
    with psycopg.connect(server, dbname=database.name) as connection:
        rows = whole_catalog(connection)
    return [row for row in rows if not any(word in str(row) for word in pair.unseen)]


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_there_and_back(server: str, scratch: ScratchServer, name: str) -> None:
    pair = PAIRS[name]
    with scratch.empty() as first, scratch.empty() as second:
        version = first.session.server.version // 10000
        if version < pair.since:
            pytest.skip(f"needs PostgreSQL {pair.since}")
        for database, sql in ((first, pair.old), (second, pair.new)):
            database.session.execute(sql)
        before, after = catalog(server, first, pair), catalog(server, second, pair)
        old, new = first.introspect().model, second.introspect().model
        operations = diff(old, new, require_values=False)
        statements = run(first, operations)
        assert catalog(server, first, pair) == after
        assert not diff(first.introspect().model, new)
        for words in pair.never:
            assert not any(words in statement for statement in statements), statements
        run(first, [inverse(operation) for operation in reversed(operations)])
        assert catalog(server, first, pair) == before
        assert not diff(first.introspect().model, old)


def test_not_null_constraints_are_called_as_parents_call_them(
    server: str, scratch: ScratchServer
) -> None:
    """Whether a child declares them, too, is another thing, which no ALTER changes."""
    old = """
    CREATE TABLE p (id int NOT NULL, b int CONSTRAINT known NOT NULL);
    CREATE TABLE q (b int CONSTRAINT theirs NOT NULL);
    CREATE TABLE one (id int NOT NULL, b int CONSTRAINT own NOT NULL);
    CREATE TABLE two (id int NOT NULL, b int NOT NULL);
    CREATE TABLE middle (id int NOT NULL, b int NOT NULL);
    CREATE TABLE below () INHERITS (middle);
    CREATE TABLE leaving () INHERITS (p);
    """
    new = """
    CREATE TABLE p (id int NOT NULL, b int CONSTRAINT known NOT NULL);
    CREATE TABLE q (b int CONSTRAINT theirs NOT NULL);
    CREATE TABLE one () INHERITS (p);
    CREATE TABLE two () INHERITS (q, p);
    CREATE TABLE middle () INHERITS (p);
    CREATE TABLE below () INHERITS (middle);
    CREATE TABLE leaving (id int NOT NULL, b int CONSTRAINT own NOT NULL);
    """

    def names(database: ScratchDatabase) -> list[tuple[object, ...]]:
        with psycopg.connect(server, dbname=database.name) as connection:
            return connection.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint"
                " WHERE contype = 'n' AND conrelid >= 16384 ORDER BY 1, 2"
            ).fetchall()

    with scratch.empty() as first, scratch.empty() as second:
        first.session.execute(old)
        second.session.execute(new)
        before, after = names(first), names(second)
        operations = diff(first.introspect().model, second.introspect().model)
        statements = run(first, operations)
        assert not any("DROP" in statement for statement in statements)
        assert names(first) == after
        assert not diff(first.introspect().model, second.introspect().model)
        run(first, [inverse(operation) for operation in reversed(operations)])
        assert names(first) == before
