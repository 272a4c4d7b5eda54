"""Every exception that fluentorm raises.

FluentError
├── ConfigError                a setting that does not parse, or that is missing
├── SchemaError                every problem of the schema files, each with its place
├── SnapshotError              the snapshot is newer than we are, in conflict, or of another chain
│   └── SnapshotDamaged        its content is not what fluentorm wrote
├── SeedError                  every problem of the seed files, each with its place
├── DiffError                  a change that needs a decision of the author
├── DialectError
│   └── UnsupportedOperation   the server's version cannot do it
├── GenerationError            files could not be written, or another generation is running
├── CodegenError               a model cannot be generated
├── EmbeddedError              the embedded PostgreSQL cannot be started, stopped or found
├── MigrationError
│   ├── FileFormat             a migration file that cannot be read
│   ├── ChecksumMismatch       an applied file was changed
│   ├── OutOfOrder             a pending file sorts before an applied one
│   ├── MissingFile            an applied file, or one half of a pair, is gone
│   ├── UnknownVersion         no migration has that version
│   ├── Irreversible           the down file says it cannot be undone
│   ├── Failed                 the server refused a statement
│   ├── Interrupted            Ctrl-C during a run
│   ├── LockTimeout            another runner held the lock for too long
│   └── VerificationFailed     up or down does not give the schema it should
├── QueryError
│   ├── NotFound
│   ├── MultipleRows
│   ├── NotLoaded              related rows that nobody asked for
│   └── UnfilteredWrite
└── DatabaseError              what the server said, by kind
    ├── ConnectionFailed
    ├── UniqueViolation
    ├── ForeignKeyViolation
    ├── NotNullViolation
    ├── CheckViolation
    ├── ExclusionViolation
    ├── InvalidValue           a value that does not fit its type
    ├── InvalidSql             SQL that does not parse
    ├── UndefinedTable
    ├── UndefinedColumn
    ├── PermissionDenied
    ├── ReadOnly               a write in a transaction or on a server that takes none
    ├── SerializationFailure   run the transaction again
    ├── DeadlockDetected       run the transaction again
    ├── LockNotAvailable
    └── QueryCanceled          a time limit, or an administrator

Messages follow PostgreSQL's style: lower case, no full stop, names in double quotes,
the place first. The hint is what to type or write next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: path as the user would type it, line and column from 1, 0 if unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __lt__(self, other: Place) -> bool:
        return (self.file, self.line, self.column) < (other.file, other.line, other.column)

    def __str__(self) -> str:
        text = self.file
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and how to mend it."""

    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}\nhint: {self.hint}" if self.hint else text


