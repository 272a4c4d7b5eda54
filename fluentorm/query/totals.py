"""Numbers about the rows of a query: about those that ``fetch`` would return, no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from fluentorm.errors import QueryError
from fluentorm.query.expression import Expression
from fluentorm.query.functions import avg, count, max_, min_, sum_
from fluentorm.query.program import AnyExecutor, Async, AsyncExecutor, Executor, Program, run_on
from fluentorm.query.result import Query
from fluentorm.query.sources import unnamed

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from fluentorm.query.expression import Selected
    from fluentorm.query.selecting import Select

RowT_co = TypeVar("RowT_co", covariant=True)
V = TypeVar("V")
R = TypeVar("R")


class Totals(Query[RowT_co]):
    """What SELECT offers beside rows."""

    __slots__ = ()

    @overload
    def count(self, db: Executor) -> int: ...
    @overload
    def count(self, db: AsyncExecutor) -> Async[int]: ...
    def count(self, db: AnyExecutor) -> Any:
        """Return the number of rows."""
        return run_on(db, _only(self._counting()))

    @overload
    def pluck(self, db: Executor, column: Selected[R]) -> list[R]: ...
    @overload
    def pluck(self, db: AsyncExecutor, column: Selected[R]) -> Async[list[R]]: ...
    def pluck(self, db: AnyExecutor, column: Selected[Any]) -> Any:
        """Return one column of all rows."""
        return self._select().without_related().select(column).scalars().fetch(db)

    @overload
    def scalar(self: Query[tuple[R]], db: Executor) -> R | None: ...
    @overload
    def scalar(self: Query[tuple[R]], db: AsyncExecutor) -> Async[R | None]: ...
    def scalar(self: Any, db: AnyExecutor) -> Any:
        """Return the only column of the first row, None where there is none."""
        return self._select().scalars().first(db)

    @overload
    def sum(self, db: Executor, column: Expression[V, Any]) -> V | None: ...
    @overload
    def sum(self, db: AsyncExecutor, column: Expression[V, Any]) -> Async[V | None]: ...
    def sum(self, db: AnyExecutor, column: Expression[Any, Any]) -> Any:
        """Return the sum of a column in its own type, None without rows."""
        return run_on(db, _only(self._total(sum_, column)))

    @overload
    def avg(self, db: Executor, column: Expression[float, Any]) -> float | None: ...
    @overload
    def avg(
        self, db: Executor, column: Expression[int, Any] | Expression[Decimal, Any]
    ) -> Decimal | None: ...
    @overload
    def avg(self, db: Executor, column: Expression[V, Any]) -> V | None: ...
    @overload
    def avg(self, db: AsyncExecutor, column: Expression[float, Any]) -> Async[float | None]: ...
    @overload
    def avg(
        self, db: AsyncExecutor, column: Expression[int, Any] | Expression[Decimal, Any]
    ) -> Async[Decimal | None]: ...
    @overload
    def avg(self, db: AsyncExecutor, column: Expression[V, Any]) -> Async[V | None]: ...
    def avg(self, db: AnyExecutor, column: Expression[Any, Any]) -> Any:
        """Return the average: a Decimal for whole and exact numbers, a float for floats."""
        return run_on(db, _only(self._total(avg, column)))

    @overload
    def min(self, db: Executor, column: Expression[V, Any]) -> V | None: ...
    @overload
    def min(self, db: AsyncExecutor, column: Expression[V, Any]) -> Async[V | None]: ...
    def min(self, db: AnyExecutor, column: Expression[Any, Any]) -> Any:
        """Return the smallest value of a column, None without rows."""
        return run_on(db, _only(self._total(min_, column)))

    @overload
    def max(self, db: Executor, column: Expression[V, Any]) -> V | None: ...
    @overload
    def max(self, db: AsyncExecutor, column: Expression[V, Any]) -> Async[V | None]: ...
    def max(self, db: AnyExecutor, column: Expression[Any, Any]) -> Any:
        """Return the largest value of a column, None without rows."""
        return run_on(db, _only(self._total(max_, column)))

    def _select(self) -> Select[Any]:
        """Return this as what it is: SELECT alone is made of these parts."""
        return cast("Select[Any]", self)

    def _counting(self) -> Select[Any]:
        from fluentorm.query.functions import raw
        from fluentorm.query.selecting import Select

        query = self._select().bare()
        if not query.is_cut():
            return query.select(count()).scalars()
        if not query._distinct and not query._group:
            query = query.select(raw("1"))
        return Select(unnamed(query, "counted")).select(count()).scalars()

    def _total(
        self, aggregate: Callable[[Any], Expression[Any, Any]], column: Expression[Any, Any]
    ) -> Select[Any]:
        from fluentorm.query.selecting import Select

        if not isinstance(column, Expression):
            raise QueryError(f"{column!r} is no column or expression")
        query = self._select().bare()
        if not query.is_cut():
            return query.select(aggregate(column)).scalars()
        inner = query.select(column.label("value")).subquery("totalled")
        return Select(inner).select(aggregate(inner.named("value"))).scalars()


def _only(query: Select[Any]) -> Program[Any]:
    rows = yield from query._fetching()
    return rows[0]
