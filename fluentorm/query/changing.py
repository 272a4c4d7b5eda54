"""What a SELECT offers for changing the rows that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from fluentorm.errors import QueryError
from fluentorm.query.program import AnyExecutor, Async, AsyncExecutor, Executor, run_on
from fluentorm.query.totals import Totals

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.column import Assignment
    from fluentorm.query.inputs import Input
    from fluentorm.query.selecting import Select
    from fluentorm.query.writing import Delete, Update

RowT_co = TypeVar("RowT_co", covariant=True)


class Changes(Totals[RowT_co]):
    """Updates and deletes by query; without a condition they are refused."""

    __slots__ = ()

    def all_rows(self) -> Self:
        """Mean every row: without this, a change needs a condition."""
        query = self._select()._copy()
        query._all = True
        return query  # type: ignore[return-value]

    def as_update(self, *changes: Assignment | Input) -> Update[RowT_co]:
        """Return the update of the found rows as a query, for ``returning`` or a CTE."""
        from fluentorm.query.writing import Update

        return Update(self._select(), changes)

    def as_delete(self) -> Delete[RowT_co]:
        """Return the deletion of the found rows as a query, for ``returning`` or a CTE."""
        from fluentorm.query.writing import Delete

        return Delete(self._select())

    @overload
    def update(self, db: Executor, *changes: Assignment | Input) -> int: ...
    @overload
    def update(self, db: AsyncExecutor, *changes: Assignment | Input) -> Async[int]: ...
    def update(self, db: AnyExecutor, *changes: Assignment | Input) -> Any:
        """Update the found rows and return how many there were."""
        return run_on(db, self.as_update(*changes).executing())

    @overload
    def update_returning(self, db: Executor, *changes: Assignment | Input) -> list[RowT_co]: ...
    @overload
    def update_returning(
        self, db: AsyncExecutor, *changes: Assignment | Input
    ) -> Async[list[RowT_co]]: ...
    def update_returning(self, db: AnyExecutor, *changes: Assignment | Input) -> Any:
        """Update the found rows and return them as they are then."""
        return self.as_update(*changes).fetch(db)

    @overload
    def delete(self, db: Executor) -> int: ...
    @overload
    def delete(self, db: AsyncExecutor) -> Async[int]: ...
    def delete(self, db: AnyExecutor) -> Any:
        """Delete the found rows for good and return how many there were."""
        return run_on(db, self.as_delete().executing())

    @overload
    def delete_returning(self, db: Executor) -> list[RowT_co]: ...
    @overload
    def delete_returning(self, db: AsyncExecutor) -> Async[list[RowT_co]]: ...
    def delete_returning(self, db: AnyExecutor) -> Any:
        """Delete the found rows for good and return them."""
        return self.as_delete().fetch(db)

    @overload
    def soft_delete(self, db: Executor) -> int: ...
    @overload
    def soft_delete(self, db: AsyncExecutor) -> Async[int]: ...
    def soft_delete(self, db: AnyExecutor) -> Any:
        """Mark the found rows as deleted and return how many there were."""
        from fluentorm.query.writing import moment

        query = self._select()
        return query.update(db, moment(_mark(query)))

    @overload
    def restore(self, db: Executor) -> int: ...
    @overload
    def restore(self, db: AsyncExecutor) -> Async[int]: ...
    def restore(self, db: AnyExecutor) -> Any:
        """Take back the marks of found rows that were softly deleted; return how many."""
        query = self._select()
        return query.only_deleted().update(db, _mark(query).to(None))


def _mark(query: Select[Any]) -> Any:
    from fluentorm.query.table import Table

    table = query._source
    if not isinstance(table, Table) or table.soft_delete is None:
        raise QueryError("these rows cannot be softly deleted: there is no deleted_at")
    return table.column(table.soft_delete.name)
