"""Playing statements over a state: what is there after each of them.

Only what a rule asks for is followed. A statement about something that is not known changes
nothing: the server is the judge of what is wrong, not this.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, expression_text, word
from fluentorm.lint import replay_commands, replay_names, replay_tables
from fluentorm.lint.nodes import (
    columns_in,
    dotted,
    has_option,
    key,
    object_name,
    relation_key,
    relations_in,
    strings,
    type_of,
)
from fluentorm.lint.state import (
    Index,
    Origin,
    State,
    Table,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.lint.source import Change, Statement
from fluentorm.lint.replay_objects import (
    alter_domain,
    alter_enum,
    alter_publication,
    create_domain,
    create_enum,
    create_function,
    create_policy,
    create_publication,
    create_schema,
    create_sequence,
    create_trigger,
    create_type,
    grant,
    origin_of,
)


def play(statement: Statement, state: State) -> None:
    """Let a statement change the state."""
    for change in statement.changes:
        play_change(change, statement, state)


def play_change(change: Change, statement: Statement, state: State) -> None:
    """Let one change of a statement change the state."""
    if change.verb.startswith("AT_"):
        replay_commands.alter(change, statement, state)
    elif change.verb in _HANDLERS:
        _HANDLERS[change.verb](change.node, statement, state)


def _create_index(node: Node, statement: Statement, state: State) -> None:
    table = relation_key(node.relation)
    name = key(node.relation.schemaname, node.idxname)
    if not node.idxname or (node.if_not_exists and name in state.indexes):
        return
    state.put("indexes", name, index_of(node, name, table, origin_of(statement, state)))


def index_of(node: Node, name: str, table: str, origin: Origin) -> Index:
    """Return the index that CREATE INDEX makes."""
    elements = [item.index_elem for item in node.index_params]
    mentions: set[str] = set()
    for element in elements:
        if not element.name:
            mentions |= columns_in(element.expr)
    partial = node.HasField("where_clause")
    if partial:
        mentions |= columns_in(node.where_clause)
    return Index(
        name=name,
        table=table,
        columns=tuple(element.name for element in elements),
        mentions=frozenset(mentions),
        included=tuple(item.index_elem.name for item in node.index_including_params),
        unique=node.unique,
        partial=partial,
        method=node.access_method or "btree",
        text=expression_text(node.where_clause) if partial else "",
        origin=origin,
    )


def _create_table_as(node: Node, statement: Statement, state: State) -> None:
    name = relation_key(node.into.rel)
    origin = origin_of(statement, state)
    if word(node, "objtype") == "OBJECT_MATVIEW":
        view = View(
            name=name,
            materialized=True,
            columns=_view_columns(node.into.col_names, node.query),
            uses=relations_in(node.query),
            origin=origin,
        )
        state.put("views", name, view)
    else:
        temporary = node.into.rel.relpersistence == "t"
        state.put("tables", name, Table(name=name, temporary=temporary, origin=origin))


def _create_view(node: Node, statement: Statement, state: State) -> None:
    name = relation_key(node.view)
    before = state.views.get(name)
    view = View(
        name=name,
        columns=_view_columns(node.aliases, node.query),
        uses=relations_in(node.query),
        invoker=has_option(node.options, "security_invoker"),
        barrier=has_option(node.options, "security_barrier"),
        grants=before.grants if before else frozenset(),
        origin=origin_of(statement, state),
    )
    state.put("views", name, view)


def _view_columns(aliases: Node, query: Node) -> tuple[str, ...]:
    """Return the names of a view's columns; none where a star or an expression hides one."""
    select = query.select_stmt
    while select.HasField("larg"):
        select = select.larg
    names = []
    for item in select.target_list:
        target = item.res_target
        if target.name:
            names.append(target.name)
        elif target.val.HasField("column_ref"):
            last = target.val.column_ref.fields[-1]
            names.append(last.string.sval if last.HasField("string") else "")
        elif target.val.HasField("func_call"):
            names.append(target.val.func_call.funcname[-1].string.sval)
        else:
            names.append("")
    given = strings(aliases)
    names[: len(given)] = given
    return tuple(names) if all(names) else ()


