"""What a query says, without its values: trees of named tuples.

A tree is the shape of a query. Values stand beside it, in the order in which a compiler visits the
``Param`` nodes: field by field. Two queries that differ in values only have equal trees, so that a
tree is the key under which its SQL is remembered. Hence named tuples: they hash and compare without
a line of Python. ``kind`` tells apart what would otherwise be equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from fluentorm.query.table import Table

Node: TypeAlias = tuple[Any, ...]
Values: TypeAlias = tuple[object, ...]


class TableSource(NamedTuple):
    """A table in FROM, under its own name or an alias."""

    table: Table
    alias: str | None = None
    kind: str = "table"


class NamedSource(NamedTuple):
    """A name that columns are taken from: a subquery's, a CTE's, ``excluded``."""

    name: str
    kind: str = "named"


class SubquerySource(NamedTuple):
    """A query in FROM; a lateral one may use what stands before it."""

    query: Node
    name: str
    lateral: bool = False
    kind: str = "subquery"


class CteSource(NamedTuple):
    """A query in WITH, or (without one) a recursive one's name for itself."""

    query: Node | None
    name: str
    alias: str | None = None
    recursive: bool = False
    materialized: bool | None = None
    kind: str = "cte"


class UnnestSource(NamedTuple):
    """Arrays as rows: the columns ``k1``, ``k2``... of ``name``."""

    arrays: tuple[Node, ...]
    name: str
    kind: str = "unnest"


class ColumnNode(NamedTuple):
    """A column of a source; ``type`` is PostgreSQL's spelling, empty where it is not known."""

    source: TableSource | NamedSource
    name: str
    type: str = ""
    kind: str = "column"


class Param(NamedTuple):
    """A value; ``type`` says how it is sent, and with ``cast`` also stands in the SQL."""

    type: str = ""
    cast: bool = False
    kind: str = "param"


class Raw(NamedTuple):
    """SQL by hand: ``items`` stand between the ``parts``."""

    parts: tuple[str, ...]
    items: tuple[Node, ...]
    kind: str = "raw"


class Binary(NamedTuple):
    """An operator between two operands."""

    operator: str
    left: Node
    right: Node
    kind: str = "binary"


class Quantified(NamedTuple):
    """An operator over the elements of an array: ``left = ANY (right)``."""

    operator: str
    left: Node
    quantifier: str
    right: Node
    kind: str = "quantified"


class Prefix(NamedTuple):
    """An operator before its operand."""

    operator: str
    operand: Node
    kind: str = "prefix"


class Postfix(NamedTuple):
    """An operator behind its operand."""

    operator: str
    operand: Node
    kind: str = "postfix"


class Logic(NamedTuple):
    """Conditions joined by AND or OR."""

    operator: str
    items: tuple[Node, ...]
    kind: str = "logic"


class Between(NamedTuple):
    """A value between two others, both included."""

    operand: Node
    low: Node
    high: Node
    negated: bool = False
    kind: str = "between"


class InQuery(NamedTuple):
    """A value, or a row of them, among the rows of a query."""

    operand: Node
    query: Node
    negated: bool = False
    kind: str = "in"


class Exists(NamedTuple):
    """Whether a query has a row."""

    query: Node
    kind: str = "exists"


class Scalar(NamedTuple):
    """A query of one column as a value."""

    query: Node
    kind: str = "scalar"


class ArrayQuery(NamedTuple):
    """A query of one column as an array."""

    query: Node
    kind: str = "array_query"


class RowOf(NamedTuple):
    """Several values as one row."""

    items: tuple[Node, ...]
    kind: str = "row"


class Call(NamedTuple):
    """A function, or with what only aggregates take."""

    name: str
    arguments: tuple[Node, ...]
    distinct: bool = False
    order: tuple[Node, ...] = ()
    filter: Node | None = None
    kind: str = "call"


class Over(NamedTuple):
    """A function over a window."""

    function: Node
    partition: tuple[Node, ...]
    order: tuple[Node, ...]
    frame: str = ""
    kind: str = "over"


class Extract(NamedTuple):
    """A part of a date or time."""

    field: str
    operand: Node
    kind: str = "extract"


