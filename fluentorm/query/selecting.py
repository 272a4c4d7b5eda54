"""SELECT, written step by step; each step returns a new query and leaves the old one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from fluentorm.errors import QueryError
from fluentorm.query.changing import Changes
from fluentorm.query.column import output_name
from fluentorm.query.expression import (
    Condition,
    Expression,
    Label,
    Ordering,
    Selected,
    all_of,
    any_of,
    collect,
    nodes,
    ordering,
)
from fluentorm.query.keyset import after
from fluentorm.query.making import dicts, objects, scalars, tuples
from fluentorm.query.nodes import (
    Join,
    Lock,
    Node,
    Output,
    OutputName,
    Param,
    Raw,
    SelectNode,
    Values,
)
from fluentorm.query.program import Fetch, Program
from fluentorm.query.result import Combined, Query, whole
from fluentorm.query.sources import Derived, source_node, source_of, source_values
from fluentorm.query.table import Table

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.program import Make
    from fluentorm.query.relation import Related

RowT_co = TypeVar("RowT_co", covariant=True)
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")
G = TypeVar("G")
H = TypeVar("H")
Sel = Selected
_LIMIT = Param("bigint")
_ONE: Expression[int, int] = Expression(Raw(("1",), ()))


class Select(Changes[RowT_co]):
    """A SELECT from a model, or from any other source."""

    __slots__ = (
        "_all",
        "_built",
        "_deleted",
        "_distinct",
        "_distinct_on",
        "_group",
        "_having",
        "_joins",
        "_limit",
        "_lock",
        "_maker",
        "_offset",
        "_order",
        "_outputs",
        "_source",
        "_where",
        "included",
    )

    def __init__(self, source: Table | Derived | None = None) -> None:
        self._source = source
        self._outputs: tuple[Expression[Any, Any], ...] | None = None
        self._maker: Any = source.make if isinstance(source, Table) else None
        self._joins: tuple[tuple[str, Table | Derived, Condition | None], ...] = ()
        self._where: Condition | None = None
        self._group: tuple[Expression[Any, Any], ...] = ()
        self._having: Condition | None = None
        self._order: tuple[Ordering, ...] = ()
        self._limit: int | None = None
        self._offset: int | None = None
        self._distinct = False
        self._distinct_on: tuple[Expression[Any, Any], ...] = ()
        self._lock: Lock | None = None
        self._deleted = "hide"
        self.included: tuple[Related[Any], ...] = ()
        self._all = False
        self._built: tuple[Node, Values] | None = None

    def _copy(self) -> Self:
        new = object.__new__(type(self))
        new._source = self._source
        new._outputs = self._outputs
        new._maker = self._maker
        new._joins = self._joins
        new._where = self._where
        new._group = self._group
        new._having = self._having
        new._order = self._order
        new._limit = self._limit
        new._offset = self._offset
        new._distinct = self._distinct
        new._distinct_on = self._distinct_on
        new._lock = self._lock
        new._deleted = self._deleted
        new.included = self.included
        new._all = self._all
        new._built = None
        return new

    # --- what is selected -------------------------------------------------------------------

    @overload
    def select(self, a: Sel[A], /) -> Select[tuple[A]]: ...
    @overload
    def select(self, a: Sel[A], b: Sel[B], /) -> Select[tuple[A, B]]: ...
    @overload
    def select(self, a: Sel[A], b: Sel[B], c: Sel[C], /) -> Select[tuple[A, B, C]]: ...
    @overload
    def select(
        self, a: Sel[A], b: Sel[B], c: Sel[C], d: Sel[D], /
    ) -> Select[tuple[A, B, C, D]]: ...
    @overload
    def select(
        self, a: Sel[A], b: Sel[B], c: Sel[C], d: Sel[D], e: Sel[E], /
    ) -> Select[tuple[A, B, C, D, E]]: ...
    @overload
    def select(
        self,
        a: Sel[A],
        b: Sel[B],
        c: Sel[C],
        d: Sel[D],
        e: Sel[E],
        f: Sel[F],
        /,
    ) -> Select[tuple[A, B, C, D, E, F]]: ...
    @overload
    def select(
        self,
        a: Sel[A],
        b: Sel[B],
        c: Sel[C],
        d: Sel[D],
        e: Sel[E],
        f: Sel[F],
        g: Sel[G],
        /,
    ) -> Select[tuple[A, B, C, D, E, F, G]]: ...
    @overload
    def select(
        self,
        a: Sel[A],
        b: Sel[B],
        c: Sel[C],
        d: Sel[D],
        e: Sel[E],
        f: Sel[F],
        g: Sel[G],
        h: Sel[H],
        /,
    ) -> Select[tuple[A, B, C, D, E, F, G, H]]: ...
    @overload
    def select(self, *columns: Sel[Any]) -> Select[tuple[Any, ...]]: ...
    def select(self, *columns: Sel[Any]) -> Any:
        """Return tuples of these columns and expressions instead of whole rows."""
        if not columns:
            raise QueryError("select() needs a column", hint="without select() rows are models")
        if self.included:
            raise QueryError("related rows can be included in models only")
        expressions = tuple(map(_expression, columns))
        new = self._copy()
        new._outputs = expressions
        new._maker = tuples([item.read for item in expressions])
        return new

    def values(self, *columns: Expression[Any, Any]) -> Select[dict[str, Any]]:
        """Return dicts by column name: of these columns, else of those that are selected."""
        return self._made(lambda names, reads: dicts(names, reads), columns)

    def as_(self, kind: type[T]) -> Select[T]:
        """Return values of a dataclass or a NamedTuple with the names of the columns.

        Raises QueryError where the columns do not fit it.
        """
        return self._made(lambda names, reads: objects(kind, names, reads), ())

    def scalars(self: Select[tuple[T]]) -> Select[T]:
        """Return the values of the only column instead of tuples of one."""
        new: Any = self._copy()
        new._maker = scalars(self.only_read())
        return new  # type: ignore[no-any-return]

    def distinct(self, *keys: Expression[Any, Any]) -> Self:
        """Leave out equal rows; with keys, all but the first row of each key (DISTINCT ON)."""
        new = self._copy()
        new._distinct = True
        new._distinct_on = keys
        return new

    # --- from where -------------------------------------------------------------------------

    def from_(self, source: Any) -> Self:
        """Take a model, an alias or a subquery as what is selected from."""
        new = self._copy()
        new._source = source_of(source)
        return new

    def join(self, target: Any, on: Expression[bool, Any] | None = None) -> Self:
        """Join a source; a relation such as ``Posts.author`` says itself how."""
        return self._join("JOIN", target, on)

    def left_join(self, target: Any, on: Expression[bool, Any] | None = None) -> Self:
        """Join a source, and keep rows that find nothing in it."""
        return self._join("LEFT JOIN", target, on)

    def right_join(self, target: Any, on: Expression[bool, Any] | None = None) -> Self:
        """Join a source, and keep its rows that find nothing here."""
        return self._join("RIGHT JOIN", target, on)

    def full_join(self, target: Any, on: Expression[bool, Any] | None = None) -> Self:
        """Join a source, and keep all rows of both."""
        return self._join("FULL JOIN", target, on)

    def cross_join(self, target: Any) -> Self:
        """Put each row together with each of a source, which may be lateral."""
        new = self._copy()
        new._joins = (*self._joins, ("CROSS JOIN", source_of(target), None))
        return new

    # --- which rows -------------------------------------------------------------------------

    def where(self, *conditions: Expression[bool, Any]) -> Self:
        """Keep rows that satisfy all conditions, and what was asked for before."""
        if not conditions:
            return self
        found = all_of(conditions)
        new = self._copy()
        new._where = found if self._where is None else all_of((self._where, found))
        return new

    def or_where(self, *conditions: Expression[bool, Any]) -> Self:
        """Keep rows that satisfy all conditions, or what was asked for before."""
        if not conditions:
            return self
        if self._where is None:
            raise QueryError("or_where() comes after a where()")
        new = self._copy()
        new._where = any_of(self._where, all_of(conditions))
        return new

    def with_deleted(self) -> Self:
        """Return rows that were softly deleted, too."""
        new = self._copy()
        new._deleted = "with"
        return new

    def only_deleted(self) -> Self:
        """Return only rows that were softly deleted."""
        if not isinstance(self._source, Table) or self._source.soft_delete is None:
            raise QueryError("these rows cannot be softly deleted: there is no deleted_at")
        new = self._copy()
        new._deleted = "only"
        return new

    def group_by(self, *keys: Expression[Any, Any]) -> Self:
        """Put rows with equal keys together."""
        new = self._copy()
        new._group = (*self._group, *map(_expression, keys))
        return new

    def having(self, *conditions: Expression[bool, Any]) -> Self:
        """Keep groups that satisfy all conditions."""
        new = self._copy()
        found = all_of(conditions)
        new._having = found if self._having is None else all_of((self._having, found))
        return new

    # --- order and part ---------------------------------------------------------------------

    def order_by(self, *keys: Expression[Any, Any] | Ordering) -> Self:
        """Order the rows; a further call adds keys."""
        new = self._copy()
        new._order = (*self._order, *map(ordering, keys))
        return new

    def limit(self, count: int) -> Self:
        """Return no more rows than this."""
        new = self._copy()
        new._limit = whole(count, "limit")
        return new

    def offset(self, count: int) -> Self:
        """Leave out this many rows at the beginning."""
        new = self._copy()
        new._offset = whole(count, "offset")
        return new

    def paginate(self, page: int, per_page: int) -> Self:
        """Return one page, counted from 1; page 0 is the first as well."""
        size = whole(per_page, "per_page")
        return self.limit(size).offset(max(whole(page, "page") - 1, 0) * size)

    def after(self, *place: Any) -> Self:
        """Return what comes after a place in the order: a row, or the values of its keys.

        Reads on from there by the index, however far that is; ``order_by`` comes first and must
        end in something unique.
        """
        return self.where(after(self._order, place))

    def for_update(
        self, *, skip_locked: bool = False, nowait: bool = False, of: Any = (), key: bool = False
    ) -> Self:
        """Lock the rows until the transaction ends; ``of`` limits that to some of the tables."""
        strength = "FOR NO KEY UPDATE" if key else "FOR UPDATE"
        return self._locked(strength, skip_locked=skip_locked, nowait=nowait, of=of)

    def for_share(self, *, skip_locked: bool = False, nowait: bool = False, of: Any = ()) -> Self:
        """Keep others from changing the rows until the transaction ends."""
        return self._locked("FOR SHARE", skip_locked=skip_locked, nowait=nowait, of=of)

    # --- related rows -----------------------------------------------------------------------

    def include(self, *relations: Related[Any]) -> Self:
        """Load related rows with each row, by one more query for each relation."""
        if self._outputs is not None:
            raise QueryError("related rows can be included in models only")
        from fluentorm.query.relation import require_relations

        require_relations(relations, self._source)
        new = self._copy()
        new.included = (*self.included, *relations)
        return new

    # --- together with others ---------------------------------------------------------------

    def union(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Add the rows of another query; without ``all_rows`` each row is there once."""
        return Combined("UNION ALL" if all_rows else "UNION", self, other)

    def intersect(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Keep the rows that another query has as well."""
        return Combined("INTERSECT ALL" if all_rows else "INTERSECT", self, other)

    def except_(self, other: Query[Any], *, all_rows: bool = False) -> Combined[RowT_co]:
        """Leave out the rows that another query has."""
        return Combined("EXCEPT ALL" if all_rows else "EXCEPT", self, other)

    # --- what totals need ----------------------------------------------------------------

    def is_cut(self) -> bool:
        """Say whether the number of rows is another than that of what FROM and WHERE give."""
        return bool(
            self._limit is not None or self._offset is not None or self._distinct or self._group
        )

    def bare(self) -> Self:
        """Return this without related rows and locks, and without an order that decides nothing."""
        new = self.without_related()
        new._lock = None
        if not self.is_cut():
            new._order = ()
        return new

    def without_related(self) -> Self:
        """Return this without related rows."""
        new = self._copy()
        new.included = ()
        return new

    def existence(self) -> tuple[Node, Values]:
        """Return what EXISTS looks at: this, without columns where these decide nothing."""
        query = self.bare()
        if self._distinct or self._group or self._having is not None:
            return query.build()
        query._outputs = (_ONE,)
        return query.build()

    # --- what it is -------------------------------------------------------------------------

    def build(self) -> tuple[Node, Values]:
        """Return the query's shape and its values; done once for each query."""
        if self._built is None:
            self._built = self._build()
        return self._built

    def maker(self) -> Make | None:
        """Return what makes a row of the server's values."""
        return self._maker  # type: ignore[no-any-return]

    def outputs(self) -> tuple[Expression[Any, Any], ...]:
        """Return the columns of the result."""
        if self._outputs is not None:
            return self._outputs
        if isinstance(self._source, Table):
            return self._source.columns
        if isinstance(self._source, Derived):
            return tuple(column for _, column in self._source.columns)
        raise QueryError("there is nothing to select from", hint="from_(...)")

    def _build(self) -> tuple[Node, Values]:
        outputs: tuple[Output, ...]
        values: Values = ()
        source = self._source
        if self._outputs is None and isinstance(source, Table):
            if self._group:
                _require_key(source, self._group)
            outputs = source.outputs
        else:
            expressions = self.outputs()
            outputs = tuple(item.output() for item in expressions)
            values = collect(expressions)
        if source is not None and not isinstance(source, Table):
            values += source.values
        joins: list[Join] = []
        for how, target, on in self._joins:
            joins.append(Join(how, source_node(target), None if on is None else on.node))
            values += source_values(target)
            if on is not None:
                values += on.values
        where, having = self._where, self._having
        group = [self._key(key) for key in self._group]
        order = [self._order_key(key) for key in self._order]
        if where is not None:
            values += where.values
        if group:
            values += collect(group)
        if having is not None:
            values += having.values
        if order:
            values += collect(order)
        if self._limit is not None:
            values = (*values, self._limit)
        if self._offset is not None:
            values = (*values, self._offset)
        distinct: bool | tuple[Node, ...] = self._distinct
        if self._distinct_on:
            values += collect(self._distinct_on)
            distinct = nodes(self._distinct_on)
        node = SelectNode(
            outputs,
            None if source is None else source_node(source),
            tuple(joins),
            None if where is None else where.node,
            nodes(group) if group else (),
            None if having is None else having.node,
            nodes(order) if order else (),
            None if self._limit is None else _LIMIT,
            None if self._offset is None else _LIMIT,
            distinct,
            self._lock,
            self._deleted,
        )
        return node, values

    def _key(self, key: Expression[Any, Any]) -> Expression[Any, Any]:
        """Return a key by its name in the result, where it is a label that is selected.

        Its values are then sent once, and the server sees that both are one expression.
        """
        if isinstance(key, Label) and any(key is output for output in self._outputs or ()):
            return Expression(OutputName(key.name), ())
        return key

    def _order_key(self, key: Ordering) -> Ordering:
        inner = self._key(key.expression)
        return key if inner is key.expression else key.of(inner)

    def _fetching(self) -> Program[list[RowT_co]]:
        rows = yield self.statement()
        if self.included and rows:
            from fluentorm.query.loading import load_all

            yield from load_all(rows, self.included)
        return rows  # type: ignore[no-any-return]

    def streamed(self) -> Fetch:
        """Return what a stream runs."""
        if self.included:
            raise QueryError(
                "related rows cannot be included in a stream",
                hint="load them for some rows at a time: Model.load(db, rows, relation)",
            )
        return self.statement()

    def _limited(self, count: int) -> Self:
        return self if self._limit is not None and self._limit <= count else self.limit(count)

    def _made(self, make: Any, columns: tuple[Expression[Any, Any], ...]) -> Select[Any]:
        new: Select[Any] = self.select(*columns) if columns else self._copy()
        if self.included:
            raise QueryError("related rows can be included in models only")
        expressions = new.outputs()
        names = [output_name(item) for item in expressions]
        if len(set(names)) != len(names):
            raise QueryError(
                "two of the columns have one name", hint='name one of them: .label("...")'
            )
        new._outputs = expressions
        new._maker = make(names, [item.read for item in expressions])
        return new

    def _join(self, how: str, target: Any, on: Expression[bool, Any] | None) -> Self:
        from fluentorm.query.relation import Related

        new = self._copy()
        if isinstance(target, Related):
            if on is not None:
                raise QueryError("a relation says itself how it is joined")
            new._joins = (*self._joins, *target.joins(how))
            return new
        source = source_of(target)
        if on is None:
            raise QueryError(
                "a join needs a condition", hint="join(Posts, Posts.user_id == Users.id)"
            )
        new._joins = (*self._joins, (how, source, all_of((on,))))
        return new

    def _locked(self, strength: str, *, skip_locked: bool, nowait: bool, of: Any) -> Self:
        if skip_locked and nowait:
            raise QueryError("a lock either skips locked rows or fails on them, not both")
        targets = of if isinstance(of, list | tuple) else (of,)
        wait = "SKIP LOCKED" if skip_locked else "NOWAIT" if nowait else ""
        new = self._copy()
        new._lock = Lock(
            strength, tuple(source_node(source_of(target)) for target in targets), wait
        )
        return new


def _require_key(table: Table, keys: tuple[Expression[Any, Any], ...]) -> None:
    """Raise QueryError where groups do not have one row each, so that there is no row to return."""
    if not table.key or not {column.node for column in table.key} <= {key.node for key in keys}:
        raise QueryError(
            f'a group has no single row of "{table.name}" to return',
            hint="say what of each group is wanted: select(Users.city, count())",
        )


def _expression(column: object) -> Expression[Any, Any]:
    if not isinstance(column, Expression):
        raise QueryError(f"{column!r} is no column or expression to select")
    return column


def select(*columns: Expression[Any, Any]) -> Select[tuple[Any, ...]]:
    """Begin a query that has no model: of ``from_(...)``, or of nothing but expressions."""
    return Select().select(*columns)
