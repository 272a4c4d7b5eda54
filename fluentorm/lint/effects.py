"""What a change does to tables that are in use: locks, rewrites, scans, index builds.

The one table of truth of the rules: measured on PostgreSQL 15 and 18 with 1,000,000 rows (strongest
lock from pg_locks, rewrites from relfilenodes, scans from row counters). The trace level holds it
against the server.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.bounds import bound_clauses
from fluentorm.lint.nodes import (
    columns_in,
    key,
    object_name,
    option,
    relation_key,
    relations_in,
    type_of,
)
from fluentorm.lint.replay_tables import column_of
from fluentorm.lint.retype import Cost, cost
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fluentorm.lint.nodes import SqlType
    from fluentorm.lint.source import Change
    from fluentorm.lint.state import Column, Constraint, State, Table


class Mode(IntEnum):
    """Lock modes of tables, weakest first (manual, 13.3.1)."""

    NONE = 0
    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    @property
    def shown(self) -> str:
        """The name as LOCK TABLE takes it."""
        return self.name.replace("_", " ")

    @property
    def stops(self) -> str:
        """Whom it stops."""
        if self is Mode.ACCESS_EXCLUSIVE:
            return "reads and writes"
        return "writes" if self >= Mode.SHARE else "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Locks by table, and the tables that are rewritten, read through, or get an index built."""

    locks: Mapping[str, Mode]
    rewrites: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()
    builds: frozenset[str] = frozenset()

    @property
    def works(self) -> frozenset[str]:
        """The tables whose size tells how long it takes."""
        return self.rewrites | self.scans | self.builds


NOTHING = Effect(locks={})
_AX = Mode.ACCESS_EXCLUSIVE
_SUX = Mode.SHARE_UPDATE_EXCLUSIVE
_SRX = Mode.SHARE_ROW_EXCLUSIVE
# Commands of ALTER TABLE that take less than ACCESS EXCLUSIVE (AlterTableGetLockLevel).
_WEAKER = {
    "AT_ValidateConstraint": _SUX,
    "AT_SetStatistics": _SUX,
    "AT_SetOptions": _SUX,
    "AT_ResetOptions": _SUX,
    "AT_ClusterOn": _SUX,
    "AT_DropCluster": _SUX,
    "AT_AttachPartition": _SUX,
    "AT_EnableTrig": _SRX,
    "AT_EnableAlwaysTrig": _SRX,
    "AT_EnableReplicaTrig": _SRX,
    "AT_EnableTrigAll": _SRX,
    "AT_EnableTrigUser": _SRX,
    "AT_DisableTrig": _SRX,
    "AT_DisableTrigAll": _SRX,
    "AT_DisableTrigUser": _SRX,
}
# Storage parameters that AlterTableGetRelOptionsLockLevel lets pass under SHARE UPDATE EXCLUSIVE.
_STRONG_OPTIONS = frozenset(("user_catalog_table",))
_REWRITING = frozenset(("AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod"))


def effect(change: Change, state: State) -> Effect:
    """Return what a change does to the tables that were there before."""
    if change.verb.startswith("AT_"):
        return _of_command(change, state)
    handler = _STATEMENTS.get(change.verb)
    return handler(change.node, state) if handler else NOTHING


def _of_command(change: Change, state: State) -> Effect:
    table, node = change.table, change.node
    if table in state.views or table in state.indexes:
        return NOTHING
    handler = _COMMANDS.get(change.verb)
    if handler is not None:
        found = handler(table, node, state)
        known = state.tables.get(table)
        if change.only and known is not None and known.partitioned:
            return Effect(locks=found.locks)  # its own storage is empty
        return found
    if change.verb == "AT_SetRelOptions":
        strong = any(
            item.def_elem.defname in _STRONG_OPTIONS for item in getattr(node, "def").list.items
        )
        return Effect(locks={table: _AX if strong else _SUX})
    mode = _WEAKER.get(change.verb, _AX)
    rewrites = frozenset((table,)) if change.verb in _REWRITING else frozenset()
    return Effect(locks={table: mode}, rewrites=rewrites)


