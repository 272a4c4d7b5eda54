"""Playing what concerns tables, their columns, constraints and partitions over a state."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.bounds import clauses, negations
from fluentorm.lint.nodes import (
    columns_in,
    proven_not_null,
    relation_key,
    strings,
    type_of,
    volatility,
)
from fluentorm.lint.state import Column, Constraint, Index, Named, Origin, State, Table

if TYPE_CHECKING:
    from collections.abc import Collection

    from fluentorm.lint.source import Statement


_KINDS = {
    "CONSTR_CHECK": "c",
    "CONSTR_FOREIGN": "f",
    "CONSTR_PRIMARY": "p",
    "CONSTR_UNIQUE": "u",
    "CONSTR_EXCLUSION": "x",
    "CONSTR_NOTNULL": "n",
}


_LABELS = {"c": "check", "f": "fkey", "p": "pkey", "u": "key", "x": "excl", "n": "not_null"}


def create(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE TABLE."""
    name = relation_key(node.relation)
    if node.if_not_exists and name in state.tables:
        return
    origin = Origin(state.origin.path, statement.line, state.batch)
    parents = [relation_key(item.range_var) for item in node.inh_relations]
    table = Table(
        name=name,
        partitioned=node.HasField("partspec"),
        partition_by=tuple(item.partition_elem.name or "" for item in node.partspec.part_params),
        temporary=node.relation.relpersistence == "t",
        origin=origin,
    )
    if node.HasField("partbound") and parents:
        table = as_partition(table, parents[0], node.partbound)
    for parent in parents:
        if inherited := state.tables.get(parent):
            made = {n: dataclasses.replace(c, origin=origin) for n, c in inherited.columns.items()}
            table = dataclasses.replace(table, columns={**table.columns, **made})
    state.put("tables", name, table)
    for item in node.table_elts:
        kind = item.WhichOneof("node")
        if kind == "column_def":
            play_column(state, name, item.column_def, origin)
        elif kind == "constraint":
            add_constraint(state, name, item.constraint, origin)
        elif kind == "table_like_clause":
            _like(state, name, item.table_like_clause, origin)


def _like(state: State, name: str, node: Node, origin: Origin) -> None:
    source = state.tables.get(relation_key(node.relation))
    if source is not None:
        made = {n: dataclasses.replace(c, origin=origin) for n, c in source.columns.items()}
        table = state.tables[name]
        state.put("tables", name, dataclasses.replace(table, columns={**table.columns, **made}))


def as_partition(table: Table, parent: str, bound: Node) -> Table:
    """Return the table as a partition of another."""
    return dataclasses.replace(
        table,
        parent=parent,
        default_partition=bound.is_default,
    )


def column_of(node: Node, state: State, origin: Origin) -> Column:
    """Return the column that a definition makes."""
    kind = type_of(node.type_name)
    column = Column(
        name=node.colname,
        type=kind,
        not_null=kind.serial or node.is_not_null,
        default="volatile" if kind.serial else "",
        origin=origin,
    )
    domain = state.types.get(kind.name)
    if not domain and node.HasField("raw_default"):
        column = dataclasses.replace(
            column, default=volatility(node.raw_default, state.volatilities())
        )
    for item in node.constraints:
        made = item.constraint
        contype = word(made, "contype")
        if contype in ("CONSTR_NOTNULL", "CONSTR_PRIMARY"):
            column = dataclasses.replace(column, not_null=True)
        elif contype == "CONSTR_DEFAULT":
            how = volatility(made.raw_expr, state.volatilities())
            column = dataclasses.replace(column, default=how)
        elif contype == "CONSTR_IDENTITY":
            column = dataclasses.replace(column, identity=True, not_null=True)
        elif contype == "CONSTR_GENERATED":
            # PostgreSQL 18 takes VIRTUAL where nothing is said.
            column = dataclasses.replace(column, generated=made.generated_kind or "v")
    return column


