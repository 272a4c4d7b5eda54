"""The benchmark: every change by every tool, each on its own copy of one database."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.peers import Missing
from benchmarks.report import Row
from benchmarks.server import database
from benchmarks.traffic import peers
from benchmarks.traffic.changes import CHANGES
from benchmarks.traffic.crowd import at_work
from benchmarks.traffic.database import fill
from benchmarks.traffic.project import Project, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.traffic.changes import Change
    from benchmarks.traffic.crowd import Saw

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
_KINDS = ("base", "quiet", "online", "peer", "plain")
ONLY = os.environ.get("BENCH_CHANGES", "")  # a part of the names of the changes to measure
_QUIET = 5.0  # seconds of the clients alone


@dataclass(frozen=True, kw_only=True)
class Result:
    """What clients saw of one change: the worst wait in seconds, failures, and how long it took.

    ``noise`` is the worst wait of the client whose table nobody changes.
    """

    tool: str
    stall: float
    noise: float
    failed: tuple[str, ...]
    seconds: float
    count: int


class Stage:
    """Copies of a database with rows, and the projects to change them.

    The names of the databases begin with ``prefix``.
    """

    def __init__(self, url: str, folder: Path, rows: int, prefix: str = "traffic") -> None:
        self._admin = url
        self._folder = folder
        self._at = 0
        self._prefix = prefix
        self._template = "template0"
        base = self.url(self._copy("base"))
        self._base = Project(folder / "base", base)
        self._base.first()
        fill(base, rows)
        self._template = f"{prefix}_base"

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        address, question, options = self._admin.partition("?")
        return f"{address.rpartition('/')[0]}/{name}{question}{options}"

    def quiet(self) -> Result:
        """Let the clients work and change nothing."""
        url = self.url(self._copy("quiet"))
        with at_work(url) as saw:
            start = time.time()
            time.sleep(_QUIET)
            span = Span(start=start, end=time.time())
        return _result("nothing", saw, [span])

    def online(self, change: Change) -> Iterator[Result]:
        """Make a change and take it back, as a deployment does."""
        url = self.url(self._copy("online"))
        project = self._base.copy(self._next(), url)
        files = project.generate(change)
        contracts = sum(path.stem.endswith("_contract") for path in files)
        applied = len(files) if change.concluded else len(files) - contracts
        with at_work(url) as saw:
            up = [project.run("migrate")]
            if contracts and change.concluded:
                up.append(project.run("migrate", "--contract"))
            down = [project.run("migrate_down", "--yes", "--steps", str(applied))]
        yield _result("up", saw, up)
        yield _result("down", saw, down)

    def peer(self, tool: str, change: Change, run: Callable[[Path, Change, str], Span]) -> Result:
        """Make a change by another tool."""
        url = self.url(self._copy("peer"))
        with at_work(url) as saw:
            span = run(self._next(), change, url)
        return _result(tool, saw, [span])

    def plain(self, change: Change) -> Result:
        """Make a change by its plain SQL."""
        url = self.url(self._copy("plain"))
        project = self._base.copy(self._next(), url, FLUENT_ONLINE="0")
        with at_work(url) as saw:
            span = peers.plain(project, change, url)
        return _result("plain SQL", saw, [span])

    def _next(self) -> Path:
        self._at += 1
        return self._folder / f"project_{self._at}"

    def drop(self) -> None:
        """Drop the databases."""
        with psycopg.connect(self._admin, autocommit=True) as admin:
            for kind in _KINDS:
                name = f"{self._prefix}_{kind}"
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def _copy(self, kind: str) -> str:
        name = f"{self._prefix}_{kind}"
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}".encode())
            admin.execute(b"CHECKPOINT")
        return name


def _result(tool: str, saw: Saw, spans: list[Span]) -> Result:
    start, end = spans[0].start, spans[-1].end
    return Result(
        tool=tool,
        stall=saw.worst(start, end),
        noise=saw.worst(start, end, beside=True),
        failed=tuple(text for when, text in saw.failed if start <= when <= end),
        seconds=sum(span.seconds for span in spans),
        count=saw.count,
    )


def traffic(folder: Path) -> Iterator[Row]:
    """Measure the worst wait of a client during each change, against the goal and the peers."""
    with database(folder) as url:
        stage = Stage(url, folder, ROWS)
        yield _row("clients alone", stage.quiet(), None)
        for change in (one for one in CHANGES if ONLY in one.name):
            worst = 0.0
            for result in stage.online(change):
                worst = max(worst, result.stall)
                yield _row(change.name, result, change.goal)
                yield _failures(change.name, result)
            for result in _others(stage, change):
                yield _row(change.name, result, None, ours=worst)


def _others(stage: Stage, change: Change) -> Iterator[Result]:
    yield stage.plain(change)
    found: list[tuple[str, str, Any]] = [
        ("Alembic", change.alembic, peers.alembic),
        ("Django", change.django, peers.django),
    ]
    for tool, words, run in found:
        if words:
            try:
                yield stage.peer(tool, change, run)
            except Missing as error:
                print(f"{tool}: skipped, {error}", flush=True)


def _row(name: str, result: Result, goal: float | None, ours: float | None = None) -> Row:
    """Return a row of milliseconds: ours against the goal, or ours against that of a peer."""
    what = f"{name}, {result.tool} ({result.seconds:.1f} s, bystander {result.noise * 1000:.0f} ms)"
    if ours is not None:
        theirs = result.stall
    else:
        ours, theirs = result.stall, goal or result.stall
    return Row(
        what=what,
        ours=ours * 1000,
        theirs=max(theirs * 1000, 0.001),
        goal=None if goal is None else 1.0,
        unit="ms",
    )


def _failures(name: str, result: Result) -> Row:
    for text in sorted(set(result.failed))[:3]:
        print(f"  {text}", flush=True)
    return Row(
        what=f"{name}, {result.tool}: failed of {result.count}",
        ours=len(result.failed),
        theirs=1,
        goal=0,
        unit="",
    )
