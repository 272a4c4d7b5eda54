"""Databases and transactions that queries run on, over psycopg 3, with ``await``.

``database.py`` beside this file is the same without ``await``: ``scripts/derive_sync.py`` writes
it, and nobody edits it.
"""

from __future__ import annotations

import random
from asyncio import sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor, AsyncRawServerCursor
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
from fluentorm.query.program import AsyncExecutor, Copy, Fetch, Program, Step
from fluentorm.query.result import whole

if TYPE_CHECKING:
    from typing import Self

    from psycopg_pool import AsyncConnectionPool

    from fluentorm.dialects.postgres.query.statements import Compiled

T = TypeVar("T")
Isolation = Literal["read committed", "repeatable read", "serializable"]
_LONGEST_PAUSE = 0.2


class _AsyncRunner(AsyncExecutor):
    """What a database and a transaction have in common."""

    def _use(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        raise NotImplementedError

    async def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result; an atomic one in a transaction of its own."""
        raise NotImplementedError

    # --- SQL by hand ------------------------------------------------------------------------

    async def execute(self, sql: str, params: Sequence[object] = ()) -> int:
        """Run a statement by hand, with ``%s`` for each parameter; return how many rows it did.

        Without parameters ``%`` means itself. Raises DatabaseError.
        """
        async with self._use() as connection:
            cursor = await _execute(connection, sql, params)
            return max(int(cursor.rowcount), 0)

    @overload
    async def fetch_all(self, sql: str, params: Sequence[object] = ()) -> list[dict[str, Any]]: ...
    @overload
    async def fetch_all(
        self, sql: str, params: Sequence[object] = (), *, as_: type[T]
    ) -> list[T]: ...
    async def fetch_all(
        self, sql: str, params: Sequence[object] = (), *, as_: type[Any] | None = None
    ) -> Any:
        """Run a query by hand and return its rows: dicts, or values of ``as_``.

        That is a model, a dataclass or a NamedTuple with the names of the columns. Raises
        DatabaseError, and QueryError where the columns do not fit.
        """
        async with self._use() as connection:
            cursor = await _execute(connection, sql, params)
            if cursor.description is None:
                raise QueryError("the statement returns no rows", hint="run it with execute()")
            try:
                rows = await cursor.fetchall()
            except psycopg.Error as error:  # a value that Python has no room for
                raise refusal(error, sql) from error
            return rows if as_ is None else reader(as_, cursor.description)(rows)

    @overload
    async def fetch_one(self, sql: str, params: Sequence[object] = ()) -> dict[str, Any]: ...
    @overload
    async def fetch_one(self, sql: str, params: Sequence[object] = (), *, as_: type[T]) -> T: ...
    async def fetch_one(
        self, sql: str, params: Sequence[object] = (), *, as_: type[Any] | None = None
    ) -> Any:
        """Run a query by hand and return its only row; raises NotFound or MultipleRows."""
        rows: list[Any] = (
            await self.fetch_all(sql, params)
            if as_ is None
            else await self.fetch_all(sql, params, as_=as_)
        )
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise MultipleRows("the query found more than one row")
        raise NotFound("the query found no row")

    # --- transactions -----------------------------------------------------------------------

    @asynccontextmanager
    async def transaction(
        self,
        *,
        isolation: Isolation | None = None,
        read_only: bool = False,
        deferrable: bool = False,
    ) -> AsyncIterator[AsyncTransaction]:
        """Give a transaction: committed when the block ends, rolled back when it raises.

        Raises DatabaseError where the server refuses the commit.
        """
        characteristics = _characteristics(isolation, read_only, deferrable)
        async with self._use() as connection:
            try:
                async with connection.transaction():
                    if characteristics:
                        await connection.execute(characteristics)
                    tx = AsyncTransaction(connection)
                    try:
                        yield tx
                    finally:
                        tx.end()
            except psycopg.Error as error:
                raise refusal(error) from error

    async def in_transaction(
        self,
        work: Callable[[AsyncTransaction], Awaitable[T]],
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
                async with self.transaction(isolation=isolation) as tx:
                    return await work(tx)
            except (SerializationFailure, DeadlockDetected):
                if attempt == retries:
                    raise
            await sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.01 * 2**attempt)))  # noqa: S311
        raise AssertionError("the last attempt returns or raises")

    @asynccontextmanager
    async def stream(self, statement: Fetch, *, size: int) -> AsyncIterator[AsyncIterator[Any]]:
        """Give the rows of a statement one by one, ``size`` fetched at a time."""
        found = compiled(statement.node)
        values = arguments(found, statement.values)
        async with self._use() as connection:
            try:
                async with connection.transaction():
                    opened: Any = AsyncRawServerCursor(connection, "fluentorm")
                    async with opened as cursor:
                        cursor.itersize = size
                        if statement.make is not None:
                            cursor.row_factory = row_maker(statement.make)
                        await cursor.execute(found.encoded, values, binary=found.binary)
                        yield aiter(cursor)
            except psycopg.Error as error:
                raise refusal(error, found.sql) from error


class AsyncDatabase(_AsyncRunner):
    """A database, reached through a connection or a pool of psycopg's.

    Each statement is a transaction of its own unless it runs in ``transaction()``. That is so with
    connections in autocommit mode, which ``open()`` makes; one of yours in the other mode leaves
    the commit to you.
    """

    def __init__(self, source: AsyncConnection[Any] | AsyncConnectionPool[Any]) -> None:
        self._only = source if isinstance(source, AsyncConnection) else None
        self._pool: Any = None if isinstance(source, AsyncConnection) else source

    @classmethod
    async def open(cls, url: str, *, min_size: int = 1, max_size: int = 10, **options: Any) -> Self:
        """Open a pool of connections; ``options`` are those of psycopg's pool.

        Raises ConfigError without the package psycopg_pool.
        """
        try:
            from psycopg_pool import AsyncConnectionPool
        except ImportError:
            raise ConfigError(
                "a pool needs the package psycopg_pool", hint="pip install 'fluentorm[pool]'"
            ) from None
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            url,
            min_size=min_size,
            max_size=max_size,
            open=False,
            kwargs={"autocommit": True, **options.pop("kwargs", {})},
            **options,
        )
        await pool.open()
        return cls(pool)

    @property
    def connection(self) -> AsyncConnection[Any]:
        """The connection that it was made with; a pool has none. Raises QueryError."""
        if self._only is None:
            raise QueryError("a database behind a pool has no connection of its own")
        return self._only

    async def close(self) -> None:
        """Close the connection or the pool."""
        source: Any = self._only or self._pool
        await source.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result; an atomic one in a transaction of its own."""
        if atomic:
            async with self.transaction() as tx:
                return await tx.run(program)
        if self._only is not None:
            return await _drive(self._only, program)
        async with self._use() as connection:
            return await _drive(connection, program)

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[AsyncConnection[Any]]:
        if self._only is not None:
            yield self._only
            return
        try:
            async with self._pool.connection() as connection:
                yield connection
        except psycopg.Error as error:  # the pool is exhausted, or its commit was refused
            raise refusal(error) from error


class AsyncTransaction(_AsyncRunner):
    """A transaction, or a savepoint in one; it ends with its block."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection: AsyncConnection[Any] | None = connection

    @property
    def connection(self) -> AsyncConnection[Any]:
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

    async def run(self, program: Program[T], *, atomic: bool = False) -> T:
        """Run a program and return its result."""
        return await _drive(self.connection, program)

    @asynccontextmanager
    async def transaction(
        self,
        *,
        isolation: Isolation | None = None,
        read_only: bool = False,
        deferrable: bool = False,
    ) -> AsyncIterator[AsyncTransaction]:
        """Give a savepoint: what is done in the block is taken back when it raises."""
        if isolation or read_only or deferrable:
            raise QueryError("a transaction within another is a savepoint, and is as that one is")
        async with super().transaction() as tx:
            yield tx

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[AsyncConnection[Any]]:
        yield self.connection


async def _drive(connection: AsyncConnection[Any], program: Program[T]) -> T:
    """Run the steps of a program until it returns."""
    try:
        step = next(program)
        while True:
            step = program.send(await _perform(connection, step))
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        program.close()


async def _perform(connection: AsyncConnection[Any], step: Step) -> Any:
    found = compiled(step.node)
    if isinstance(step, Copy):
        return await _copy(connection, step, found)
    try:
        values = arguments(found, step.values)
        cursor: Any = AsyncRawCursor(connection)
        if type(step) is not Fetch:
            await cursor.execute(found.encoded, values)
            return cursor.rowcount
        if step.make is not None:
            cursor.row_factory = row_maker(step.make)
        await cursor.execute(found.encoded, values, binary=found.binary)
    except NOT_SENT as error:
        raise refusal(error, found.sql) from error
    try:
        return await cursor.fetchall()
    except psycopg.Error as error:  # a value that Python has no room for
        raise refusal(error, found.sql) from error


async def _copy(connection: AsyncConnection[Any], step: Copy, found: Compiled) -> int:
    try:
        async with connection.cursor() as cursor:
            async with cursor.copy(found.encoded) as copy:
                text = CopyText(connection, found)
                for columns in step.parts:
                    await copy.write(text.of(columns))
            return cursor.rowcount
    except psycopg.Error as error:
        raise refusal(error, found.sql) from error


async def _execute(connection: AsyncConnection[Any], sql: str, params: Sequence[object]) -> Any:
    try:
        cursor = connection.cursor(row_factory=dict_row)
        return await cursor.execute(sql.encode(), params or None)
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
