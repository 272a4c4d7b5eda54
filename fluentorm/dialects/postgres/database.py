# Derived from async_database.py by scripts/derive_sync.py; edit that file and run the script.
"""Databases and transactions that queries run on, over psycopg 3."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import psycopg
from psycopg import Connection, RawCursor, RawServerCursor
from psycopg.rows import dict_row

from fluentorm.dialects.postgres.query.cache import compiled
from fluentorm.dialects.postgres.query.copying import CopyText
from fluentorm.dialects.postgres.query.sending import arguments, reader, row_maker
from fluentorm.dialects.postgres.server_errors import NOT_SENT, refusal
from fluentorm.errors import (
    ConfigError,
    DeadlockDetected,
    MultipleRows,
    NotFound,
    QueryError,
    SerializationFailure,
)
from fluentorm.query.program import Copy, Executor, Fetch, Program, Step
from fluentorm.query.result import whole

if TYPE_CHECKING:
    from typing import Self

    from psycopg_pool import ConnectionPool

    from fluentorm.dialects.postgres.query.statements import Compiled

T = TypeVar("T")
Isolation = Literal["read committed", "repeatable read", "serializable"]
_LONGEST_PAUSE = 0.2


class _Runner(Executor):
    """What a database and a transaction have in common."""

    def _use(self) -> AbstractContextManager[Connection[Any]]:
        raise NotImplementedError

    def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result; an atomic one in a transaction of its own."""
        raise NotImplementedError

    # --- SQL by hand ------------------------------------------------------------------------

    def execute(self, sql: str, params: Sequence[object] = ()) -> int:
        """Run a statement by hand, with ``%s`` for each parameter; return how many rows it did.

        Without parameters ``%`` means itself. Raises DatabaseError.
        """
        with self._use() as connection:
            cursor = _execute(connection, sql, params)
            return max(int(cursor.rowcount), 0)

    @overload
    def fetch_all(self, sql: str, params: Sequence[object] = ()) -> list[dict[str, Any]]: ...
    @overload
    def fetch_all(self, sql: str, params: Sequence[object] = (), *, as_: type[T]) -> list[T]: ...
    def fetch_all(
        self, sql: str, params: Sequence[object] = (), *, as_: type[Any] | None = None
    ) -> Any:
        """Run a query by hand and return its rows: dicts, or values of ``as_``.

        That is a model, a dataclass or a NamedTuple with the names of the columns. Raises
        DatabaseError, and QueryError where the columns do not fit.
        """
        with self._use() as connection:
            cursor = _execute(connection, sql, params)
            if cursor.description is None:
                raise QueryError("the statement returns no rows", hint="run it with execute()")
            try:
                rows = cursor.fetchall()
            except psycopg.Error as error:  # a value that Python has no room for
                raise refusal(error, sql) from error
            return rows if as_ is None else reader(as_, cursor.description)(rows)

    @overload
    def fetch_one(self, sql: str, params: Sequence[object] = ()) -> dict[str, Any]: ...
    @overload
    def fetch_one(self, sql: str, params: Sequence[object] = (), *, as_: type[T]) -> T: ...
    def fetch_one(
        self, sql: str, params: Sequence[object] = (), *, as_: type[Any] | None = None
    ) -> Any:
        """Run a query by hand and return its only row; raises NotFound or MultipleRows."""
        rows: list[Any] = (
            self.fetch_all(sql, params) if as_ is None else self.fetch_all(sql, params, as_=as_)
        )
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise MultipleRows("the query found more than one row")
        raise NotFound("the query found no row")

    # --- transactions -----------------------------------------------------------------------

    @contextmanager
    def transaction(
        self,
        *,
        isolation: Isolation | None = None,
        read_only: bool = False,
        deferrable: bool = False,
    ) -> Iterator[Transaction]:
        """Give a transaction: committed when the block ends, rolled back when it raises.

        Raises DatabaseError where the server refuses the commit.
        """
        characteristics = _characteristics(isolation, read_only, deferrable)
        with self._use() as connection:
            try:
                with connection.transaction():
                    if characteristics:
                        connection.execute(characteristics)
                    tx = Transaction(connection)
                    try:
                        yield tx
                    finally:
                        tx.end()
            except psycopg.Error as error:
                raise refusal(error) from error

    def in_transaction(
        self,
        work: Callable[[Transaction], T],
        *,
        retries: int = 0,
        isolation: Isolation | None = None,
    ) -> T:
        """Run a function with a transaction and return its result.

        Where the server ends it for the sake of others (a serialization failure or a deadlock), it
        is run again, up to ``retries`` times, after a short pause.
        """
        for attempt in range(whole(retries, "retries") + 1):
            try:
                with self.transaction(isolation=isolation) as tx:
                    return work(tx)
            except (SerializationFailure, DeadlockDetected):
                if attempt == retries:
                    raise
            sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.01 * 2**attempt)))  # noqa: S311
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def stream(self, statement: Fetch, *, size: int) -> Iterator[Iterator[Any]]:
        """Give the rows of a statement one by one, ``size`` fetched at a time."""
        found = compiled(statement.node)
        values = arguments(found, statement.values)
        with self._use() as connection:
            try:
                with connection.transaction():
                    opened: Any = RawServerCursor(connection, "fluentorm")
                    with opened as cursor:
                        cursor.itersize = size
                        if statement.make is not None:
                            cursor.row_factory = row_maker(statement.make)
                        cursor.execute(found.encoded, values, binary=found.binary)
                        yield iter(cursor)
            except psycopg.Error as error:
                raise refusal(error, found.sql) from error