def _one(table: str) -> frozenset[str]:
    return frozenset((table,))


def _add_column(table: str, node: Node, state: State) -> Effect:
    definition = getattr(node, "def").column_def
    column = column_of(definition, state, state.origin)
    locks = {table: _AX}
    scans = builds = False
    for item in definition.constraints:
        kind = word(item.constraint, "contype")
        if kind == "CONSTR_CHECK":
            scans = scans or item.constraint.is_enforced
        elif kind in ("CONSTR_UNIQUE", "CONSTR_PRIMARY"):
            builds = True
        elif kind == "CONSTR_FOREIGN":
            locks[relation_key(item.constraint.pktable)] = _SRX
            scans = scans or column.default not in ("", "null")
    return Effect(
        locks=locks,
        rewrites=_one(table) if rewrites_on_add(column, state) else frozenset(),
        scans=_one(table) if scans else frozenset(),
        builds=_one(table) if builds else frozenset(),
    )


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


def _drop_column(table: str, node: Node, state: State) -> Effect:
    locks = {table: _AX}
    if found := state.tables.get(table):
        for item in found.of_kind("f"):
            if node.name in item.columns:
                locks[item.references] = _AX
    return Effect(locks=locks)


def _set_not_null(table: str, node: Node, state: State) -> Effect:
    scans = _one(table) if needs_not_null_scan(state, table, node.name) else frozenset()
    return Effect(locks={table: _AX}, scans=scans)


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


def _add_constraint(table: str, node: Node, state: State) -> Effect:
    made = getattr(node, "def").constraint
    kind = word(made, "contype")
    if kind == "CONSTR_CHECK":
        scans = not made.skip_validation and made.is_enforced
        return Effect(locks={table: _AX}, scans=_one(table) if scans else frozenset())
    if kind == "CONSTR_NOTNULL":
        columns = [item.string.sval for item in made.keys]
        scans = not made.skip_validation and any(
            needs_not_null_scan(state, table, name) for name in columns
        )
        return Effect(locks={table: _AX}, scans=_one(table) if scans else frozenset())
    if kind == "CONSTR_FOREIGN":
        return _add_foreign_key(table, made, state)
    if kind not in ("CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION"):
        return Effect(locks={table: _AX})
    if not made.indexname:
        builds = _one(table) if has_rows(state, table) else frozenset()
        return Effect(locks={table: _AX}, builds=builds)
    return Effect(
        locks={table: _AX},
        scans=_one(table) if null_columns_of_key(made, table, state) else frozenset(),
    )


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


def _add_foreign_key(table: str, made: Node, state: State) -> Effect:
    target = relation_key(made.pktable)
    locks = {table: _SRX}
    locks.setdefault(target, _SRX)
    unchecked = made.skip_validation or not made.is_enforced
    if unchecked or adopts_foreign_keys(state, table, made):
        return Effect(locks=locks)
    return Effect(locks=locks, scans=_one(table))


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


def _drop_constraint(table: str, node: Node, state: State) -> Effect:
    locks = {table: _AX}
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if held is not None and held.kind == "f":
        locks[held.references] = _AX
    return Effect(locks=locks)


def _validate(table: str, node: Node, state: State) -> Effect:
    locks = {table: _SUX}
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if held is not None and held.kind == "f":
        locks.setdefault(held.references, Mode.ROW_SHARE)
    scans = held is None or not held.valid
    return Effect(locks=locks, scans=_one(table) if scans else frozenset())


def _alter_constraint(table: str, node: Node, state: State) -> Effect:
    made = getattr(node, "def").atalter_constraint
    found = state.tables.get(table)
    held = found.constraints.get(made.conname) if found else None
    scans = made.alter_enforceability and made.is_enforced
    scans = scans and (held is None or not held.enforced)
    return Effect(locks={table: _AX}, scans=_one(table) if scans else frozenset())


def _set_expression(table: str, node: Node, state: State) -> Effect:
    column = state.column(table, node.name)
    virtual = column is not None and column.generated == "v"
    return Effect(locks={table: _AX}, rewrites=frozenset() if virtual else _one(table))


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


