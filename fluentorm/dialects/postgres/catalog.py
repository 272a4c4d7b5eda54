"""Rows of the catalog queries -> CatalogState, in time linear in their number.

Expressions keep the words in which PostgreSQL reprints them (``pg_get_expr``), so two databases
of one server version compare as text, whatever their authors wrote. Only parentheses around a
whole expression are taken off.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from fluentorm.schema.catalog import CatalogState, table_text
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Rows: TypeAlias = "Sequence[tuple[Any, ...]]"

# Queries whose rows are (kind, name, definition) already.
_OTHERS = ("relations", "types", "routines", "attached", "surroundings", "comments")
_ACTIONS = {
    "a": Action.NO_ACTION,
    "r": Action.RESTRICT,
    "c": Action.CASCADE,
    "n": Action.SET_NULL,
    "d": Action.SET_DEFAULT,
}
_IDENTITY = {"": None, "a": Identity(always=True), "d": Identity(always=False)}
_KEYS = frozenset("puf")
_DESCENDING, _NULLS_FIRST = 1, 2  # INDOPTION_DESC and INDOPTION_NULLS_FIRST of pg_index.h
# Parentheses, and what hides them: strings and quoted names, whose quotes are doubled inside.
_PARENTHESES = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]""")


@dataclass(slots=True, kw_only=True)
class _Relation:
    """A table while its rows come in; ``attributes`` maps column numbers to names."""

    namespace: str
    name: str
    foreign: bool
    managed_elsewhere: bool
    comment: str | None
    attributes: dict[int, str] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: dict[str, Constraint] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)

    @property
    def qualified(self) -> str:
        """The name with its namespace, as SQL text."""
        return f"{quote_identifier(self.namespace)}.{quote_identifier(self.name)}"

    def names(self, numbers: Iterable[int] | None) -> tuple[str, ...]:
        """Return the names of columns, given by number."""
        return tuple(self.attributes[number] for number in numbers or ())

    def table(self) -> Table:
        """Return the finished table."""
        return Table(
            name=self.name,
            columns=self.columns,
            constraints=self.constraints,
            indexes=self.indexes,
            comment=self.comment,
        )


class _ConstraintRow(NamedTuple):
    """One row of the query "constraints", column by column."""

    table: int
    name: str
    kind: str
    columns: Sequence[int] | None
    references: int
    references_columns: Sequence[int] | None
    on_delete: str
    on_update: str
    match: str
    deferrable: bool
    deferred: bool
    nulls_not_distinct: bool
    expression: str | None
    comment: str | None
    definition: str | None


def decode(rows: Mapping[str, Rows], *, namespace: str) -> CatalogState:
    """Put the rows of all queries of catalog.sql together."""
    others: dict[tuple[str, str], str] = {}
    enums, types = _enums(rows["enums"], namespace, others)
    relations = {
        oid: _Relation(
            namespace=space, name=name, foreign=foreign, managed_elsewhere=hidden, comment=comment
        )
        for oid, space, name, foreign, hidden, comment in rows["tables"]
    }
    _add_columns(relations, rows["columns"], types, others)
    _add_constraints(relations, rows["constraints"], namespace, others)
    _add_indexes(relations, rows["indexes"], rows["index_keys"], others)
    for query in _OTHERS:
        others |= {(kind, name): text for kind, name, text in rows[query]}
    tables: dict[str, Table] = {}
    for relation in relations.values():
        if relation.managed_elsewhere:
            continue
        if relation.namespace == namespace and not relation.foreign:
            tables[relation.name] = relation.table()
        else:
            kind = "foreign table" if relation.foreign else "table"
            others[kind, relation.qualified] = table_text(relation.table())
    return CatalogState(model=SchemaModel(tables=tables, enums=enums), others=others)


def unwrapped(expression: str) -> str:
    """Take off the parentheses around a whole expression, however many there are.

    >>> unwrapped("((price > (0)::numeric))"), unwrapped("(a) OR (b)")
    ('price > (0)::numeric', '(a) OR (b)')
    """
    while expression.startswith("(") and _is_wrapped(expression):
        expression = expression[1:-1]
    return expression


def _is_wrapped(expression: str) -> bool:
    depth = 0
    for match in _PARENTHESES.finditer(expression):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
            if not depth:
                return match.end() == len(expression)
    return False


