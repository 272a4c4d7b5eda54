"""The faults: what happens to a run at one moment of one exchange with the server."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from tests.faults.relay import Moment, Trap
from tests.faults.stage import NotDone, disturbed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.relay import Exchange, Link
    from tests.faults.stage import Attempt, Stage, Way

TABLESPACE = "small_disk"
_ORPHANED = 1.0  # seconds after which the server learns that its client is gone
_TABLES = (
    "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') "
    "AND relnamespace = 'public'::regnamespace AND relname !~ '^_fluent_' ORDER BY oid"
)
_HELD = 1.5  # seconds for which another transaction keeps what it has locked


@dataclass(kw_only=True)
class Trial:
    """One run with one fault; ``at`` is the number of the exchange."""

    stage: Stage
    way: Way
    database: str
    fault: str
    at: int
    moment: Moment
    delay: float
    disk: Path | None = None

    @property
    def text(self) -> str:
        """What the exchange said in the undisturbed run."""
        return self.way.exchanges[self.at].text

    def __str__(self) -> str:
        return (
            f"{self.stage.case} {self.way.name}: {self.fault} {self.moment.value}"
            f" (+{self.delay:.3f} s), exchange {self.at} of {len(self.way.exchanges)}:"
            f" {' '.join(self.text.split())[:150]}"
        )


FAULTS = (
    "runner killed",
    "connection lost",
    "network gone",
    "backend terminated",
    "backend killed",
    "statement cancelled",
    "table locked",
    "rows locked",
    "locks in other orders",
    "disk full",
)
# These need the moment at which the server works.
_DURING = frozenset({"statement cancelled"})
_BEFORE = frozenset({"table locked", "rows locked", "locks in other orders", "disk full"})


def choose(
    stage: Stage, fault: str, number: int, chance: random.Random, disk: Path | None
) -> Trial:
    """Choose where a fault meets a run: every exchange is as likely, long steps in the middle."""
    way = stage.ways[chance.choice(("up", "up", "down"))]
    moments = list(Moment)
    if fault in _DURING:
        moments = [Moment.DURING]
    elif fault in _BEFORE:
        moments = [Moment.BEFORE]
    moment = chance.choice(moments)
    at = chance.choice(_work(way.exchanges, alone=fault in _DURING))
    delay = chance.uniform(0, way.exchanges[at].seconds)
    return Trial(
        stage=stage,
        way=way,
        database=f"fault_{os.getpid()}_{number}",
        fault=fault,
        at=at,
        moment=moment,
        delay=delay,
        disk=disk,
    )


def _work(exchanges: tuple[Exchange, ...], *, alone: bool) -> list[int]:
    """Return the exchanges that count: what only reads is met less often."""
    changing = [
        number
        for number, one in enumerate(exchanges)
        if not one.text.lstrip().upper().startswith(("SELECT", "RESET", "WITH"))
    ]
    return changing if alone or changing else list(range(len(exchanges)))


def undergo(trial: Trial) -> tuple[Attempt, str | None]:
    """Let a run meet its fault, run again until all is done, and compare with the undisturbed run.

    Gives the text of the exchange that was met, None where the fault did not come about. Raises
    NotDone.
    """
    stage = trial.stage
    tablespace = "pg_default" if trial.disk is None else TABLESPACE
    stage.create(trial.database, trial.way.template, tablespace)
    runner: list[Any] = []
    with contextlib.ExitStack() as after:
        act = _acts(trial, runner, after)
        trap = Trap(number=trial.at, moment=trial.moment, act=act, delay=trial.delay)
        attempt = disturbed(stage, trial.way, trial.database, trap, runner)
    _await_server(stage.server)
    stage.finish(trial.way.name, trial.database, attempt)
    stage.compare(trial.way, trial.database, attempt)
    return attempt, trap.sprung


def _acts(trial: Trial, runner: list[Any], after: contextlib.ExitStack) -> Callable[[Link], None]:
    """Return what a fault does; what ends it is done at the end of the run."""

    def admin(statement: str, pid: int | None) -> None:
        with psycopg.connect(trial.stage.server, autocommit=True) as connection:
            connection.execute(statement.encode(), (pid,))

    def kill(link: Link) -> None:
        runner[0].send_signal(signal.SIGKILL)
        if trial.moment is Moment.BEFORE:
            link.cut()

    def vanish(link: Link) -> None:
        link.leave()
        timer = threading.Timer(_ORPHANED, link.drop_server)
        timer.start()
        after.callback(timer.join)

    def kill_backend(link: Link) -> None:
        assert link.pid is not None
        os.kill(link.pid, signal.SIGKILL)

    def lock(_: Link) -> None:
        _hold(trial, after, "LOCK TABLE {} IN ACCESS SHARE MODE")

    def lock_rows(_: Link) -> None:
        _hold(trial, after, "SELECT FROM {} FOR UPDATE")

    def other_orders(_: Link) -> None:
        after.enter_context(_disorderly(trial))

    def fill(_: Link) -> None:
        assert trial.disk is not None
        after.callback(_full(trial.disk))

    match trial.fault:
        case "runner killed":
            return kill
        case "connection lost":
            return lambda link: link.cut()
        case "network gone":
            return vanish
        case "backend terminated":
            return lambda link: admin("SELECT pg_terminate_backend(%s)", link.pid)
        case "backend killed":
            return kill_backend
        case "statement cancelled":
            return lambda link: admin("SELECT pg_cancel_backend(%s)", link.pid)
        case "table locked":
            return lock
        case "rows locked":
            return lock_rows
        case "locks in other orders":
            return other_orders
        case "disk full":
            return fill
    raise AssertionError(trial.fault)


def _hold(trial: Trial, after: contextlib.ExitStack, statement: str) -> None:
    """Lock every table of the case for a time, as an application's transaction does."""
    connection = psycopg.connect(trial.stage.at(trial.database))
    for (name,) in connection.execute(_TABLES).fetchall():
        connection.execute(statement.format(name).encode())
    timer = threading.Timer(_HELD, connection.close)
    timer.start()
    after.callback(timer.join)


@contextlib.contextmanager
def _disorderly(trial: Trial) -> Iterator[None]:
    """Lock rows of all tables in any order, again and again: the application never loses."""
    stop, lost = threading.Event(), []
    chance = random.Random(trial.at)  # noqa: S311 - no secret

    def work() -> None:
        with psycopg.connect(trial.stage.at(trial.database), autocommit=True) as connection:
            while not stop.is_set():
                names = [name for (name,) in connection.execute(_TABLES)]
                chance.shuffle(names)
                try:
                    with connection.transaction():
                        for name in names:
                            rows = f"SELECT FROM {name} WHERE random() < 0.01 FOR UPDATE"
                            connection.execute(rows.encode())
                            time.sleep(0.02)
                except psycopg.errors.UndefinedTable:
                    continue
                except psycopg.Error as error:
                    lost.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()
    if lost:
        raise NotDone(f"the application lost: {lost[0]}")


def _full(disk: Path) -> Callable[[], None]:
    """Fill a disk to the last byte; return what makes room again."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return lambda: filler.unlink(missing_ok=True)


def _await_server(server: str) -> None:
    """A server one of whose processes was killed starts all of them anew."""
    for _ in range(600):
        try:
            psycopg.connect(server).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not come back")
