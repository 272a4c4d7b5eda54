"""What a database must offer so that ``migrate`` can work with it.

``migrate`` decides which files to run and in which order; everything that knows a server's words
stands behind ``Session``. A dialect implements it without inheriting from it.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from fluentorm.dialects.running import unwatched
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from fluentorm.dialects.running import Finding, StepRecord, Watch
    from fluentorm.errors import Place
    from fluentorm.schema.objects import SchemaModel

TRACKING_TABLE = "_fluent_migrations"
_STEP_LINE = re.compile(r"^[ \t]*--[ \t]*step[ \t]*:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Who is at the other end: ``version`` as the number the server gives (180006 is 18.6)."""

    product: str
    version: int
    host: str
    port: int
    database: str
    user: str


class Code(Protocol):
    """A function of a migration that is written in Python."""

    @property
    def function(self) -> str:
        """The function's name: up or down."""

    def load(self) -> None:
        """Run the file's own lines, as an import would. Raises FileFormat for what they raise."""

    def call(self, db: object) -> None:
        """Load the file and call the function; what it raises goes through."""

    def place_of(self, error: BaseException) -> Place:
        """Return the line of the author's code where an error came from."""

    def words_of(self, error: BaseException) -> str:
        """Return what an error says, with its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file to be run: ``path`` as the user would type it, and its text.

    Text is SQL; where there is ``code``, that is run instead. A script that is not
    ``transactional`` runs one statement at a time, each on its own. One that may block says so:
    then its statements take the time they need.
    """

    path: str
    text: str
    transactional: bool = True
    may_block: bool = False
    code: Code | None = None

    @property
    def sql(self) -> str:
        """The statements that can be read before it runs; none where it is code."""
        return self.text if self.code is None else ""

    @property
    def stepped(self) -> bool:
        """Whether there may be step lines in it; the dialect knows whether they are."""
        return _STEP_LINE.search(self.sql) is not None

    @property
    def whole(self) -> bool:
        """Whether it runs as one transaction."""
        return self.transactional and not self.stepped


class StepKind(Enum):
    """How a step of a migration runs; the value is its word in a file.

    A short step is one transaction that needs a strong lock for an instant, a long one a
    transaction that takes its time under locks that stop nobody, a bare one a statement that
    refuses transactions, and a backfill one UPDATE that is run in batches.
    """

    SHORT = "short"
    LONG = "long"
    BARE = "bare"
    BACKFILL = "backfill"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """A step as it is written to a file; the statements carry no semicolon at their end.

    ``options`` follow the kind in its line; ``probe`` is a query that gives true when the step
    is done already.
    """

    kind: StepKind
    statements: tuple[str, ...]
    options: str = ""
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is around one change when its statements are chosen.

    ``name`` is the migration's up file: helper objects are named after it. ``before`` and
    ``after`` are the schema around the change, ``declared`` is what the schema files say in the
    end, with all that steers a migration. ``created`` and ``dropped`` are the tables that the
    same generation makes and takes away: the first hold no rows when their files run, nor do the
    others when they come back. ``version`` is the oldest major version that runs the files.
    ``kept`` are the names of what is needed by what earlier changes leave for old code.
    """

    name: str
    before: SchemaModel
    after: SchemaModel
    declared: SchemaModel
    created: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    version: int = 14
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractForm:
    """The migration that concludes another one: what is left for old code goes."""

    up: tuple[StepText, ...]
    down: tuple[StepText, ...]
    hazards: tuple[str, ...] = ()
    down_notes: tuple[str, ...] = ()
    down_needs: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineForm:
    """A change in steps that stop nobody; a side without steps is written plainly.

    ``blocking`` is the reason why the statements may block all the same, and ``down_blocking`` why
    those of the way back do. The needs are versions (180000) and what needs them; ``hazards`` stand
    in place of those of the operations. ``kept`` are the names of what is needed by what stays
    until the contract.
    """

    up: tuple[StepText, ...] = ()
    down: tuple[StepText, ...] = ()
    contract: ContractForm | None = None
    blocking: str | None = None
    down_blocking: str | None = None
    up_needs: tuple[tuple[int, str], ...] = ()
    down_needs: tuple[tuple[int, str], ...] = ()
    hazards: tuple[str, ...] | None = None
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the tracking table shall say about a migration: its file name and checksum."""

    name: str
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
    """A row of the tracking table; ``position`` grows with every application, times are UTC."""

    position: int
    name: str
    checksum: str
    applied_at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LockHolder:
    """The session that holds the migration lock, as far as the server lets us see it."""

    pid: int
    user: str | None = None
    application: str | None = None
    client: str | None = None
    since: datetime.datetime | None = None

    def __str__(self) -> str:
        text = f"process {self.pid}"
        if self.application:
            text += f' of "{self.application}"'
        if self.user:
            text += f' as "{self.user}"'
        if self.client:
            text += f" from {self.client}"
        if self.since:
            text += f", connected since {self.since:%Y-%m-%d %H:%M:%S} UTC"
        return text