def _enums(
    rows: Rows, namespace: str, others: dict[tuple[str, str], str]
) -> tuple[dict[str, Enum], dict[int, str]]:
    """Return the namespace's enums, and the spelling of their types and array types by oid."""
    enums: dict[str, Enum] = {}
    types: dict[int, str] = {}
    for oid, array, space, name, values, comment in rows:
        if space == namespace:
            enums[name] = Enum(name=name, values=tuple(values), comment=comment)
            types[oid] = quote_identifier(name)
            types[array] = f"{types[oid]}[]"
        else:
            qualified = f"{quote_identifier(space)}.{quote_identifier(name)}"
            others["enum", qualified] = f"{', '.join(values)} {comment or ''}".strip()
    return enums, types


def _add_columns(
    relations: Mapping[int, _Relation],
    rows: Rows,
    types: Mapping[int, str],
    others: dict[tuple[str, str], str],
) -> None:
    for table, number, name, oid, type_, required, default, identity, comment, settings in rows:
        relation = relations[table]
        relation.attributes[number] = name
        relation.columns[name] = Column(
            name=name,
            type=types.get(oid) or type_,
            nullable=not required,
            default=default,
            identity=_IDENTITY[identity],
            comment=comment,
        )
        if settings and not relation.managed_elsewhere:
            qualified = f"{relation.qualified}.{quote_identifier(name)}"
            others["options of column", qualified] = settings


def _add_constraints(
    relations: Mapping[int, _Relation],
    rows: Rows,
    namespace: str,
    others: dict[tuple[str, str], str],
) -> None:
    for row in map(_ConstraintRow._make, rows):
        relation = relations[row.table]
        constraint = _constraint(row, relation, relations.get(row.references), namespace)
        if constraint is not None:
            relation.constraints[row.name] = constraint
        if row.definition and not relation.managed_elsewhere:
            kind = "options of constraint" if constraint else "constraint"
            name = f"{relation.qualified}.{quote_identifier(row.name)}"
            others[kind, name] = row.definition


def _constraint(
    row: _ConstraintRow, relation: _Relation, references: _Relation | None, namespace: str
) -> Constraint | None:
    """Return the constraint, None where the model has no such kind."""
    if row.kind == "c":
        expression = unwrapped(row.expression or "")
        return Check(name=row.name, expression=expression, comment=row.comment)
    if row.kind not in _KEYS:  # its columns may be expressions, whose number is 0
        return None
    columns = relation.names(row.columns)
    match row.kind:
        case "p":
            return PrimaryKey(
                name=row.name,
                columns=columns,
                deferrable=row.deferrable,
                initially_deferred=row.deferred,
                comment=row.comment,
            )
        case "u":
            return Unique(
                name=row.name,
                columns=columns,
                nulls_not_distinct=row.nulls_not_distinct,
                deferrable=row.deferrable,
                initially_deferred=row.deferred,
                comment=row.comment,
            )
        case "f" if references is not None:
            local = references.namespace == namespace
            return ForeignKey(
                name=row.name,
                columns=columns,
                references_table=references.name if local else references.qualified,
                references_columns=references.names(row.references_columns),
                on_delete=_ACTIONS[row.on_delete],
                on_update=_ACTIONS[row.on_update],
                match=Match.FULL if row.match == "f" else Match.SIMPLE,
                deferrable=row.deferrable,
                initially_deferred=row.deferred,
                comment=row.comment,
            )
    return None


def _add_indexes(
    relations: Mapping[int, _Relation],
    rows: Rows,
    key_rows: Rows,
    others: dict[tuple[str, str], str],
) -> None:
    keys: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in key_rows:
        keys[row[0]].append(row)
    for table, oid, name, method, unique, not_distinct, where, storage, comment, settings in rows:
        relation = relations[table]
        parts = keys[oid]
        relation.indexes[name] = Index(
            name=name,
            keys=tuple(_index_key(row, relation) for row in parts if not row[1]),
            unique=unique,
            method=method,
            include=relation.names(row[2] for row in parts if row[1]),
            where=unwrapped(where) if where else None,
            nulls_not_distinct=not_distinct,
            storage=tuple(sorted(_parameter(text) for text in storage or ())),
            comment=comment,
        )
        if settings and not relation.managed_elsewhere:
            qualified = f"{quote_identifier(relation.namespace)}.{quote_identifier(name)}"
            others["options of index", qualified] = settings


def _index_key(row: tuple[Any, ...], relation: _Relation) -> IndexKey:
    _, _, number, expression, option, opclass, collation = row
    descending = bool(option & _DESCENDING)
    nulls_first = bool(option & _NULLS_FIRST)
    return IndexKey(
        column=relation.attributes[number] if number else None,
        expression=unwrapped(expression) if expression else None,
        descending=descending,
        nulls_first=None if nulls_first == descending else nulls_first,
        opclass=opclass,
        collation=collation,
    )


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value
