"""Relations: ``Users.posts``, as a condition, as a join, and as rows to be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fluentorm.errors import QueryError
from fluentorm.query.expression import Condition, Expression, Ordering, all_of
from fluentorm.query.functions import count, exists, scalar
from fluentorm.query.nodes import TableSource
from fluentorm.query.result import whole
from fluentorm.query.rewriting import aliases_in, with_source

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.info import JunctionInfo, RelationInfo
    from fluentorm.query.selecting import Select
    from fluentorm.query.table import Table

M = TypeVar("M")
_MANY = ("one_to_many", "many_to_many")


class Related(Generic[M]):
    """A relation, and which of the related rows are meant: by default all that are not deleted."""

    __slots__ = ("info", "owner", "query")

    def __init__(self, owner: Table, info: RelationInfo, query: Select[M] | None = None) -> None:
        self.owner = owner
        self.info = info
        self.query = query

    @property
    def many(self) -> bool:
        """Whether it leads to any number of rows, and not to one at most."""
        return self.info.kind in _MANY

    @property
    def target(self) -> Table:
        """The table of the related rows."""
        return self.owner.related(self.info.table)

    def where(self, *conditions: Expression[bool, Any]) -> Self:
        """Mean those related rows only that satisfy all conditions."""
        return self._with(self.select().where(*conditions))

    def order_by(self, *keys: Expression[Any, Any] | Ordering) -> Self:
        """Put the related rows of each row in an order."""
        return self._with(self.select().order_by(*keys))

    def limit(self, count: int) -> Self:
        """Mean no more than so many related rows of each row."""
        self._require_many("limit")
        return self._with(self.select().limit(whole(count, "limit")))

    def offset(self, count: int) -> Self:
        """Leave out this many related rows of each row."""
        self._require_many("offset")
        return self._with(self.select().offset(whole(count, "offset")))

    def include(self, *relations: Related[Any]) -> Self:
        """Load what the related rows are related to, as well."""
        return self._with(self.select().include(*relations))

    def with_deleted(self) -> Self:
        """Mean related rows that were softly deleted, too."""
        return self._with(self.select().with_deleted())

    def any(self, *conditions: Expression[bool, Any]) -> Condition:
        """Return the condition that there is a related row, one that satisfies all conditions."""
        return exists(self._correlated(conditions))

    def count(self, *conditions: Expression[bool, Any]) -> Expression[int, int]:
        """Return the number of related rows as an expression."""
        query = self._correlated(conditions)
        found: Expression[int, Any] = scalar(query.select(count()))
        return found

    def select(self) -> Select[M]:
        """Return the query of the related rows, of whatever row."""
        from fluentorm.query.selecting import Select

        return Select(self.target) if self.query is None else self.query

    def joins(self, how: str) -> tuple[tuple[str, Table, Condition], ...]:
        """Return how a query of the owner joins the related rows."""
        if self.target.source.table is self.owner.source.table:
            raise QueryError(
                f'"{self.info.name}" leads to its own table, whose columns would be ambiguous',
                hint="join an alias of the model, with a condition",
            )
        return self.joins_to(how, self.target)

    def joins_to(self, how: str, target: Table) -> tuple[tuple[str, Table, Condition], ...]:
        """Return the joins to ``target``, which is the related table or an alias of it."""
        info = self.info
        if info.junction is None:
            return ((how, target, self.matching(target)),)
        between, junction = self.junction()
        first = _equal(self.owner, info.columns, junction, between.columns)
        return ((how, junction, first), (how, target, self.through(target)))

    def matching(self, target: Table) -> Condition:
        """Return the condition that a row of the owner and one of ``target`` are related."""
        return _equal(self.owner, self.info.columns, target, self.info.references_columns)

    def junction(self) -> tuple[JunctionInfo, Table]:
        """Return the table between the two ends; QueryError where there is none."""
        between = self.info.junction
        if between is None:
            raise QueryError(f'relation "{self.info.name}" has no table between')
        return between, self.owner.related(between.table)

    def through(self, target: Table) -> Condition:
        """Return the condition that joins the junction table and ``target``."""
        between, junction = self.junction()
        return _equal(junction, between.references_columns, target, self.info.references_columns)

    def require_owner(self, source: Any) -> None:
        """Raise QueryError where rows of a source do not have this relation."""
        table = getattr(getattr(source, "source", None), "table", None)
        if table is not self.owner.source.table:
            raise QueryError(
                f'relation "{self.info.name}" is of table "{self.owner.name}", '
                "not of what is selected",
                hint="nest it: include(Users.posts.include(Posts.comments))",
            )

    def _correlated(self, conditions: tuple[Expression[bool, Any], ...]) -> Select[Any]:
        """Return the query of the related rows of the owner's current row."""
        query: Any = self.select()
        if conditions:
            query = query.where(*conditions)
        target = self._inner_target(query)
        if target is not self.target:
            query = _moved(query, self.target.source, target)
        if self.info.junction is None:
            return _first_where(query, self.matching(target))
        between, junction = self.junction()
        on_owner = _equal(self.owner, self.info.columns, junction, between.columns)
        joined = query.without_related().join(_AsModel(junction), self.through(target))
        return _first_where(joined, on_owner)

    def _inner_target(self, query: Select[Any]) -> Table:
        """Return the related table, under another name where it is the owner's as well."""
        if self.target.source != self.owner.source:
            return self.target
        node, _ = query.build()
        taken = aliases_in(node)
        name, number = self.info.attribute, 1
        while name in taken or name == self.owner.name:
            number += 1
            name = f"{self.info.attribute}_{number}"
        return self.target.aliased(name)

    def _with(self, query: Select[M]) -> Self:
        return type(self)(self.owner, self.info, query)

    def _require_many(self, what: str) -> None:
        if not self.many:
            raise QueryError(f'relation "{self.info.name}" has one row and takes no {what}')


def require_relations(relations: tuple[Related[Any], ...], source: Any) -> None:
    """Raise QueryError for what is no relation, and for one that rows of a source do not have."""
    for relation in relations:
        if not isinstance(relation, Related):
            raise QueryError(f"{relation!r} is no relation", hint="such as Users.posts")
        relation.require_owner(source)


class _AsModel:
    """A table that is given where models are."""

    def __init__(self, table: Table) -> None:
        self.__fluent__ = table


def _first_where(query: Select[Any], condition: Condition) -> Select[Any]:
    """Return a query with one more condition, before the others."""
    new = query._copy()
    new._where = condition if query._where is None else all_of((condition, query._where))
    return new


def _equal(
    left: Table, left_columns: tuple[str, ...], right: Table, right_columns: tuple[str, ...]
) -> Condition:
    pairs = zip(left_columns, right_columns, strict=True)
    return all_of([right.column(there) == left.column(here) for here, there in pairs])


def _moved(query: Select[Any], old: TableSource, target: Table) -> Select[Any]:
    """Return a query of a table as one of an alias of it."""
    new = query._copy()
    new._source = target
    if query._where is not None:
        where = query._where
        new._where = Condition(with_source(where.node, old, target.source), where.values)
    new._order = ()
    return new