def play_column(state: State, table: str, node: Node, origin: Origin) -> None:
    """Put a column on a table, with its constraints and its sequence."""
    found = state.tables.get(table) or Table(name=table)
    column = column_of(node, state, origin)
    state.put("tables", table, found.with_column(column))
    if column.type.serial or column.identity:
        name = f"{table}_{column.name}_seq"
        state.put("sequences", name, Named(name=name, table=table, origin=origin))
    for item in node.constraints:
        if word(item.constraint, "contype") in _KINDS:
            add_constraint(state, table, item.constraint, origin, column.name)


def constraint(
    node: Node, table: str, taken: Collection[str], origin: Origin, column: str = ""
) -> Constraint:
    """Return a constraint as a definition makes it; ``column`` is the one that it is written at."""
    kind = _KINDS[word(node, "contype")]
    columns = strings(node.fk_attrs) or strings(node.keys)
    clause_set: frozenset[str] = frozenset()
    proves: frozenset[str] = frozenset()
    never: tuple[frozenset[str], ...] = ()
    if kind == "c":
        columns = tuple(sorted(columns_in(node.raw_expr)))
        proves = proven_not_null(node.raw_expr)
        never = negations(node.raw_expr)
        clause_set = clauses(node.raw_expr)
    elif kind == "x":
        elements = (item.list.items[0].index_elem for item in node.exclusions)
        columns = tuple(element.name for element in elements)
    columns = columns or ((column,) if column else ())
    name = node.conname or _made_up(table, kind, columns, taken)
    return Constraint(
        name=name,
        kind=kind,
        columns=columns,
        references=relation_key(node.pktable) if kind == "f" else "",
        valid=not node.skip_validation,
        enforced=kind not in "cf" or node.is_enforced,
        proves=proves,
        clauses=clause_set,
        never=never,
        origin=origin,
    )


def _made_up(table: str, kind: str, columns: Collection[str], taken: Collection[str]) -> str:
    """Return the name that PostgreSQL gives, as far as no cutting off is needed."""
    bare = table.rpartition(".")[2]
    middle = [] if kind == "p" else list(columns)[:1] if kind == "c" else list(columns)
    base = "_".join([bare, *middle, _LABELS[kind]])
    name, number = base, 0
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def add_constraint(state: State, table: str, node: Node, origin: Origin, column: str = "") -> None:
    """Put a constraint on a table, and what comes with it: its index, NOT NULL."""
    if word(node, "contype") not in _KINDS:
        return
    found = state.tables.get(table) or Table(name=table)
    made = constraint(node, table, found.constraints, origin, column)
    if node.indexname:
        prefix = table.rpartition(".")[0]
        made = _adopt(state, made, f"{prefix}.{node.indexname}" if prefix else node.indexname)
    found = found.with_constraint(made)
    if made.kind in "pn" and made.valid:
        for name in made.columns:
            held = found.columns.get(name)
            if held is not None:
                found = found.with_column(dataclasses.replace(held, not_null=True))
    state.put("tables", table, found)
    if made.kind in "upx" and not node.indexname:
        index = Index(
            name=beside(table, made.name),
            table=table,
            columns=made.columns,
            unique=made.kind != "x",
            method="gist" if made.kind == "x" else "btree",
            constraint=True,
            origin=origin,
        )
        state.put("indexes", index.name, index)


def beside(table: str, name: str) -> str:
    """Return the key of a name in the namespace of a table."""
    prefix = table.rpartition(".")[0]
    return f"{prefix}.{name}" if prefix else name


def _adopt(state: State, made: Constraint, index: str) -> Constraint:
    """Make an index the one of a constraint; it gets the constraint's name."""
    found = state.drop("indexes", index)
    if found is None:
        return made
    name = beside(found.table, made.name)
    state.put("indexes", name, dataclasses.replace(found, name=name, constraint=True))
    return dataclasses.replace(made, columns=found.columns)