def _rename(node: Node, _: Statement, state: State) -> None:
    kind = word(node, "rename_type")
    table = relation_key(node.relation)
    if kind == "OBJECT_COLUMN":
        replay_names.rename_column(state, table, node.subname, node.newname)
    elif kind == "OBJECT_TABCONSTRAINT":
        replay_names.rename_constraint(state, table, node.subname, node.newname)
    elif kind in ("OBJECT_TABLE", "OBJECT_INDEX", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        # ALTER TABLE ... RENAME serves for all of them.
        new = key(node.relation.schemaname, node.newname)
        replay_names.rename_relation(state, table, new)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        old = object_name(node.object)
        found = state.drop("types", old)
        if found is not None:
            new = key(old.rpartition(".")[0], node.newname)
            state.put("types", new, dataclasses.replace(found, name=new))
            replay_names.rename_type(state, old, new)
    elif kind in ("OBJECT_TRIGGER", "OBJECT_POLICY"):
        shelf = "triggers" if kind == "OBJECT_TRIGGER" else "policies"
        found = state.drop(shelf, f"{table}.{node.subname}")
        if found is not None:
            made = dataclasses.replace(found, name=node.newname)
            state.put(shelf, f"{table}.{node.newname}", made)


def _move(node: Node, _: Statement, state: State) -> None:
    if word(node, "object_type") in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        new = key(node.newschema, node.relation.relname)
        replay_names.rename_relation(state, relation_key(node.relation), new)


_DROPPED = {
    "OBJECT_VIEW": "views",
    "OBJECT_MATVIEW": "views",
    "OBJECT_INDEX": "indexes",
    "OBJECT_TYPE": "types",
    "OBJECT_DOMAIN": "types",
    "OBJECT_SEQUENCE": "sequences",
    "OBJECT_SCHEMA": "namespaces",
    "OBJECT_PUBLICATION": "publications",
}


def _drop(node: Node, _: Statement, state: State) -> None:
    kind = word(node, "remove_type")
    for item in node.objects:
        name = object_name(item)
        if kind == "OBJECT_TABLE":
            replay_names.drop_table(state, name, cascade=word(node, "behavior") == "DROP_CASCADE")
        elif kind in _DROPPED:
            state.drop(_DROPPED[kind], name)
        elif kind in ("OBJECT_TRIGGER", "OBJECT_POLICY"):
            *table, last = strings(item.list.items)
            shelf = "triggers" if kind == "OBJECT_TRIGGER" else "policies"
            state.drop(shelf, f"{key('.'.join(table[:-1]), table[-1])}.{last}")
        elif kind in ("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"):
            _drop_function(item.object_with_args, state)


def _drop_function(node: Node, state: State) -> None:
    name = dotted(node.objname)
    arguments = ",".join(str(type_of(item.type_name)) for item in node.objargs)
    if state.drop("routines", f"{name}({arguments})") is None and node.args_unspecified:
        for held in [k for k, item in state.routines.items() if item.name == name]:
            state.drop("routines", held)


_HANDLERS: dict[str, Callable[[Node, Statement, State], None]] = {
    "create_stmt": replay_tables.create,
    "index_stmt": _create_index,
    "create_table_as_stmt": _create_table_as,
    "view_stmt": _create_view,
    "create_enum_stmt": create_enum,
    "alter_enum_stmt": alter_enum,
    "composite_type_stmt": create_type,
    "create_range_stmt": create_type,
    "create_domain_stmt": create_domain,
    "alter_domain_stmt": alter_domain,
    "create_function_stmt": create_function,
    "create_trig_stmt": create_trigger,
    "create_policy_stmt": create_policy,
    "create_seq_stmt": create_sequence,
    "create_schema_stmt": create_schema,
    "create_publication_stmt": create_publication,
    "alter_publication_stmt": alter_publication,
    "grant_stmt": grant,
    "rename_stmt": _rename,
    "alter_object_schema_stmt": _move,
    "drop_stmt": _drop,
}