class Database(_Runner):
    """A database, reached through a connection or a pool of psycopg's.

    Each statement is a transaction of its own unless it runs in ``transaction()``. That is so with
    connections in autocommit mode, which ``open()`` makes; one of yours in the other mode leaves
    the commit to you.
    """

    def __init__(self, source: Connection[Any] | ConnectionPool[Any]) -> None:
        self._only = source if isinstance(source, Connection) else None
        self._pool: Any = None if isinstance(source, Connection) else source

    @classmethod
    def open(cls, url: str, *, min_size: int = 1, max_size: int = 10, **options: Any) -> Self:
        """Open a pool of connections; ``options`` are those of psycopg's pool.

        Raises ConfigError without the package psycopg_pool.
        """
        try:
            from psycopg_pool import ConnectionPool
        except ImportError:
            raise ConfigError(
                "a pool needs the package psycopg_pool", hint="pip install 'fluentorm[pool]'"
            ) from None
        pool: ConnectionPool[Any] = ConnectionPool(
            url,
            min_size=min_size,
            max_size=max_size,
            open=False,
            kwargs={"autocommit": True, **options.pop("kwargs", {})},
            **options,
        )
        pool.open()
        return cls(pool)

    @property
    def connection(self) -> Connection[Any]:
        """The connection that it was made with; a pool has none. Raises QueryError."""
        if self._only is None:
            raise QueryError("a database behind a pool has no connection of its own")
        return self._only

    def close(self) -> None:
        """Close the connection or the pool."""
        source: Any = self._only or self._pool
        source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result; an atomic one in a transaction of its own."""
        if atomic:
            with self.transaction() as tx:
                return tx.run(program)
        if self._only is not None:
            return _drive(self._only, program)
        with self._use() as connection:
            return _drive(connection, program)

    @contextmanager
    def _use(self) -> Iterator[Connection[Any]]:
        if self._only is not None:
            yield self._only
            return
        try:
            with self._pool.connection() as connection:
                yield connection
        except psycopg.Error as error:  # the pool is exhausted, or its commit was refused
            raise refusal(error) from error


class Transaction(_Runner):
    """A transaction, or a savepoint in one; it ends with its block."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection: Connection[Any] | None = connection

    @property
    def connection(self) -> Connection[Any]:
        """The connection that the transaction runs on, for what only psycopg can do.

        Raises QueryError once the transaction has ended: the connection is another's then.
        """
        if self._connection is None:
            raise QueryError(
                "the transaction has ended", hint="run this in its block, or on the database"
            )
        return self._connection

    def end(self) -> None:
        """Let go of the connection."""
        self._connection = None

    def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result."""
        return _drive(self.connection, program)

    @contextmanager
    def transaction(
        self,
        *,
        isolation: Isolation | None = None,
        read_only: bool = False,
        deferrable: bool = False,
    ) -> Iterator[Transaction]:
        """Give a savepoint: what is done in the block is taken back when it raises."""
        if isolation or read_only or deferrable:
            raise QueryError("a transaction within another is a savepoint, and is as that one is")
        with super().transaction() as tx:
            yield tx

    @contextmanager
    def _use(self) -> Iterator[Connection[Any]]:
        yield self.connection


def _drive(connection: Connection[Any], program: Program[T]) -> T:
    """Run the steps of a program until it returns."""
    try:
        step = next(program)
        while True:
            step = program.send(_perform(connection, step))
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        program.close()


def _perform(connection: Connection[Any], step: Step) -> Any:
    found = compiled(step.node)
    if isinstance(step, Copy):
        return _copy(connection, step, found)
    try:
        values = arguments(found, step.values)
        cursor: Any = RawCursor(connection)
        if type(step) is not Fetch:
            cursor.execute(found.encoded, values)
            return cursor.rowcount
        if step.make is not None:
            cursor.row_factory = row_maker(step.make)
        cursor.execute(found.encoded, values, binary=found.binary)
    except NOT_SENT as error:
        raise refusal(error, found.sql) from error
    try:
        return cursor.fetchall()
    except psycopg.Error as error:  # a value that Python has no room for
        raise refusal(error, found.sql) from error


def _copy(connection: Connection[Any], step: Copy, found: Compiled) -> int:
    try:
        with connection.cursor() as cursor:
            with cursor.copy(found.encoded) as copy:
                text = CopyText(connection, found)
                for columns in step.parts:
                    copy.write(text.of(columns))
            return cursor.rowcount
    except psycopg.Error as error:
        raise refusal(error, found.sql) from error


def _execute(connection: Connection[Any], sql: str, params: Sequence[object]) -> Any:
    try:
        cursor = connection.cursor(row_factory=dict_row)
        return cursor.execute(sql.encode(), params or None)
    except NOT_SENT as error:
        raise refusal(error, sql) from error


def _characteristics(isolation: str | None, read_only: bool, deferrable: bool) -> bytes:
    words = []
    if isolation is not None:
        if isolation not in ("read committed", "repeatable read", "serializable"):
            raise QueryError(f'there is no isolation "{isolation}"')
        words.append(f"ISOLATION LEVEL {isolation.upper()}")
    if read_only:
        words.append("READ ONLY")
    if deferrable:
        words.append("DEFERRABLE")
    return f"SET TRANSACTION {', '.join(words)}".encode() if words else b""
