"""What the state says about a change: the questions whose answers decide what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import (
    SqlType,
    key,
    relation_key,
    type_of,
)
from fluentorm.lint.retype import Cost, cost

if TYPE_CHECKING:
    from fluentorm.lint.state import Column, Constraint, State, Table


def rewrites_on_add(column: Column, state: State) -> bool:
    """Say whether a new column makes the server write the table anew."""
    return (
        column.default == "volatile"
        or column.identity
        or column.generated == "s"
        or is_checked_domain(column.type, state)
    )


def is_checked_domain(kind: SqlType, state: State) -> bool:
    """Say whether a type is a domain with a condition, its own or that of one below it."""
    domain = state.types.get(kind.name)
    if domain is None or domain.kind != "d":
        return False
    return domain.checked or is_checked_domain(domain.base, state)


def needs_not_null_scan(state: State, table: str, column: str) -> bool:
    """Say whether SET NOT NULL has to look at the rows: nothing proves what it wants to know."""
    found = state.tables.get(table)
    if found is None:
        return True
    held = found.columns.get(column)
    if held is not None and held.not_null:
        return False
    if any(c.valid and c.enforced and column in c.proves for c in found.constraints.values()):
        return False
    partitions = state.partitions_of(table)
    if found.partitioned and partitions:
        return any(needs_not_null_scan(state, item.name, column) for item in partitions)
    return True


def has_rows(state: State, table: str) -> bool:
    """Say whether a table has rows to index: a partitioned one without partitions has none."""
    found = state.tables.get(table)
    return found is None or not found.partitioned or bool(state.partitions_of(table))


def null_columns_of_key(made: Node, table: str, state: State) -> tuple[str, ...]:
    """Return the columns of the index of a new primary key that have to be read for NULLs."""
    if word(made, "contype") != "CONSTR_PRIMARY":
        return ()
    prefix = table.rpartition(".")[0]
    index = state.indexes.get(key(prefix, made.indexname))
    if index is None:
        return ()
    return tuple(name for name in index.columns if needs_not_null_scan(state, table, name))


def adopts_foreign_keys(state: State, table: str, made: Node) -> bool:
    """Say whether every partition has an equal, valid key, so that the parent's takes them over."""
    partitions = state.partitions_of(table)
    columns = tuple(item.string.sval for item in made.fk_attrs)
    target = relation_key(made.pktable)
    return bool(partitions) and all(
        any(
            c.valid and c.columns == columns and c.references == target
            for c in partition.of_kind("f")
        )
        for partition in partitions
    )


def retyped(table: str, node: Node, state: State) -> tuple[Column | None, SqlType, Cost]:
    """Return the old column, the new type, and what ALTER COLUMN TYPE costs.

    A column that is not known is taken to be rewritten.
    """
    definition = getattr(node, "def").column_def
    new = type_of(definition.type_name)
    old = state.column(table, node.name)
    if old is None:
        return None, new, Cost.REWRITE
    if definition.HasField("raw_default") and not _plain_using(definition, node.name, new):
        return old, new, Cost.REWRITE
    if is_checked_domain(new, state):
        return old, new, Cost.REWRITE
    found = cost(base_type(old.type, state), base_type(new, state))
    if found is Cost.NONE and definition.HasField("coll_clause"):
        found = Cost.INDEX
    return old, new, found


def base_type(kind: SqlType, state: State) -> SqlType:
    """Return the type below a domain, and any other type as it is."""
    domain = state.types.get(kind.name)
    return base_type(domain.base, state) if domain and domain.kind == "d" else kind


def _plain_using(definition: Node, column: str, new: SqlType) -> bool:
    """Say whether USING is the column itself, or its cast to the new type."""
    node = definition.raw_default
    if node.WhichOneof("node") == "type_cast":
        if type_of(node.type_cast.type_name) != new:
            return False
        node = node.type_cast.arg
    return (
        node.WhichOneof("node") == "column_ref"
        and str(node.column_ref.fields[-1].string.sval) == column
    )


def stumbles(table: str, column: str, state: State) -> tuple[list[Constraint], list[str]]:
    """Return the checks that mention a column, and the indexes that do in an expression."""
    found = state.tables.get(table)
    checks = [c for c in found.of_kind("c") if column in c.columns] if found else []
    indexes = [item.name for item in state.indexes_of(table) if column in item.mentions]
    return checks, indexes


def is_key(state: State, table: str, column: str) -> bool:
    """Say whether a column is in a key that others may reference."""
    found = state.tables.get(table)
    return found is not None and any(
        column in c.columns for c in found.constraints.values() if c.kind in "pu"
    )


def is_proven(table: Table | None, wanted: frozenset[str] | None) -> bool:
    """Say whether valid checks, and NOT NULL columns, say all that a bound asks for."""
    if table is None or wanted is None:
        return False
    said: set[str] = set()
    for item in table.of_kind("c"):
        if item.valid and item.enforced:
            said |= item.clauses
    said |= {f"{name} IS NOT NULL" for name, c in table.columns.items() if c.not_null}
    columns = {text.partition(" ")[0] for text in wanted}
    return wanted | {f"{name} IS NOT NULL" for name in columns} <= said


def excludes(default: Table, wanted: frozenset[str] | None) -> bool:
    """Say whether a valid check of the default partition keeps the rows of a bound out of it."""
    if wanted is None:
        return False
    known = wanted | {f"{text.partition(' ')[0]} IS NOT NULL" for text in wanted}
    return any(
        said <= known
        for item in default.of_kind("c")
        if item.valid and item.enforced
        for said in item.never
    )


def linked_tables(table: str, state: State) -> list[str]:
    """Return the other tables that dropping a table locks.

    They are those that its foreign keys refer to, its parent, and the default partition beside it.
    """
    found = state.tables.get(table)
    if found is None:
        return []
    linked = {item.references for item in found.of_kind("f")} | {found.parent}
    if found.parent:
        beside = state.partitions_of(found.parent)
        linked |= {item.name for item in beside if item.default_partition}
    return sorted(linked - {"", table})


def referencing(table: str, state: State) -> set[str]:
    """Return the other tables with a foreign key to one."""
    return {
        other.name
        for other in state.tables.values()
        if other.name != table and any(item.references == table for item in other.of_kind("f"))
    }


def users_of(domain: str, state: State) -> list[str]:
    """Return the tables with a column of a type, or of a domain over it."""
    names = {domain.removeprefix("public.")}
    while more := {t.name for t in state.types.values() if t.base.name in names} - names:
        names |= more
    return [
        table.name
        for table in state.tables.values()
        if any(column.type.name in names for column in table.columns.values())
    ]