class Cast(NamedTuple):
    """A value as another type."""

    operand: Node
    type: str
    kind: str = "cast"


class Case(NamedTuple):
    """The value of the first condition that holds."""

    whens: tuple[tuple[Node, Node], ...]
    otherwise: Node | None
    kind: str = "case"


class NameOf(NamedTuple):
    """The name of a table as a text, quoted and qualified as SQL needs it."""

    source: TableSource
    kind: str = "name_of"


class Element(NamedTuple):
    """An element of an array, from 1."""

    array: Node
    place: Node
    kind: str = "element"


class Order(NamedTuple):
    """A key of ORDER BY."""

    operand: Node
    descending: bool = False
    nulls: str = ""
    kind: str = "order"


class Output(NamedTuple):
    """A column of a result: ``name`` is its alias, empty where it keeps its own."""

    node: Node
    name: str
    type: str
    kind: str = "output"


class OutputName(NamedTuple):
    """A column of the result, by its name: what ORDER BY of a union may use."""

    name: str
    kind: str = "output_name"


class Join(NamedTuple):
    """A joined source, ``how`` as SQL spells it; ``on`` is None for a cross join."""

    how: str
    source: Node
    on: Node | None
    kind: str = "join"


class Lock(NamedTuple):
    """FOR UPDATE and its kin."""

    strength: str
    of: tuple[Node, ...] = ()
    wait: str = ""
    kind: str = "lock"


class SelectNode(NamedTuple):
    """SELECT. ``distinct`` holds the keys of DISTINCT ON; ``deleted`` is hide, with or only."""

    outputs: tuple[Output, ...]
    source: Node | None
    joins: tuple[Join, ...] = ()
    where: Node | None = None
    group: tuple[Node, ...] = ()
    having: Node | None = None
    order: tuple[Node, ...] = ()
    limit: Node | None = None
    offset: Node | None = None
    distinct: bool | tuple[Node, ...] = False
    lock: Lock | None = None
    deleted: str = "hide"
    kind: str = "select"


class Compound(NamedTuple):
    """UNION, INTERSECT or EXCEPT of two queries."""

    operator: str
    left: Node
    right: Node
    order: tuple[Node, ...] = ()
    limit: Node | None = None
    offset: Node | None = None
    kind: str = "compound"


class Conflict(NamedTuple):
    """ON CONFLICT; ``updates`` of None does nothing, else pairs of a column and its new value."""

    columns: tuple[str, ...]
    constraint: str = ""
    target_where: Node | None = None
    updates: tuple[tuple[str, Node], ...] | None = None
    where: Node | None = None
    kind: str = "conflict"


class InsertNode(NamedTuple):
    """INSERT. ``rows`` are runs of rows of one form: its values, and how many have it.

    A value of None stands for DEFAULT. ``query`` gives the rows where there are no ``rows``.
    """

    table: TableSource
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Node | None, ...], int], ...] = ()
    query: Node | None = None
    conflict: Conflict | None = None
    returning: tuple[Output, ...] = ()
    kind: str = "insert"


class UpdateNode(NamedTuple):
    """UPDATE: pairs of a column and its new value."""

    table: TableSource
    updates: tuple[tuple[str, Node], ...]
    sources: tuple[Node, ...] = ()
    where: Node | None = None
    returning: tuple[Output, ...] = ()
    deleted: str = "hide"
    kind: str = "update"


class DeleteNode(NamedTuple):
    """DELETE."""

    table: TableSource
    sources: tuple[Node, ...] = ()
    where: Node | None = None
    returning: tuple[Output, ...] = ()
    deleted: str = "hide"
    kind: str = "delete"


class Truncate(NamedTuple):
    """TRUNCATE, which restarts the sequences that the table owns."""

    table: TableSource
    cascade: bool = False
    kind: str = "truncate"


class Explain(NamedTuple):
    """EXPLAIN of a query."""

    query: Node
    analyze: bool = False
    kind: str = "explain"


class CopyIn(NamedTuple):
    """COPY FROM STDIN."""

    table: TableSource
    columns: tuple[str, ...]
    types: tuple[str, ...]
    kind: str = "copy"
