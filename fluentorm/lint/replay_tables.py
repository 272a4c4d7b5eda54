"""Playing what concerns tables, their columns, constraints and partitions over a state."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, expression_text, word
from fluentorm.lint.bounds import clauses
from fluentorm.lint.nodes import (
    columns_in,
    has_option,
    option,
    proven_not_null,
    relation_key,
    strings,
    type_of,
    volatility,
)
from fluentorm.lint.state import Attached, Column, Constraint, Index, Named, Origin, State, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from fluentorm.lint.source import Change, Statement

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
        table = _as_partition(table, parents[0], node.partbound, state)
    for parent in parents:
        if inherited := state.tables.get(parent):
            made = {n: dataclasses.replace(c, origin=origin) for n, c in inherited.columns.items()}
            table = dataclasses.replace(table, columns={**table.columns, **made})
    state.put("tables", name, table)
    for item in node.table_elts:
        kind = item.WhichOneof("node")
        if kind == "column_def":
            _add_column(state, name, item.column_def, origin)
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


def _as_partition(table: Table, parent: str, bound: Node, state: State) -> Table:
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


def _add_column(state: State, table: str, node: Node, origin: Origin) -> None:
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
    text = ""
    if kind == "c":
        columns = tuple(sorted(columns_in(node.raw_expr)))
        proves = proven_not_null(node.raw_expr)
        text = expression_text(node.raw_expr)
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
        text=text,
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
            name=_beside(table, made.name),
            table=table,
            columns=made.columns,
            unique=made.kind != "x",
            method="gist" if made.kind == "x" else "btree",
            constraint=True,
            origin=origin,
        )
        state.put("indexes", index.name, index)


def _beside(table: str, name: str) -> str:
    prefix = table.rpartition(".")[0]
    return f"{prefix}.{name}" if prefix else name


def _adopt(state: State, made: Constraint, index: str) -> Constraint:
    """Make an index the one of a constraint; it gets the constraint's name."""
    found = state.drop("indexes", index)
    if found is None:
        return made
    name = _beside(found.table, made.name)
    state.put("indexes", name, dataclasses.replace(found, name=name, constraint=True))
    return dataclasses.replace(made, columns=found.columns)


def alter(change: Change, statement: Statement, state: State) -> None:
    """Play one command of ALTER TABLE."""
    origin = Origin(state.origin.path, statement.line, state.batch)
    handler = _COMMANDS.get(change.verb)
    if handler is not None:
        handler(state, change.table, change.node, origin)


def _at_add_column(state: State, table: str, node: Node, origin: Origin) -> None:
    definition = getattr(node, "def").column_def
    if state.column(table, definition.colname) is None:
        _add_column(state, table, definition, origin)