class FluentError(Exception):
    """The root of all errors that fluentorm raises.

    ``message`` is the sentence, ``place`` where it happened and ``hint`` what to do next;
    ``str(error)`` is all three, ready to print. ``id`` names the kind: it stays the same from
    version to version, and is the heading of its section in docs/errors.md.
    """

    id: ClassVar[str] = "fluent-error"

    def __init_subclass__(cls, *, id: str | None = None) -> None:  # noqa: A002 as it is read
        super().__init_subclass__()
        if id is not None:
            cls.id = id

    def __init__(
        self, message: str, *, place: Place | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        return str(Problem(self.message, self.place, self.hint))


class ConfigError(FluentError, id="config-error"):
    """A setting that is missing or does not parse."""


class _Problems(FluentError):
    """An error that carries every problem found in one run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class SchemaError(_Problems, id="schema-error"):
    """The schema files are wrong; ``problems`` lists everything that is, in file order."""


class SeedError(_Problems, id="seed-error"):
    """The seed files are wrong, or do not fit the database; ``problems`` lists what is."""


class SnapshotError(FluentError, id="snapshot-error"):
    """The snapshot cannot be used."""


class SnapshotDamaged(SnapshotError, id="snapshot-damaged"):
    """The snapshot's content is not what fluentorm wrote: cut short, or changed by hand."""


class DiffError(_Problems, id="diff-error"):
    """The schema changed in a way that needs a decision; ``problems`` lists them all."""


class DialectError(FluentError, id="dialect-error"):
    """The dialect cannot express something."""


class UnsupportedOperation(DialectError, id="unsupported-operation"):
    """The server's version cannot do this."""


class GenerationError(FluentError, id="generation-error"):
    """Generated files could not be written."""


class CodegenError(FluentError, id="codegen-error"):
    """A model cannot be generated from this schema."""


class EmbeddedError(FluentError, id="embedded-error"):
    """The embedded PostgreSQL cannot be used."""


class MigrationError(FluentError, id="migration-error"):
    """Something about a migration."""


class FileFormat(MigrationError, id="file-format"):
    """A migration file cannot be read."""


class ChecksumMismatch(MigrationError, id="checksum-mismatch"):
    """A migration was edited after it was applied."""


class OutOfOrder(MigrationError, id="out-of-order"):
    """A pending migration sorts before an applied one."""


class MissingFile(MigrationError, id="missing-file"):
    """An applied migration, or one half of a pair, has no file."""


class UnknownVersion(MigrationError, id="unknown-version"):
    """No migration has the version that was asked for."""


class Irreversible(MigrationError, id="irreversible"):
    """A migration that cannot be rolled back."""


class LockTimeout(MigrationError, id="lock-timeout"):
    """Another runner held the migration lock for longer than we may wait."""


class VerificationFailed(MigrationError, id="verification-failed"):
    """A migration does not do what it says, shown by running it on a scratch database."""


class QueryError(FluentError, id="query-error"):
    """A query that cannot be run, or whose result is not what was asked for."""


class NotFound(QueryError, id="not-found"):
    """No row where one was required."""


class MultipleRows(QueryError, id="multiple-rows"):
    """More rows than the one that was required."""


class NotLoaded(QueryError, id="not-loaded"):
    """Related rows of a row that were neither included nor loaded."""


class UnfilteredWrite(QueryError, id="unfiltered-write"):
    """An update or delete of every row that was not asked for explicitly."""


class DatabaseError(FluentError, id="database-error"):
    """The server refused something.

    ``sqlstate`` is its five-character code; ``detail``, ``constraint``, ``table`` and ``column``
    are what the server sent with it, None where it sent nothing. ``sql`` is the statement without
    its parameters, and ``value`` the key that is in the way; both are known for queries only.
    """

    sql: str | None = None
    value: str | None = None

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        sqlstate: str | None = None,
        detail: str | None = None,
        constraint: str | None = None,
        table: str | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.sqlstate = sqlstate
        self.detail = detail
        self.constraint = constraint
        self.table = table
        self.column = column

    def __str__(self) -> str:
        text = self.message
        if self.detail:
            text += f"\ndetail: {self.detail}"
        if self.hint:
            text += f"\nhint: {self.hint}"
        return text


class ConnectionFailed(DatabaseError, id="connection-failed"):
    """No connection to the server could be made, or it was lost."""


class UniqueViolation(DatabaseError, id="unique-violation"):
    """A row with this key exists already (23505)."""


class ForeignKeyViolation(DatabaseError, id="foreign-key-violation"):
    """A referenced row is missing, or a referencing one is left (23503)."""


class NotNullViolation(DatabaseError, id="not-null-violation"):
    """NULL where the column does not allow it (23502)."""


class CheckViolation(DatabaseError, id="check-violation"):
    """A row does not satisfy a check constraint (23514)."""


class ExclusionViolation(DatabaseError, id="exclusion-violation"):
    """A row is in the way of another by an exclusion constraint (23P01)."""


class InvalidValue(DatabaseError, id="invalid-value"):
    """A value does not fit the type it should have (class 22)."""


class InvalidSql(DatabaseError, id="invalid-sql"):
    """The server cannot parse the SQL (42601)."""


class UndefinedTable(DatabaseError, id="undefined-table"):
    """There is no such table (42P01)."""


class UndefinedColumn(DatabaseError, id="undefined-column"):
    """There is no such column (42703)."""


class PermissionDenied(DatabaseError, id="permission-denied"):
    """The user may not do this (42501)."""


class ReadOnly(DatabaseError, id="read-only"):
    """The transaction or the server takes no changes (25006)."""


class SerializationFailure(DatabaseError, id="serialization-failure"):
    """Another transaction was faster; this one can be run again (40001)."""


class DeadlockDetected(DatabaseError, id="deadlock-detected"):
    """Two transactions waited for each other; this one can be run again (40P01)."""


class LockNotAvailable(DatabaseError, id="lock-not-available"):
    """A lock could not be had at once, or in time (55P03)."""


class QueryCanceled(DatabaseError, id="query-canceled"):
    """A statement took too long, or was canceled (57014)."""


class Failed(MigrationError, id="migration-failed"):
    """The server refused a statement of a migration.

    ``file`` is the file's name, ``statement`` the number of the statement from 1, ``place`` its
    file and line, ``cause`` the server's words, ``applied`` what this run applied before it, and
    ``step`` the number of the step in a file that has steps.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str,
        statement: int,
        cause: DatabaseError,
        applied: tuple[str, ...] = (),
        place: Place | None = None,
        hint: str | None = None,
        step: int | None = None,
    ) -> None:
        super().__init__(message, place=place, hint=hint)
        self.file = file
        self.statement = statement
        self.cause = cause
        self.applied = applied
        self.step = step


class Interrupted(MigrationError, id="interrupted"):
    """Ctrl-C: the running migration was taken back, ``applied`` is what this run did before it."""

    def __init__(
        self, message: str, *, applied: tuple[str, ...] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.applied = applied
