"""Two databases of 1000 tables that differ in 20 objects: read, compared, and told apart in SQL."""

from __future__ import annotations

import gc
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.measure import Cost, best, run
from benchmarks.peers import BIN, migra
from benchmarks.report import Row
from benchmarks.schema import model
from benchmarks.server import database
from fluentorm.dialects.postgres.ddl import render
from fluentorm.dialects.postgres.driver import connect
from fluentorm.diff.differ import diff
from fluentorm.schema.objects import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TABLES, DIFFERENT = 1000, 20
_BATCH = 100  # statements in a transaction: each table takes several locks until its end
# The queries alone, in the snapshot that db_diff reads, without making anything of the rows.
_BARE = """
import sys
import psycopg
from fluentorm.dialects.postgres.introspect import queries
for url in sys.argv[1:]:
    with psycopg.connect(url) as connection:
        connection.execute("SET plan_cache_mode = force_generic_plan; SET jit = off")
        for _, query in queries(connection.info.server_version):
            connection.execute(query).fetchall()
"""


def differing(folder: Path) -> Iterator[Row]:
    """Compare db_diff with a bare reading of both catalogs, and with migra."""
    with database(folder) as url:
        first, second = (_named(url, name) for name in ("bench_a", "bench_b"))
        _fill(url, first, different=0)
        _fill(url, second, different=DIFFERENT)
        # The exit status of a difference is 1, which sh turns into 0.
        command = f'"{BIN / "fluentorm"}" db_diff --from "$0" --to "$1" || test $? = 1'
        ours = partial(run, ["sh", "-c", command, first, second], folder)
        bare = partial(run, [sys.executable, "-c", _BARE, first, second], folder)
        diffed, read = best(5, ours, bare)
        yield Row(
            what="db_diff, 1000 tables / bare reading of both",
            ours=diffed.seconds,
            theirs=read.seconds,
            goal=2,
        )
        yield Row(
            what="db_diff, 1000 tables: peak memory / 150 MB",
            ours=diffed.megabytes,
            theirs=150,
            goal=1,
            unit="MB",
        )
        peer = f'{" ".join(migra())} --unsafe "$0" "$1" || test $? = 2'
        other = run(["sh", "-c", peer, first, second], folder)
        yield Row(what="db_diff / migra", ours=diffed.seconds, theirs=other.seconds, goal=0.5)


def in_memory(folder: Path) -> Iterator[Row]:
    """Compare the diff of 10000 tables in memory with that of 1000; the folder is not used."""
    small, large = best(5, partial(_diff, 1000), partial(_diff, 10_000))
    yield Row(
        what="diff in memory, 10000 tables / 1000",
        ours=large.seconds,
        theirs=small.seconds,
        goal=12,
    )


def _diff(tables: int) -> Cost:
    old, new = model(tables), model(tables, different=DIFFERENT)
    gc.collect()
    start = time.perf_counter()
    diff(old, new)
    diff(EMPTY, new)
    return Cost(seconds=time.perf_counter() - start, megabytes=0)


def _fill(admin: str, url: str, *, different: int) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    session = connect(admin)
    session.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    session.close()
    session = connect(url)
    operations = diff(EMPTY, model(TABLES, different=different))
    statements = [text for operation in operations for text in render(operation)]
    for batch in _batches(statements):
        session.execute(";\n".join(batch))
    session.execute("ANALYZE")
    session.close()


def _batches(statements: Sequence[str]) -> Iterator[Sequence[str]]:
    return (statements[at : at + _BATCH] for at in range(0, len(statements), _BATCH))


def _named(url: str, name: str) -> str:
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"
