"""What every query offers once it is written: to be run, and to be part of another query."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from fluentorm.errors import MultipleRows, NotFound, QueryError
from fluentorm.query.column import output_name
from fluentorm.query.making import scalars
from fluentorm.query.nodes import (
    Compound,
    Exists,
    Explain,
    Node,
    Output,
    Param,
    SelectNode,
    Values,
)
from fluentorm.query.program import (
    AnyExecutor,
    Async,
    AsyncExecutor,
    Executor,
    Fetch,
    Program,
    as_executor,
    run_on,
)
from fluentorm.query.sources import Cte, Derived, cte, subquery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from fluentorm.query.expression import Expression, Read
    from fluentorm.query.program import Make

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)


class Query(ABC, Generic[RowT_co]):
    """A query with rows of one type; immutable, so that it can be kept, shared and built upon."""

    __slots__ = ()

    @property
    def is_split(self) -> bool:
        """Whether it takes several statements that belong together."""
        return False

    @abstractmethod
    def build(self) -> tuple[Node, Values]:
        """Return the query's shape and its values."""

    @abstractmethod
    def maker(self) -> Make | None:
        """Return what makes a row of the server's values, None for tuples of them."""

    @abstractmethod
    def outputs(self) -> tuple[Expression[Any, Any], ...]:
        """Return the columns of the result."""

    def named_outputs(self) -> list[tuple[str, Expression[Any, Any]]]:
        """Return the columns of the result, each with its name."""
        return [(output_name(item), item) for item in self.outputs()]

    def only_output(self) -> Expression[Any, Any]:
        """Return the only column of the result; QueryError where there are more."""
        outputs = self.outputs()
        if len(outputs) != 1:
            raise QueryError(
                f"a query of one column is needed here, this one has {len(outputs)}",
                hint="select(Model.column)",
            )
        return outputs[0]

    def only_read(self) -> Read | None:
        """Return what makes the only value of what the driver loads."""
        return self.only_output().read

    # --- as a part of another query ---------------------------------------------------------

    def subquery(self, name: str, *, lateral: bool = False) -> Derived:
        """Return this as something to select from, or to join."""
        return subquery(self, name, lateral=lateral)

    def cte(self, name: str, *, materialized: bool | None = None) -> Cte:
        """Return this as something to select from that stands in WITH."""
        return cte(self, name, materialized=materialized)

    # --- running ----------------------------------------------------------------------------

    @overload
    def fetch(self, db: Executor) -> list[RowT_co]: ...
    @overload
    def fetch(self, db: AsyncExecutor) -> Async[list[RowT_co]]: ...
    def fetch(self, db: AnyExecutor) -> Any:
        """Return all rows."""
        return run_on(db, self._fetching(), atomic=self.is_split)

    @overload
    def first(self, db: Executor) -> RowT_co | None: ...
    @overload
    def first(self, db: AsyncExecutor) -> Async[RowT_co | None]: ...
    def first(self, db: AnyExecutor) -> Any:
        """Return the first row, None where there is none."""
        return run_on(db, _first(self._limited(1)._fetching()))

    @overload
    def one(self, db: Executor) -> RowT_co: ...
    @overload
    def one(self, db: AsyncExecutor) -> Async[RowT_co]: ...
    def one(self, db: AnyExecutor) -> Any:
        """Return the only row; raises NotFound without one, MultipleRows with several."""
        return run_on(db, _one(self._limited(2)._fetching()))

    @overload
    def exists(self, db: Executor) -> bool: ...
    @overload
    def exists(self, db: AsyncExecutor) -> Async[bool]: ...
    def exists(self, db: AnyExecutor) -> Any:
        """Say whether there is a row."""
        return run_on(db, self._existing())

    @overload
    def explain(self, db: Executor, *, analyze: bool = False) -> str: ...
    @overload
    def explain(self, db: AsyncExecutor, *, analyze: bool = False) -> Async[str]: ...
    def explain(self, db: AnyExecutor, *, analyze: bool = False) -> Any:
        """Return the server's plan; ``analyze`` also runs the query."""
        return run_on(db, self._explaining(analyze=analyze))

    @overload
    def stream(
        self, db: Executor, *, size: int = 1000
    ) -> AbstractContextManager[Iterator[RowT_co]]: ...
    @overload
    def stream(
        self, db: AsyncExecutor, *, size: int = 1000
    ) -> AbstractAsyncContextManager[AsyncIterator[RowT_co]]: ...
    def stream(self, db: AnyExecutor, *, size: int = 1000) -> Any:
        """Return a context manager that gives the rows one by one, ``size`` fetched at a time.

        For results larger than memory: the server holds them in a cursor.
        """
        if whole(size, "size of a stream") == 0:
            raise QueryError("a stream needs a size of 1 at least")
        return as_executor(db).stream(self.streamed(), size=size)

    def streamed(self) -> Fetch:
        """Return what a stream runs."""
        return self.statement()

    def _limited(self, _count: int) -> Query[RowT_co]:
        """Return this with no more rows than needed, where that can be said."""
        return self

    def statement(self) -> Fetch:
        """Return what an executor runs."""
        node, values = self.build()
        return Fetch(node, values, self.maker())

    def _fetching(self) -> Program[list[RowT_co]]:
        return (yield self.statement())  # type: ignore[no-any-return]

    def existence(self) -> tuple[Node, Values]:
        """Return what EXISTS looks at."""
        return self.build()

    def _existing(self) -> Program[bool]:
        node, values = self.existence()
        rows = yield Fetch(_selecting(Exists(node), "boolean"), values, scalars(None))
        return rows[0]  # type: ignore[no-any-return]

    def _explaining(self, *, analyze: bool) -> Program[str]:
        node, values = self.build()
        rows = yield Fetch(Explain(node, analyze), values, scalars(None))
        return "\n".join(rows)


