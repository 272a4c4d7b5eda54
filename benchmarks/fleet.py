"""Many databases: one command over all of them, against the same command typed for each."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.measure import run
from benchmarks.report import Row
from benchmarks.server import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# BENCH_TENANTS=1000 is the full size, of which 200 are databases.
TENANTS = int(os.environ.get("BENCH_TENANTS", "40"))
MOST_DATABASES = 200
TYPED = 10  # commands of the loop that are really typed; the others would take as long
GOAL = 1 / 5


def fleet(folder: Path) -> Iterator[Row]:
    """Migrate namespaces and databases, and look where they are."""
    migrations = folder / "migrations"
    migrations.mkdir()
    for number in range(10):
        name = migrations / f"{20240101000000 + number}_create_t{number}"
        sql = f"CREATE TABLE t{number} (id int PRIMARY KEY, name text NOT NULL);\n"
        name.with_suffix(".sql").write_text(sql)
        name.with_name(f"{name.name}_down.sql").write_text(f"DROP TABLE t{number};\n")
    with database(folder) as url:
        for kind, count in (("namespace", TENANTS), ("database", min(TENANTS, MOST_DATABASES))):
            names = [f"tenant_{number}" for number in range(count)]
            with psycopg.connect(url, autocommit=True) as connection:
                for name in (*names, *(f"typed_{number}" for number in range(TYPED))):
                    made = "SCHEMA" if kind == "namespace" else "DATABASE"
                    connection.execute(f"CREATE {made} {name}".encode())
            lines = [f"{name} {kind}={name}\n" for name in names]
            (folder / "targets").write_text("".join(lines))
            yield from _measured(folder, url, kind, names)


def _measured(folder: Path, url: str, kind: str, names: list[str]) -> Iterator[Row]:
    command = [sys.executable, "-m", "fluentorm.tasks.script"]
    environment = {"FLUENT_DB_URL": url, "FLUENT_DB_TARGETS": "targets"}
    for words in (["migrate"], ["migrate"], ["migrate_status"]):
        one = _one_by_one(folder, url, kind, [*command, *words], len(names))
        start = time.monotonic()
        run([*command, *words], folder, environment)
        ours = time.monotonic() - start
        what = f"{words[0]}, {len(names)} {kind}s"
        yield Row(what=f"{what} / one by one", ours=ours, theirs=one, goal=GOAL)


def _one_by_one(folder: Path, url: str, kind: str, command: list[str], count: int) -> float:
    """Return how long the command takes for each of so many databases of its own."""
    start = time.monotonic()
    for number in range(TYPED):
        name = f"typed_{number}"
        address = urlsplit(url)
        if kind == "database":
            one = urlunsplit(address._replace(path=f"/{name}"))
        else:
            query = "&".join(filter(None, [address.query, f"options=-csearch_path%3D{name}"]))
            one = urlunsplit(address._replace(query=query))
        run(command, folder, {"FLUENT_DB_URL": one})
    return (time.monotonic() - start) * count / TYPED
