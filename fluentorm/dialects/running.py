"""What a dialect is told, and tells, while it runs migrations: settings, events, steps."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Locking:
    """How long a short step may wait and work, in seconds.

    ``lock_timeout`` is the longest wait for one lock, for which others queue behind us;
    ``retry_budget`` the time that all tries may take; ``statement_timeout`` the longest that a
    statement may work under its locks.
    """

    lock_timeout: float = 0.5
    retry_budget: float = 600.0
    statement_timeout: float = 10.0


TAKEN_BACK = "taken_back"


class StepState(Enum):
    """What the database knows about a step; the value is what is written there."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """A row about a step: ``script`` is the name of the file, ``number`` counts from 1.

    ``subject`` is the object that it is about, ``detail`` what is needed to resume or undo it.
    """

    script: str
    number: int
    kind: str
    sql_hash: str
    state: StepState
    attempts: int = 0
    subject: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    started_at: datetime.datetime | None = None
    finished_at: datetime.datetime | None = None
    error: str | None = None

    @property
    def deferred(self) -> bool:
        """Whether it is a backfill that ``migrate`` leaves to ``migrate_backfill``."""
        return bool(self.detail.get("deferred"))

    @property
    def taken_back(self) -> bool:
        """Whether a part of it was undone, so that it has to be undone to the end."""
        return bool(self.detail.get(TAKEN_BACK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """Who holds a lock that we need, as far as the server lets us see it."""

    pid: int | None
    user: str | None = None
    application: str | None = None
    query: str | None = None
    age: float | None = None
    relation: str | None = None
    prepared: str | None = None

    def __str__(self) -> str:
        if self.prepared is not None:
            text = f'the prepared transaction "{self.prepared}"'
        else:
            text = f"process {self.pid}" if self.pid else "a session that is not to be seen"
        if self.application:
            text += f' of "{self.application}"'
        if self.user:
            text += f' as "{self.user}"'
        if self.age is not None:
            text += f", in a transaction for {self.age:.1f} s"
        if self.relation:
            text += f', holds a lock on "{self.relation}"'
        if self.query:
            text += f": {' '.join(self.query.split())[:120]}"
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """A step of a file begins."""

    script: str
    number: int
    total: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    """A step of a file is committed, after so many seconds."""

    script: str
    number: int
    total: int
    kind: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRetry:
    """A lock was not to be had in time; it is tried again after ``pause`` seconds.

    ``waited`` is the time since the first try, of ``budget`` in all.
    """

    script: str
    attempt: int
    pause: float
    waited: float
    budget: float
    blockers: tuple[Blocker, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillProgress:
    """A batch is committed: rows changed so far, keys passed of about how many, and how fast.

    ``rate`` is in keys a second, ``left`` in seconds; None where it is not known.
    """

    script: str
    number: int
    rows: int
    passed: int
    total: int | None
    rate: float
    left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The work waits for something: ``reason`` says for what."""

    script: str
    reason: str


Event: TypeAlias = StepStarted | StepFinished | LockRetry | BackfillProgress | Held
if TYPE_CHECKING:
    Watch: TypeAlias = Callable[[Event], None]


def unwatched(_: Event) -> None:
    """Take an event and do nothing about it."""


class Severity(Enum):
    """Whether a finding stops a run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found before a run: ``code`` is a word for machines."""

    severity: Severity
    code: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        text = f"{self.severity.value}: {self.message}"
        return f"{text}\nhint: {self.hint}" if self.hint else text