def _at_drop_column(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    if found is None:
        return
    name = node.name
    columns = {n: c for n, c in found.columns.items() if n != name}
    constraints = {n: c for n, c in found.constraints.items() if name not in c.columns}
    state.put("tables", table, dataclasses.replace(found, columns=columns, constraints=constraints))
    for index in state.indexes_of(table):
        if name in (*index.columns, *index.included) or name in index.mentions:
            state.drop("indexes", index.name)


def _edit_column(state: State, table: str, name: str, **values: object) -> None:
    found = state.tables.get(table)
    column = found.columns.get(name) if found else None
    if found is not None and column is not None:
        changed = dataclasses.replace(column, **values)  # type: ignore[arg-type]
        state.put("tables", table, found.with_column(changed))


def _at_type(state: State, table: str, node: Node, _: Origin) -> None:
    kind = type_of(getattr(node, "def").column_def.type_name)
    _edit_column(state, table, node.name, type=kind)


def _at_default(state: State, table: str, node: Node, _: Origin) -> None:
    value = getattr(node, "def")
    given = value.WhichOneof("node") is not None
    how = volatility(value, state.volatilities()) if given else ""
    _edit_column(state, table, node.name, default=how)


def _at_set_not_null(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, not_null=True)
    found = state.tables.get(table)
    for item in list(found.of_kind("n")) if found else ():
        if found is not None and item.columns == (node.name,):
            found = found.with_constraint(dataclasses.replace(item, valid=True))
            state.put("tables", table, found)


def _at_drop_not_null(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, not_null=False)


def _at_identity(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, identity=True)


def _at_drop_identity(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, identity=False)


def _at_drop_expression(state: State, table: str, node: Node, _: Origin) -> None:
    _edit_column(state, table, node.name, generated="")


def _at_add_constraint(state: State, table: str, node: Node, origin: Origin) -> None:
    add_constraint(state, table, getattr(node, "def").constraint, origin)


def _at_drop_constraint(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    if found is None:
        return
    gone = found.constraints.get(node.name)
    constraints = {n: c for n, c in found.constraints.items() if n != node.name}
    found = dataclasses.replace(found, constraints=constraints)
    if gone is not None and gone.kind == "n":
        for name in gone.columns:
            if held := found.columns.get(name):
                found = found.with_column(dataclasses.replace(held, not_null=False))
    state.put("tables", table, found)
    index = state.indexes.get(_beside(table, node.name))
    if index is not None and index.constraint:
        state.drop("indexes", index.name)


def _at_validate(state: State, table: str, node: Node, _: Origin) -> None:
    found = state.tables.get(table)
    held = found.constraints.get(node.name) if found else None
    if found is None or held is None:
        return
    found = found.with_constraint(dataclasses.replace(held, valid=True))
    if held.kind == "n":
        for name in held.columns:
            if column := found.columns.get(name):
                found = found.with_column(dataclasses.replace(column, not_null=True))
    state.put("tables", table, found)


def _at_alter_constraint(state: State, table: str, node: Node, _: Origin) -> None:
    made = getattr(node, "def").atalter_constraint
    found = state.tables.get(table)
    held = found.constraints.get(made.conname) if found else None
    if found is not None and held is not None and made.alter_enforceability:
        changed = dataclasses.replace(held, enforced=made.is_enforced)
        state.put("tables", table, found.with_constraint(changed))


def _at_attach(state: State, table: str, node: Node, _: Origin) -> None:
    command = getattr(node, "def").partition_cmd
    name = relation_key(command.name)
    if name in state.indexes or table in state.indexes:
        return
    found = state.tables.get(name)
    if found is not None:
        state.put("tables", name, _as_partition(found, table, command.bound, state))


def _at_detach(state: State, table: str, node: Node, _: Origin) -> None:
    name = relation_key(getattr(node, "def").partition_cmd.name)
    found = state.tables.get(name)
    if found is not None:
        made = dataclasses.replace(found, parent="", default_partition=False)
        state.put("tables", name, made)


def _row_security(*, on: bool) -> Callable[[State, str, Node, Origin], None]:
    def play(state: State, table: str, _: Node, __: Origin) -> None:
        if found := state.tables.get(table):
            state.put("tables", table, dataclasses.replace(found, row_security=on))

    return play


def _at_replica(state: State, table: str, node: Node, _: Origin) -> None:
    kind = getattr(node, "def").replica_identity_stmt.identity_type
    if found := state.tables.get(table):
        state.put("tables", table, dataclasses.replace(found, replica_identity=kind))


def _at_options(state: State, name: str, node: Node, _: Origin) -> None:
    found = state.views.get(name)
    if found is None:
        return
    options = getattr(node, "def").list.items
    on = word(node, "subtype") == "AT_SetRelOptions"

    def now(option_name: str, before: bool) -> bool:
        if option(options, option_name) is None:
            return before
        return on and has_option(options, option_name)

    made = dataclasses.replace(
        found,
        invoker=now("security_invoker", found.invoker),
        barrier=now("security_barrier", found.barrier),
    )
    state.put("views", name, made)


_COMMANDS: dict[str, Callable[[State, str, Node, Origin], None]] = {
    "AT_AddColumn": _at_add_column,
    "AT_DropColumn": _at_drop_column,
    "AT_AlterColumnType": _at_type,
    "AT_ColumnDefault": _at_default,
    "AT_SetNotNull": _at_set_not_null,
    "AT_DropNotNull": _at_drop_not_null,
    "AT_AddIdentity": _at_identity,
    "AT_DropIdentity": _at_drop_identity,
    "AT_DropExpression": _at_drop_expression,
    "AT_AddConstraint": _at_add_constraint,
    "AT_DropConstraint": _at_drop_constraint,
    "AT_ValidateConstraint": _at_validate,
    "AT_AlterConstraint": _at_alter_constraint,
    "AT_AttachPartition": _at_attach,
    "AT_DetachPartition": _at_detach,
    "AT_EnableRowSecurity": _row_security(on=True),
    "AT_DisableRowSecurity": _row_security(on=False),
    "AT_ReplicaIdentity": _at_replica,
    "AT_SetRelOptions": _at_options,
    "AT_ResetRelOptions": _at_options,
}


def drop_table(state: State, name: str, *, cascade: bool) -> None:
    """Remove a table and what goes with it; with CASCADE also its partitions and keys to it."""
    if state.drop("tables", name) is None:
        return
    for index in state.indexes_of(name):
        state.drop("indexes", index.name)
    for shelf in ("triggers", "policies", "sequences"):
        for key in [k for k, item in getattr(state, shelf).items() if item.table == name]:
            state.drop(shelf, key)
    for partition in state.partitions_of(name):
        drop_table(state, partition.name, cascade=cascade)
    if cascade:
        for table in list(state.tables.values()):
            kept = {n: c for n, c in table.constraints.items() if c.references != name}
            if len(kept) < len(table.constraints):
                state.put("tables", table.name, dataclasses.replace(table, constraints=kept))


def rename_column(state: State, table: str, old: str, new: str) -> None:
    """Give a column another name, in constraints and indexes too."""
    found = state.tables.get(table)
    if found is None or old not in found.columns:
        return
    columns = {
        (new if n == old else n): dataclasses.replace(c, name=new) if n == old else c
        for n, c in found.columns.items()
    }
    constraints = {
        n: dataclasses.replace(
            c,
            columns=_renamed(c.columns, old, new),
            proves=frozenset(_renamed(c.proves, old, new)),
        )
        for n, c in found.constraints.items()
    }
    state.put("tables", table, dataclasses.replace(found, columns=columns, constraints=constraints))
    for index in state.indexes_of(table):
        if old in index.columns or old in index.mentions:
            made = dataclasses.replace(
                index,
                columns=_renamed(index.columns, old, new),
                mentions=frozenset(_renamed(index.mentions, old, new)),
            )
            state.put("indexes", index.name, made)


def _renamed(names: Collection[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def rename_constraint(state: State, table: str, old: str, new: str) -> None:
    """Give a constraint another name, and its index."""
    found = state.tables.get(table)
    held = found.constraints.get(old) if found else None
    if found is None or held is None:
        return
    constraints = {
        (new if n == old else n): dataclasses.replace(c, name=new) if n == old else c
        for n, c in found.constraints.items()
    }
    state.put("tables", table, dataclasses.replace(found, constraints=constraints))
    index = state.drop("indexes", _beside(table, old))
    if index is not None:
        name = _beside(table, new)
        state.put("indexes", name, dataclasses.replace(index, name=name))


def rename_relation(state: State, old: str, new: str) -> None:
    """Give a table, a view or an index another name."""
    for shelf in ("indexes", "views"):
        found = state.drop(shelf, old)
        if found is not None:
            state.put(shelf, new, dataclasses.replace(found, name=new))
            return
    table = state.drop("tables", old)
    if table is None:
        return
    state.put("tables", new, dataclasses.replace(table, name=new))
    for index in state.indexes_of(old):
        state.put("indexes", index.name, dataclasses.replace(index, table=new))
    for shelf in ("triggers", "policies"):
        for key, item in list(getattr(state, shelf).items()):
            if item.table == old:
                state.drop(shelf, key)
                made: Attached = dataclasses.replace(item, table=new)
                state.put(shelf, f"{new}.{item.name}", made)
    _follow_references(state, old, new)


def _follow_references(state: State, old: str, new: str) -> None:
    for table in list(state.tables.values()):
        changed = table
        if table.parent == old:
            changed = dataclasses.replace(changed, parent=new)
        for item in table.constraints.values():
            if item.references == old:
                changed = changed.with_constraint(dataclasses.replace(item, references=new))
        if changed is not table:
            state.put("tables", table.name, changed)


def rename_type(state: State, old: str, new: str) -> None:
    """Let the columns of a type follow its new name."""
    for table in list(state.tables.values()):
        changed = table
        for column in table.columns.values():
            if column.type.name == old:
                kind = dataclasses.replace(column.type, name=new)
                changed = changed.with_column(dataclasses.replace(column, type=kind))
        if changed is not table:
            state.put("tables", table.name, changed)
