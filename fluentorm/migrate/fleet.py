"""The same work on many databases: one first, then several at a time, and no more after failures.

Nothing is kept of how far a run came: each database knows it itself, so that the next run does what
is left.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from fluentorm.errors import FluentError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Target = TypeVar("Target")
Result = TypeVar("Result")


class State(Enum):
    """What became of the work on one target."""

    DONE = "done"
    FAILED = "failed"
    NOT_BEGUN = "not begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Target, Result]):
    """What became of one target: a result, or the error that ended it, after so many seconds."""

    target: Target
    state: State = State.NOT_BEGUN
    result: Result | None = None
    error: FluentError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a fleet is worked on: ``jobs`` at a time, the first alone where it is a ``canary``.

    After the canary failed, or ``max_failures``, no more are begun; None goes on whatever fails.
    """

    jobs: int = 4
    max_failures: int | None = 1
    canary: bool = True


class Fleet(Generic[Target, Result]):
    """Works on targets; ``on_done`` is called by the thread that asked, in the order of ending."""

    def __init__(
        self,
        targets: Sequence[Target],
        work: Callable[[Target], Result],
        pace: Pace,
        on_done: Callable[[Outcome[Target, Result]], None],
    ) -> None:
        self._targets = targets
        self._work = work
        self._pace = pace
        self._on_done = on_done
        self._changed = threading.Condition()
        self._waiting = deque(enumerate(targets))
        self._ended: deque[tuple[int, Outcome[Target, Result] | BaseException]] = deque()
        self._failures = 0
        self._stopped = False

    def run(self) -> list[Outcome[Target, Result]]:
        """Return the outcomes in the order of the targets.

        On Ctrl-C no more are begun, and those that run are waited for; a second one leaves them to
        the server, which takes back what is not committed. KeyboardInterrupt goes through then.
        """
        outcomes = [Outcome[Target, Result](target=target) for target in self._targets]
        if self._pace.canary and self._waiting:
            number, target = self._waiting.popleft()
            self._ended.append((number, self._one(target)))
            self._collect(outcomes)
            if self._failures:
                return outcomes
        threads = [
            threading.Thread(target=self._worker, daemon=True)
            for _ in range(min(self._pace.jobs, len(self._waiting)))
        ]
        for thread in threads:
            thread.start()
        try:
            self._wait(threads, outcomes)
        except KeyboardInterrupt:
            self._stopped = True
            self._wait(threads, outcomes)
            raise
        return outcomes

    def _wait(
        self, threads: Sequence[threading.Thread], outcomes: list[Outcome[Target, Result]]
    ) -> None:
        while any(thread.is_alive() for thread in threads):
            with self._changed:
                if not self._ended:
                    self._changed.wait(0.1)
            self._collect(outcomes)
        self._collect(outcomes)

    def _collect(self, outcomes: list[Outcome[Target, Result]]) -> None:
        """Take what ended; a defect is raised, once nothing more is begun."""
        while self._ended:
            number, outcome = self._ended.popleft()
            if isinstance(outcome, BaseException):
                self._stopped = True
                raise outcome
            outcomes[number] = outcome
            self._on_done(outcome)

    def _worker(self) -> None:
        while True:
            with self._changed:
                if self._stopped or self._gave_up() or not self._waiting:
                    return
                number, target = self._waiting.popleft()
            outcome = self._one(target)
            with self._changed:
                self._ended.append((number, outcome))
                self._changed.notify()

    def _gave_up(self) -> bool:
        return self._pace.max_failures is not None and self._failures >= self._pace.max_failures

    def _one(self, target: Target) -> Outcome[Target, Result] | BaseException:
        start = time.monotonic()
        try:
            result = self._work(target)
        except FluentError as error:
            with self._changed:
                self._failures += 1
            seconds = time.monotonic() - start
            return Outcome(target=target, state=State.FAILED, error=error, seconds=seconds)
        except Exception as error:  # noqa: BLE001 - raised by the thread that asked
            return error
        seconds = time.monotonic() - start
        return Outcome(target=target, state=State.DONE, result=result, seconds=seconds)
