"""How fast a whole database is read, against what a bare driver takes for the same queries."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import best, run
from benchmarks.report import Row
from benchmarks.server import database
from fluentorm.dialects.postgres.driver import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = 1000
_BATCH = 50
# 12 columns, 5 indexes, 3 constraints and their NOT NULLs.
_TABLE = """
CREATE TABLE t{0} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
    email varchar(100) UNIQUE, active boolean NOT NULL DEFAULT true,
    score integer NOT NULL DEFAULT 0, total bigint, rate numeric(10,2), body text, data jsonb,
    born date, seen timestamptz DEFAULT now(), parent bigint REFERENCES t{1});
CREATE INDEX ON t{0} (name); CREATE INDEX ON t{0} (lower(email));
CREATE INDEX ON t{0} (parent, seen DESC) WHERE active;
COMMENT ON TABLE t{0} IS 'table {0}'"""
_READ = """
import sys
import psycopg
from fluentorm.dialects.postgres.introspect import introspect, queries

for url in sys.argv[2:]:
    if sys.argv[1] == "ours":
        from fluentorm.dialects.postgres.driver import connect
        assert len(introspect(connect(url)).model.tables) == TABLES
    else:
        with psycopg.connect(url) as connection:
            for _, query in queries(connection.info.server_version):
                connection.execute(query.encode()).fetchall()
""".replace("TABLES", str(TABLES))


def read(folder: Path) -> Iterator[Row]:
    """Read a database of many tables, against its queries alone; and how much memory it takes."""
    with database(folder) as url:
        fill(url, TABLES)
        (folder / "read.py").write_text(_READ)
        command = [sys.executable, str(folder / "read.py")]
        ours, theirs = best(
            5,
            partial(run, [*command, "ours", url], folder),
            partial(run, [*command, "bare", url], folder),
        )
    what = f"read {TABLES} tables / its queries by psycopg"
    yield Row(what=what, ours=ours.seconds, theirs=theirs.seconds, goal=3.0)
    what = f"memory to read {TABLES} tables / 150 MB"
    yield Row(what=what, ours=ours.megabytes, theirs=150, goal=1.0, unit="MB")


def fill(url: str, tables: int) -> None:
    """Create the tables, some in each transaction: each of them takes locks."""
    session = connect(url)
    for start in range(0, tables, _BATCH):
        numbers = range(start, min(tables, start + _BATCH))
        session.execute(";".join(_TABLE.format(number, max(0, number - 1)) for number in numbers))
    session.execute("ANALYZE")
    session.close()