def _retype(table: str, node: Node, state: State) -> Effect:
    old, _, found = retyped(table, node, state)
    locks = {table: _AX}
    for other in state.tables.values():
        if any(c.references == table for c in other.of_kind("f")) and _is_key(
            state, table, node.name
        ):
            locks[other.name] = _AX
    if found is Cost.REWRITE:
        return Effect(locks=locks, rewrites=_one(table))
    if old is not None and old.type == type_of(getattr(node, "def").column_def.type_name):
        return Effect(locks=locks)
    checks, indexes = stumbles(table, node.name, state)
    plain = [item for item in state.indexes_of(table) if node.name in item.columns]
    builds = bool(indexes) or (found is Cost.INDEX and bool(plain))
    return Effect(
        locks=locks,
        scans=_one(table) if checks else frozenset(),
        builds=_one(table) if builds else frozenset(),
    )


def _is_key(state: State, table: str, column: str) -> bool:
    found = state.tables.get(table)
    return found is not None and any(
        column in c.columns for c in found.constraints.values() if c.kind in "pu"
    )


def _attach(table: str, node: Node, state: State) -> Effect:
    if table in state.indexes:
        return NOTHING
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    locks = {table: _SUX, name: _AX}
    scans = set()
    parent = state.tables.get(table)
    wanted = bound_clauses(command.bound, parent.partition_by if parent else ())
    if not is_proven(state.tables.get(name), wanted):
        scans.add(name)
    for other in state.partitions_of(table):
        if other.default_partition:
            locks[other.name] = _AX
            if not excludes(other, wanted):
                scans.add(other.name)
    return Effect(locks=locks, scans=frozenset(scans))


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
    joined = " AND ".join(sorted(wanted))
    return any(
        item.valid and item.enforced and _negates(item, joined, wanted)
        for item in default.of_kind("c")
    )


def _negates(check: Constraint, joined: str, wanted: frozenset[str]) -> bool:
    said = check.text.replace("(", "").replace(")", "")
    return any(text in said for text in (f"NOT {joined}",)) or (
        "NOT " in said and all(text in said for text in wanted)
    )


def _detach(table: str, node: Node, _: State) -> Effect:
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    return Effect(locks={table: _SUX if command.concurrent else _AX, name: _AX})


_COMMANDS: dict[str, Callable[[str, Node, State], Effect]] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_SetNotNull": _set_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_DropConstraint": _drop_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_AlterConstraint": _alter_constraint,
    "AT_SetExpression": _set_expression,
    "AT_AlterColumnType": _retype,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
}


def _create_index(node: Node, state: State) -> Effect:
    table = relation_key(node.relation)
    found = state.tables.get(table)
    mode = _SUX if node.concurrent else Mode.SHARE
    if found is not None and found.partitioned and not node.relation.inh:
        return Effect(locks={table: mode})
    return Effect(locks={table: mode}, builds=_one(table))


def _drop(node: Node, state: State) -> Effect:
    kind = word(node, "remove_type")
    locks: dict[str, Mode] = {}
    for item in node.objects:
        name = object_name(item)
        if kind == "OBJECT_TABLE":
            locks[name] = _AX
            locks |= dict.fromkeys(linked_tables(name, state), _AX)
        elif kind == "OBJECT_INDEX" and (index := state.indexes.get(name)):
            locks[index.table] = _SUX if node.concurrent else _AX
        elif kind in ("OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE"):
            parts = [part.string.sval for part in item.list.items[:-1]]
            locks[key(".".join(parts[:-1]), parts[-1])] = _AX
    return Effect(locks=locks)


def linked_tables(table: str, state: State) -> list[str]:
    """Return the other tables that dropping a table locks: its keys' targets, and its parent."""
    found = state.tables.get(table)
    if found is None:
        return []
    linked = {item.references for item in found.of_kind("f")} | {found.parent}
    return sorted(linked - {"", table})


