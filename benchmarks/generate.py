"""How fast schema files become migrations, without the proof."""

from __future__ import annotations

import itertools
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import schema
from benchmarks.measure import Cost, best, run
from benchmarks.peers import DOIT, Missing, alembic, drizzle
from benchmarks.report import Row
from benchmarks.server import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = 1000
# The proof and lint are measured by themselves; bytecode is kept as it is for users.
UNPROVEN = {"FLUENT_VERIFY": "0", "FLUENT_LINT": "0", "PYTHONDONTWRITEBYTECODE": ""}
GENERATE = [DOIT, "generate_models"]
_FLOOR = """
from pathlib import Path

DOIT_CONFIG = {"dep_file": ".floor.db"}


def task_floor():
    files = [str(path) for path in Path("schemas").glob("[0-9]*_*.py")]
    return {"actions": ["true"], "file_dep": files, "targets": ["floor.py"]}
"""


def idle(folder: Path) -> Iterator[Row]:
    """Nothing to do, against doit itself with one up-to-date task on the same files."""
    project = _generated(folder)
    floor = _floor(project)
    run(GENERATE, project, UNPROVEN)
    ours, theirs = best(
        9, lambda: run(GENERATE, project, UNPROVEN), lambda: run(floor, project, UNPROVEN)
    )
    what = f"nothing to do, {TABLES} files / doit"
    yield Row(what=what, ours=ours.seconds, theirs=theirs.seconds, goal=1.5)


def one_edit(folder: Path) -> Iterator[Row]:
    """One field edited, against the floor of ``idle`` and against nothing to do."""
    project = _generated(folder)
    floor = _floor(project)
    path = project / f"schemas/{TABLES // 2:04}_table_{TABLES // 2:04}.py"
    lengths = itertools.count(1)

    def widened() -> Cost:
        extra = f't.varchar("extra", {next(lengths)}, default="")'
        path.write_text(schema.fluentorm_file(TABLES // 2, extra))
        return run(GENERATE, project, UNPROVEN)

    widened()
    ours, nothing, theirs = best(
        9,
        widened,
        lambda: run(GENERATE, project, UNPROVEN),
        lambda: run(floor, project, UNPROVEN),
    )
    for what, other in (("nothing to do", nothing), ("doit", theirs)):
        what = f"one field edited / {what}"
        yield Row(what=what, ours=ours.seconds, theirs=other.seconds, goal=2.5)


def first(folder: Path) -> Iterator[Row]:
    """Generate for the first time, against Alembic, drizzle-kit and a tenth of the tables."""
    costs = {}
    for tables in (TABLES // 10, TABLES):
        project = folder / f"fluentorm_{tables}"
        schema.write_fluentorm(project, tables)
        costs[tables] = run([DOIT, "generate_migrations"], project, UNPROVEN)
    ours = costs[TABLES]
    yield Row(
        what=f"first generation, {TABLES} / {TABLES // 10} tables",
        ours=ours.seconds,
        theirs=costs[TABLES // 10].seconds,
        goal=12,
    )
    files = _seconds_to_write(folder / f"fluentorm_{TABLES}/migrations", folder / "files")
    what = "first generation / writing its files alone"
    yield Row(what=what, ours=ours.seconds, theirs=files, goal=None)
    yield Row(what="peak memory of it / 150 MB", ours=ours.megabytes, theirs=150, goal=1, unit="MB")
    with database(folder) as url:
        peer = folder / "alembic_first"
        peer.mkdir()
        schema.write_sqlalchemy(peer, TABLES)
        command = [*alembic(peer, url), "revision", "--autogenerate", "-m", "first"]
        theirs = run(command, peer).seconds
    yield Row(what="first generation / Alembic", ours=ours.seconds, theirs=theirs, goal=1 / 4)
    peer = folder / "drizzle"
    peer.mkdir()
    command = drizzle(peer)
    schema.write_drizzle(peer, TABLES)
    theirs = run(command, peer).seconds
    yield Row(what="first generation / drizzle-kit", ours=ours.seconds, theirs=theirs, goal=4)


def one_column(folder: Path) -> Iterator[Row]:
    """One column added among all tables, against Alembic and drizzle-kit."""
    project = _generated(folder)
    run(GENERATE, project, UNPROVEN)
    path = project / f"schemas/{TABLES // 2:04}_table_{TABLES // 2:04}.py"
    path.write_text(schema.fluentorm_file(TABLES // 2, 't.text("extra", nullable=True)'))
    ours = run([DOIT, "generate_migrations"], project, UNPROVEN).seconds
    with database(folder) as url:
        peer = folder / "alembic"
        peer.mkdir()
        schema.write_sqlalchemy(peer, TABLES)
        command = alembic(peer, url)
        run([*command, "revision", "--autogenerate", "-m", "first"], peer)
        run([*command, "upgrade", "head"], peer)
        schema.write_sqlalchemy(peer, TABLES, extra=True)
        theirs = run([*command, "revision", "--autogenerate", "-m", "second"], peer).seconds
    yield Row(what="one column added / Alembic", ours=ours, theirs=theirs, goal=1 / 12)
    peer = folder / "drizzle"
    peer.mkdir()
    try:
        command = drizzle(peer)
    except Missing as error:
        print(f"one_column: drizzle-kit left out, {error}", file=sys.stderr)
        return
    schema.write_drizzle(peer, TABLES)
    run(command, peer)
    schema.write_drizzle(peer, TABLES, extra=True)
    theirs = run(command, peer).seconds
    yield Row(what="one column added / drizzle-kit", ours=ours, theirs=theirs, goal=1 / 3)


def _generated(folder: Path) -> Path:
    project = folder / "fluentorm"
    schema.write_fluentorm(project, TABLES)
    run(GENERATE, project, UNPROVEN)
    return project


def _floor(project: Path) -> list[str]:
    (project / "floor.py").write_text(_FLOOR)
    command = [DOIT, "--file", "floor.py", "floor"]
    run(command, project)
    return command


def _seconds_to_write(source: Path, target: Path) -> float:
    """Return what it takes to write the same files again: on a busy disk, most of a generation."""
    contents = {path.name: path.read_bytes() for path in source.iterdir()}
    target.mkdir()
    start = time.perf_counter()
    for name, content in contents.items():
        with (target / name).open("xb", buffering=0) as file:
            file.write(content)
    return time.perf_counter() - start