class Session(Protocol):
    """One connection to a database, outside any transaction between two calls.

    Every method raises DatabaseError (or one of its kinds) for what the server refuses, unless
    it says otherwise, and ConnectionFailed when the connection was lost.
    """

    @property
    def server(self) -> Server:
        """The server and database of this session; costs no round trip."""

    def query(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; parameters are ``%s`` in the text."""

    def execute(self, script: str) -> None:
        """Run one or several statements, without parameters, in one transaction."""

    def check_script(self, script: Script) -> None:
        """Look for what cannot be run, without running it.

        Raises FileFormat, with the line, for transaction control, the client's own commands, data
        lines, text that does not end, and a file without any statement.
        """

    def run_script(self, script: Script) -> None:
        """Run a script and record nothing, on a database to be thrown away: it is not durable.

        Raises Failed, with statement number and line, when the server refuses a statement.
        """

    def apply(
        self, script: Script, record: Record, *, durable: bool = True, watch: Watch = unwatched
    ) -> bool:
        """Run a script and record it, both or neither when it is one transaction.

        A script with steps goes on from where it was left; False says that a deferred backfill
        comes next, which is not run here. Without ``durable`` the server may acknowledge before
        the disk has it; a crash then loses a tail of what was run, never a part of it. ``watch``
        is told what happens meanwhile.

        Raises Failed as ``run_script`` does, and ChecksumMismatch for a step that was changed
        after it was run.
        """

    def revert(self, script: Script, name: str, *, watch: Watch = unwatched) -> bool:
        """Run a script and delete the record of that name, like ``apply``."""

    def run_deferred(self, script: Script, record: Record, *, watch: Watch = unwatched) -> bool:
        """Run the deferred backfill of a script whose turn it is; say whether there was one."""

    def repair(
        self, script: Script, record: Record, *, watch: Watch = unwatched
    ) -> tuple[int, ...]:
        """Take the next step of a script for done, and return its number.

        Raises MigrationError where its outcome is not in the catalog, or that cannot be told.
        """

    def repair_down(
        self, script: Script, name: str, *, watch: Watch = unwatched
    ) -> tuple[int, ...]:
        """Do what ``repair`` does for a script that rolls the migration of that name back."""

    def abort(self, script: Script, name: str, *, watch: Watch = unwatched) -> tuple[int, ...]:
        """Take back the done steps of a script, known by a name, and return their numbers.

        Raises Irreversible, before anything is taken back, and Failed.
        """

    def step_records(self) -> tuple[StepRecord, ...]:
        """Read how far files with steps have come; empty where there are none."""

    def examine(
        self,
        scripts: Sequence[Script],
        *,
        wanted_version: int | None = None,
        everything: bool = False,
    ) -> tuple[Finding, ...]:
        """Return what would stop scripts half-way, or make them wait; nothing is written.

        ``wanted_version`` is the oldest major version that they are written for. With
        ``everything`` all tables are looked at, else only those that the scripts lock.
        """

    def ask_backfills(self, request: str | None) -> tuple[str, ...]:
        """Ask backfills at work to ``pause`` or to ``stop``; None lets them go on.

        Returns the names of their scripts.
        """

    def try_backfill_lock(self, name: str) -> bool:
        """Take the lock of one migration's deferred backfill for this session, without waiting."""

    def unlock_backfill(self, name: str) -> None:
        """Give that lock back; harmless without it."""

    def make_durable(self) -> None:
        """Return when everything applied so far is on the server's disk."""

    def applied(self) -> tuple[AppliedMigration, ...]:
        """Read the tracking table in order of application; empty when there is none."""

    def prepare_tracking(self) -> None:
        """Create the tracking table when it is missing."""

    def record(self, records: Sequence[Record]) -> None:
        """Record migrations without running them, all or none; a known name gets the checksum."""

    def replace(self, names: Sequence[str], scripts: Sequence[str], record: Record) -> None:
        """Record one migration in place of others, at the position of the first of them.

        ``scripts`` are the names of files whose steps are forgotten.
        """

    def require_writable(self) -> None:
        """Refuse a standby, a read-only server and a connection that is not our own."""

    def try_lock(self) -> bool:
        """Take the migration lock of this database, without waiting; say whether we have it."""

    def lock_holder(self) -> LockHolder | None:
        """Return who holds the migration lock; None when nobody does, or we may not see it."""

    def unlock(self) -> None:
        """Give the migration lock back; harmless without it."""

    def close(self) -> None:
        """End the session; harmless when called twice."""