def _create_table(node: Node, state: State) -> Effect:
    locks: dict[str, Mode] = {}
    scans: set[str] = set()
    if node.HasField("partbound"):
        for item in node.inh_relations:
            parent = relation_key(item.range_var)
            locks[parent] = _AX
            for other in state.partitions_of(parent):
                if other.default_partition and not node.partbound.is_default:
                    locks[other.name] = _AX
                    scans.add(other.name)
    for item in node.table_elts:
        parts = [item.constraint] if item.HasField("constraint") else []
        if item.HasField("column_def"):
            parts = [inner.constraint for inner in item.column_def.constraints]
        for part in parts:
            if word(part, "contype") == "CONSTR_FOREIGN":
                locks.setdefault(relation_key(part.pktable), _SRX)
    locks.pop(relation_key(node.relation), None)
    return Effect(locks=locks, scans=frozenset(scans))


def _rename(node: Node, state: State) -> Effect:
    kind = word(node, "rename_type")
    table = relation_key(node.relation)
    if not table or kind == "OBJECT_INDEX" or table in state.indexes or table in state.views:
        return NOTHING
    return Effect(locks={table: _AX})


def _strongest(node: Node, _: State) -> Effect:
    return Effect(locks={relation_key(node.relation): _AX})


def _create_trigger(node: Node, _: State) -> Effect:
    return Effect(locks={relation_key(node.relation): _SRX})


def _policy(node: Node, _: State) -> Effect:
    return Effect(locks={relation_key(node.table): _AX})


def _truncate(node: Node, state: State) -> Effect:
    names = [relation_key(item.range_var) for item in node.relations]
    return Effect(locks=dict.fromkeys(names, _AX), rewrites=frozenset(names))


def _cluster(node: Node, _: State) -> Effect:
    name = relation_key(node.relation)
    return Effect(locks={name: _AX}, rewrites=_one(name)) if name else NOTHING


def _reindex(node: Node, state: State) -> Effect:
    name = relation_key(node.relation)
    index = state.indexes.get(name)
    table = index.table if index else name
    mode = _SUX if option(node.params, "concurrently") is not None else Mode.SHARE
    return Effect(locks={table: mode}, builds=_one(table)) if table else NOTHING


def _lock(node: Node, _: State) -> Effect:
    mode = Mode(node.mode)
    return Effect(locks={relation_key(item.range_var): mode for item in node.relations})


def _write(node: Node, state: State) -> Effect:
    table = relation_key(node.relation)
    others = {name for name in relations_in(node) if name in state.tables and name != table}
    locks: dict[str, Mode] = dict.fromkeys(others, Mode.ACCESS_SHARE)
    return Effect(locks={**locks, table: Mode.ROW_EXCLUSIVE})


def _read(node: Node, state: State) -> Effect:
    return Effect(
        locks={name: Mode.ACCESS_SHARE for name in relations_in(node) if name in state.tables}
    )


def _alter_domain(node: Node, state: State) -> Effect:
    checks = node.subtype in ("V", "O") or (
        node.subtype == "C" and not getattr(node, "def").constraint.skip_validation
    )
    if not checks:
        return NOTHING
    users = users_of(".".join(part.string.sval for part in node.type_name), state)
    return Effect(locks=dict.fromkeys(users, Mode.SHARE), scans=frozenset(users))


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


def mentions(node: Node, column: str) -> bool:
    """Say whether a tree mentions a column by name."""
    return column in columns_in(node)


_STATEMENTS: dict[str, Callable[[Node, State], Effect]] = {
    "index_stmt": _create_index,
    "drop_stmt": _drop,
    "create_stmt": _create_table,
    "rename_stmt": _rename,
    "alter_object_schema_stmt": _strongest,
    "rule_stmt": _strongest,
    "create_trig_stmt": _create_trigger,
    "create_policy_stmt": _policy,
    "alter_policy_stmt": _policy,
    "truncate_stmt": _truncate,
    "cluster_stmt": _cluster,
    "reindex_stmt": _reindex,
    "lock_stmt": _lock,
    "update_stmt": _write,
    "delete_stmt": _write,
    "insert_stmt": _write,
    "merge_stmt": _write,
    "select_stmt": _read,
    "alter_domain_stmt": _alter_domain,
}
