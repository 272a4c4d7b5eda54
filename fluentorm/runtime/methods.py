"""What every model can do with a database.

``db`` is a ``Database``, an ``AsyncDatabase`` or a transaction of one; with an asynchronous one
each call returns something to await.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, overload

from fluentorm.errors import QueryError
from fluentorm.query.inputs import Input
from fluentorm.query.program import AnyExecutor, Async, AsyncExecutor, Executor, run_on
from fluentorm.runtime.metaclass import ModelMeta

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.column import Column
    from fluentorm.query.insert import Insert
    from fluentorm.query.relation import Related
    from fluentorm.query.result import Query
    from fluentorm.query.selecting import Select
    from fluentorm.query.table import Table

JsonT_co = TypeVar("JsonT_co", covariant=True)
SafeT_co = TypeVar("SafeT_co", covariant=True)
CreateT = TypeVar("CreateT", bound=Input)
UpdateT = TypeVar("UpdateT", bound=Input)
IdT = TypeVar("IdT")
# What tells which row is there already: a unique column, several of them, or a constraint's name.
On: TypeAlias = "Column[Any, Any] | Sequence[Column[Any, Any]] | str | None"


class Methods(Generic[JsonT_co, SafeT_co, CreateT, UpdateT, IdT], metaclass=ModelMeta):
    """The methods of models."""

    __slots__ = ()

    # --- finding ----------------------------------------------------------------------------

    @classmethod
    def query(cls) -> Select[Self]:
        """Begin a query of the table's rows."""
        from fluentorm.query.selecting import Select

        return Select(_table(cls))

    @overload
    @classmethod
    def find_by_id(
        cls, db: Executor, key: IdT, *, include_deleted: bool = False
    ) -> Self | None: ...
    @overload
    @classmethod
    def find_by_id(
        cls, db: AsyncExecutor, key: IdT, *, include_deleted: bool = False
    ) -> Async[Self | None]: ...
    @classmethod
    def find_by_id(cls, db: AnyExecutor, key: Any, *, include_deleted: bool = False) -> Any:
        """Return the row with a primary key, None where there is none."""
        return run_on(db, _programs().find(_table(cls), key, include_deleted))

    @overload
    @classmethod
    def get_by_id(cls, db: Executor, key: IdT, *, include_deleted: bool = False) -> Self: ...
    @overload
    @classmethod
    def get_by_id(
        cls, db: AsyncExecutor, key: IdT, *, include_deleted: bool = False
    ) -> Async[Self]: ...
    @classmethod
    def get_by_id(cls, db: AnyExecutor, key: Any, *, include_deleted: bool = False) -> Any:
        """Return the row with a primary key; raises NotFound where there is none."""
        return run_on(db, _programs().get(_table(cls), key, include_deleted))

    @overload
    @classmethod
    def find_all(cls, db: Executor, *, include_deleted: bool = False) -> list[Self]: ...
    @overload
    @classmethod
    def find_all(cls, db: AsyncExecutor, *, include_deleted: bool = False) -> Async[list[Self]]: ...
    @classmethod
    def find_all(cls, db: AnyExecutor, *, include_deleted: bool = False) -> Any:
        """Return all rows."""
        query = cls.query()
        return (query.with_deleted() if include_deleted else query).fetch(db)

    @overload
    @classmethod
    def count(cls, db: Executor, *, include_deleted: bool = False) -> int: ...
    @overload
    @classmethod
    def count(cls, db: AsyncExecutor, *, include_deleted: bool = False) -> Async[int]: ...
    @classmethod
    def count(cls, db: AnyExecutor, *, include_deleted: bool = False) -> Any:
        """Return the number of rows."""
        query = cls.query()
        return (query.with_deleted() if include_deleted else query).count(db)

    # --- inserting --------------------------------------------------------------------------

    @overload
    @classmethod
    def insert(cls, db: Executor, data: CreateT) -> IdT: ...
    @overload
    @classmethod
    def insert(cls, db: AsyncExecutor, data: CreateT) -> Async[IdT]: ...
    @classmethod
    def insert(cls, db: AnyExecutor, data: Any) -> Any:
        """Insert a row and return its primary key."""
        return run_on(db, _programs().insert_one(_table(cls), data, key_only=True))

    @overload
    @classmethod
    def insert_and_return(cls, db: Executor, data: CreateT) -> Self: ...
    @overload
    @classmethod
    def insert_and_return(cls, db: AsyncExecutor, data: CreateT) -> Async[Self]: ...
    @classmethod
    def insert_and_return(cls, db: AnyExecutor, data: Any) -> Any:
        """Insert a row and return it as the server has it."""
        return run_on(db, _programs().insert_one(_table(cls), data, key_only=False))

    @overload
    @classmethod
    def insert_many(cls, db: Executor, data: Iterable[CreateT]) -> list[IdT]: ...
    @overload
    @classmethod
    def insert_many(cls, db: AsyncExecutor, data: Iterable[CreateT]) -> Async[list[IdT]]: ...
    @classmethod
    def insert_many(cls, db: AnyExecutor, data: Iterable[Any]) -> Any:
        """Insert rows, all or none, and return their primary keys in the same order."""
        query = _programs().keys_of(_table(cls), cls.insert_query(*data))
        return query.fetch(db)

    @overload
    @classmethod
    def insert_many_and_return(cls, db: Executor, data: Iterable[CreateT]) -> list[Self]: ...
    @overload
    @classmethod
    def insert_many_and_return(
        cls, db: AsyncExecutor, data: Iterable[CreateT]
    ) -> Async[list[Self]]: ...
    @classmethod
    def insert_many_and_return(cls, db: AnyExecutor, data: Iterable[Any]) -> Any:
        """Insert rows, all or none, and return them as the server has them."""
        return cls.insert_query(*data).fetch(db)

    @classmethod
    def insert_query(cls, *data: CreateT) -> Insert[Self]:
        """Return an insert as a query, for conflicts, ``returning`` or a CTE."""
        from fluentorm.query.insert import Insert

        return Insert(_table(cls), data)

    @classmethod
    def insert_from(cls, columns: Sequence[Column[Any, Any]], query: Query[Any]) -> Insert[Self]:
        """Return the insert of a query's rows into some columns."""
        from fluentorm.query.insert import Insert

        return Insert.of_query(_table(cls), columns, query)

    @overload
    @classmethod
    def copy_in(cls, db: Executor, data: Iterable[CreateT]) -> int: ...
    @overload
    @classmethod
    def copy_in(cls, db: AsyncExecutor, data: Iterable[CreateT]) -> Async[int]: ...
    @classmethod
    def copy_in(cls, db: AnyExecutor, data: Iterable[Any]) -> Any:
        """Insert any number of rows by COPY, one after the other, and return how many.

        All must be given the same columns.
        """
        return run_on(db, _programs().copy_in(_table(cls), data))

    @overload
    @classmethod
    def upsert(
        cls,
        db: Executor,
        data: CreateT,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> IdT: ...
    @overload
    @classmethod
    def upsert(
        cls,
        db: AsyncExecutor,
        data: CreateT,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> Async[IdT]: ...
    @classmethod
    def upsert(
        cls,
        db: AnyExecutor,
        data: Any,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> Any:
        """Insert a row, or update the one that is there already; return its primary key.

        ``on`` tells which is meant: a unique column, several of them, or a constraint's name; by
        default the only unique key that the input has. ``update`` are the columns to update, by
        default all that are given.
        """
        programs = _programs()
        query = programs.upsert(_table(cls), data, on, update)
        return run_on(db, programs.only(programs.keys_of(_table(cls), query)))

    @overload
    @classmethod
    def upsert_and_return(
        cls,
        db: Executor,
        data: CreateT,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> Self: ...
    @overload
    @classmethod
    def upsert_and_return(
        cls,
        db: AsyncExecutor,
        data: CreateT,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> Async[Self]: ...
    @classmethod
    def upsert_and_return(
        cls,
        db: AnyExecutor,
        data: Any,
        *,
        on: On = None,
        update: Sequence[Column[Any, Any]] | None = None,
    ) -> Any:
        """Insert a row, or update the one that is there already; return it. See ``upsert``."""
        programs = _programs()
        return run_on(db, programs.only(programs.upsert(_table(cls), data, on, update)))

    # --- updating and deleting --------------------------------------------------------------

    @overload
    @classmethod
    def update(cls, db: Executor, key: IdT, data: UpdateT) -> None: ...
    @overload
    @classmethod
    def update(cls, db: AsyncExecutor, key: IdT, data: UpdateT) -> Async[None]: ...
    @classmethod
    def update(cls, db: AnyExecutor, key: Any, data: Any) -> Any:
        """Change what is given of a row; raises NotFound where there is none."""
        return run_on(db, _programs().update(_table(cls), key, data, returning=False))

    @overload
    @classmethod
    def update_and_return(cls, db: Executor, key: IdT, data: UpdateT) -> Self: ...
    @overload
    @classmethod
    def update_and_return(cls, db: AsyncExecutor, key: IdT, data: UpdateT) -> Async[Self]: ...
    @classmethod
    def update_and_return(cls, db: AnyExecutor, key: Any, data: Any) -> Any:
        """Change what is given of a row and return it; raises NotFound where there is none."""
        return run_on(db, _programs().update(_table(cls), key, data, returning=True))

    @overload
    @classmethod
    def soft_delete(cls, db: Executor, key: IdT) -> None: ...
    @overload
    @classmethod
    def soft_delete(cls, db: AsyncExecutor, key: IdT) -> Async[None]: ...
    @classmethod
    def soft_delete(cls, db: AnyExecutor, key: Any) -> Any:
        """Mark a row as deleted; raises NotFound where there is none that is not."""
        return run_on(db, _programs().mark(_table(cls), key, deleted=True))

    @overload
    @classmethod
    def restore(cls, db: Executor, key: IdT) -> None: ...
    @overload
    @classmethod
    def restore(cls, db: AsyncExecutor, key: IdT) -> Async[None]: ...
    @classmethod
    def restore(cls, db: AnyExecutor, key: Any) -> Any:
        """Take back that a row is marked as deleted; raises NotFound where there is none."""
        return run_on(db, _programs().mark(_table(cls), key, deleted=False))

    @overload
    @classmethod
    def hard_delete(cls, db: Executor, key: IdT) -> None: ...
    @overload
    @classmethod
    def hard_delete(cls, db: AsyncExecutor, key: IdT) -> Async[None]: ...
    @classmethod
    def hard_delete(cls, db: AnyExecutor, key: Any) -> Any:
        """Delete a row for good, marked or not; raises NotFound where there is none."""
        return run_on(db, _programs().hard_delete(_table(cls), key))

    @overload
    @classmethod
    def truncate(cls, db: Executor, *, cascade: bool = False) -> None: ...
    @overload
    @classmethod
    def truncate(cls, db: AsyncExecutor, *, cascade: bool = False) -> Async[None]: ...
    @classmethod
    def truncate(cls, db: AnyExecutor, *, cascade: bool = False) -> Any:
        """Empty the table, and begin its identities anew.

        With ``cascade`` also all tables that refer to it; without, these are in the way.
        """
        return run_on(db, _programs().truncate(_table(cls), cascade=cascade))

    @overload
    @classmethod
    def table_exists(cls, db: Executor) -> bool: ...
    @overload
    @classmethod
    def table_exists(cls, db: AsyncExecutor) -> Async[bool]: ...
    @classmethod
    def table_exists(cls, db: AnyExecutor) -> Any:
        """Say whether the database has the table."""
        return run_on(db, _programs().table_exists(_table(cls)))

    # --- related rows -----------------------------------------------------------------------

    @overload
    @classmethod
    def load(cls, db: Executor, rows: Sequence[Self], *relations: Related[Any]) -> None: ...
    @overload
    @classmethod
    def load(
        cls, db: AsyncExecutor, rows: Sequence[Self], *relations: Related[Any]
    ) -> Async[None]: ...
    @classmethod
    def load(cls, db: AnyExecutor, rows: Sequence[Any], *relations: Related[Any]) -> Any:
        """Load relations of rows that are there already, by one query for each."""
        from fluentorm.query.loading import load_all
        from fluentorm.query.relation import require_relations

        require_relations(relations, _table(cls))
        for row in rows:
            if not isinstance(row, cls):
                raise QueryError(f"{cls.__name__}.load() takes rows of its own, not {row!r}")
        return run_on(db, load_all(rows, relations))


def _table(model: Any) -> Table:
    return model.__fluent__  # type: ignore[no-any-return]


@cache
def _programs() -> Any:
    """Return the module that runs these, which is imported when the first of them is."""
    from fluentorm.query import records

    return records