class Combined(Query[RowT_co]):
    """UNION, INTERSECT or EXCEPT of two queries; ordered by the names of its columns."""

    __slots__ = ("_first", "_limit", "_node", "_offset", "_order", "_values")

    def __init__(self, operator: str, first: Query[RowT_co], second: Query[Any]) -> None:
        counts = len(first.outputs()), len(second.outputs())
        if counts[0] != counts[1]:
            raise QueryError(
                f"two queries of {counts[0]} and {counts[1]} columns cannot be combined"
            )
        left, left_values = first.build()
        right, right_values = second.build()
        self._first = first
        self._node = Compound(operator, left, right)
        self._values = (*left_values, *right_values)
        self._limit: tuple[object, ...] = ()
        self._offset: tuple[object, ...] = ()

    def union(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Add the rows of another query; without ``all_rows`` each row is there once."""
        return Combined("UNION ALL" if all_rows else "UNION", self, other)

    def intersect(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Keep the rows that another query has as well."""
        return Combined("INTERSECT ALL" if all_rows else "INTERSECT", self, other)

    def except_(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Leave out the rows that another query has."""
        return Combined("EXCEPT ALL" if all_rows else "EXCEPT", self, other)

    def order_by(self, *keys: Any) -> Combined[RowT_co]:
        """Order by columns of the result: of the first query, or their labels."""
        from fluentorm.query.expression import ordering
        from fluentorm.query.nodes import OutputName

        names = self.named_outputs()
        order = list(self._node.order)
        for key in map(ordering, keys):
            name = next((n for n, e in names if e.node == key.expression.node), None)
            if name is None:
                raise QueryError(
                    f"the combined queries have no column for {key.expression.describe()}",
                    hint="order by a column of the first one",
                )
            order.append(key.node._replace(operand=OutputName(name)))
        return self._changed(order=tuple(order))

    def limit(self, count: int) -> Combined[RowT_co]:
        """Return no more rows than this."""
        changed = self._changed(limit=Param())
        changed._limit = (whole(count, "limit"),)
        return changed

    def offset(self, count: int) -> Combined[RowT_co]:
        """Leave out this many rows at the beginning."""
        changed = self._changed(offset=Param())
        changed._offset = (whole(count, "offset"),)
        return changed

    def build(self) -> tuple[Node, Values]:
        """Return the query's shape and its values."""
        return self._node, (*self._values, *self._limit, *self._offset)

    def maker(self) -> Make | None:
        """Return what makes a row."""
        return self._first.maker()

    def outputs(self) -> tuple[Expression[Any, Any], ...]:
        """Return the columns of the result."""
        return self._first.outputs()

    def _limited(self, count: int) -> Query[RowT_co]:
        return self if self._limit else self.limit(count)

    def _changed(self, **changes: Any) -> Combined[RowT_co]:
        new = object.__new__(Combined)
        new._first, new._values = self._first, self._values
        new._limit, new._offset = self._limit, self._offset
        new._node = self._node._replace(**changes)
        return new


def whole(value: object, what: str) -> int:
    """Return a count; QueryError where it is none."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise QueryError(f"{what} takes a whole number from 0, not {value!r}")
    return value


def _selecting(node: Node, pg_type: str) -> SelectNode:
    return SelectNode((Output(node, "", pg_type),), None)


def _first(program: Program[list[Any]]) -> Program[Any]:
    rows = yield from program
    return rows[0] if rows else None


def _one(program: Program[list[RowT]]) -> Program[RowT]:
    rows = yield from program
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise MultipleRows("the query found more than one row", hint="narrow it, or use first()")
    raise NotFound("the query found no row", hint="first() gives None instead")
