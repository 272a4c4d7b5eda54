"""Playing statements over a state: what is there after each of them.

Only what a rule asks for is followed. A statement about something that is not known changes
nothing: the server is the judge of what is wrong, not this.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, expression_text, word
from fluentorm.lint import replay_tables
from fluentorm.lint.nodes import (
    columns_in,
    dotted,
    has_option,
    key,
    object_name,
    option,
    option_text,
    relation_key,
    relations_in,
    strings,
    type_of,
)
from fluentorm.lint.source import inner_statements
from fluentorm.lint.state import (
    Attached,
    Index,
    Named,
    Origin,
    Publication,
    Routine,
    State,
    Table,
    Type,
    View,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.lint.source import Change, Statement

SCHEMA_KINDS = frozenset(
    "index_stmt create_stmt alter_table_stmt drop_stmt rename_stmt create_table_as_stmt "
    "create_domain_stmt alter_domain_stmt create_enum_stmt alter_enum_stmt create_trig_stmt "
    "create_policy_stmt view_stmt create_function_stmt truncate_stmt reindex_stmt rule_stmt".split()
)


def play(statement: Statement, state: State) -> None:
    """Let a statement change the state."""
    for change in statement.changes:
        play_change(change, statement, state)


def play_change(change: Change, statement: Statement, state: State) -> None:
    """Let one change of a statement change the state."""
    if change.verb.startswith("AT_"):
        replay_tables.alter(change, statement, state)
    elif change.verb in _HANDLERS:
        _HANDLERS[change.verb](change.node, statement, state)


def _origin(statement: Statement, state: State) -> Origin:
    return Origin(state.origin.path, statement.line, state.batch)


def _create_index(node: Node, statement: Statement, state: State) -> None:
    table = relation_key(node.relation)
    name = key(node.relation.schemaname, node.idxname)
    if not node.idxname or (node.if_not_exists and name in state.indexes):
        return
    state.put("indexes", name, index_of(node, name, table, _origin(statement, state)))


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
    origin = _origin(statement, state)
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
        origin=_origin(statement, state),
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


def _create_enum(node: Node, statement: Statement, state: State) -> None:
    name = dotted(node.type_name)
    values = strings(node.vals)
    made = Type(name=name, kind="e", values=values, origin=_origin(statement, state))
    state.put("types", name, made)


def _alter_enum(node: Node, _: Statement, state: State) -> None:
    name = dotted(node.type_name)
    found = state.types.get(name)
    if found is None:
        return
    values = [node.new_val if value == node.old_val else value for value in found.values]
    if not node.old_val:
        values.append(node.new_val)
    state.put("types", name, dataclasses.replace(found, values=tuple(values)))


def _create_type(node: Node, statement: Statement, state: State) -> None:
    named = node.typevar if hasattr(node, "typevar") else None
    name = relation_key(named) if named is not None else dotted(node.type_name)
    state.put("types", name, Type(name=name, kind="c", origin=_origin(statement, state)))


def _create_domain(node: Node, statement: Statement, state: State) -> None:
    name = dotted(node.domainname)
    origin = _origin(statement, state)
    checks = []
    for item in node.constraints:
        kind = word(item.constraint, "contype")
        if kind in ("CONSTR_CHECK", "CONSTR_NOTNULL"):
            made = replay_tables.constraint(item.constraint, name, (), origin)
            checks.append(made)
    domain = Type(
        name=name,
        kind="d",
        base=type_of(node.type_name),
        checked=bool(checks),
        constraints=tuple(checks),
        origin=origin,
    )
    state.put("types", name, domain)


def _alter_domain(node: Node, statement: Statement, state: State) -> None:
    name = dotted(node.type_name)
    found = state.types.get(name)
    if found is None:
        return
    constraints = found.constraints
    if node.subtype == "C":
        made = replay_tables.constraint(
            getattr(node, "def").constraint,
            name,
            [c.name for c in constraints],
            _origin(statement, state),
        )
        constraints = (*constraints, made)
    elif node.subtype == "X":
        constraints = tuple(item for item in constraints if item.name != node.name)
    elif node.subtype == "V":
        constraints = tuple(
            dataclasses.replace(item, valid=True) if item.name == node.name else item
            for item in constraints
        )
    checked = bool(constraints) or node.subtype == "O"
    state.put("types", name, dataclasses.replace(found, constraints=constraints, checked=checked))


def _create_function(node: Node, statement: Statement, state: State) -> None:
    name = dotted(node.funcname)
    arguments = arguments_of(node)
    volatility = option(node.options, "volatility")
    made = Routine(
        name=name,
        arguments=arguments,
        volatility=option_text(volatility) if volatility is not None else "volatile",
        changes_schema=changes_schema(node, statement.text),
        origin=_origin(statement, state),
    )
    state.put("routines", f"{name}({','.join(arguments)})", made)


def arguments_of(node: Node) -> tuple[str, ...]:
    """Return the types of a function's input arguments."""
    return tuple(
        str(type_of(item.function_parameter.arg_type))
        for item in node.parameters
        if word(item.function_parameter, "mode") not in ("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE")
    )


def changes_schema(node: Node, text: str) -> bool:
    """Say whether a function in PL/pgSQL shows that it changes the schema."""
    language = option(node.options, "language")
    if language is None or option_text(language).lower() != "plpgsql":
        return False
    return any(inner.kind in SCHEMA_KINDS for inner in inner_statements(text))


def _create_trigger(node: Node, statement: Statement, state: State) -> None:
    table = relation_key(node.relation)
    made = Attached(
        name=node.trigname,
        table=table,
        detail=dotted(node.funcname),
        origin=_origin(statement, state),
    )
    state.put("triggers", f"{table}.{node.trigname}", made)


def _create_policy(node: Node, statement: Statement, state: State) -> None:
    table = relation_key(node.table)
    made = Attached(
        name=node.policy_name,
        table=table,
        detail=node.cmd_name,
        origin=_origin(statement, state),
    )
    state.put("policies", f"{table}.{node.policy_name}", made)


def _create_sequence(node: Node, statement: Statement, state: State) -> None:
    name = relation_key(node.sequence)
    state.put("sequences", name, Named(name=name, origin=_origin(statement, state)))


def _create_schema(node: Node, statement: Statement, state: State) -> None:
    made = Named(name=node.schemaname, origin=_origin(statement, state))
    state.put("namespaces", node.schemaname, made)


def _create_publication(node: Node, statement: Statement, state: State) -> None:
    tables, namespaces = published(node)
    operations = option(node.options, "publish")
    said = option_text(operations) if operations is not None else "update, delete"
    made = Publication(
        name=node.pubname,
        tables=tables,
        namespaces=namespaces,
        everything=node.for_all_tables,
        changes="update" in said or "delete" in said,
        origin=_origin(statement, state),
    )
    state.put("publications", node.pubname, made)


def _alter_publication(node: Node, _: Statement, state: State) -> None:
    found = state.publications.get(node.pubname)
    if found is None:
        return
    tables, namespaces = published(node)
    how = word(node, "action")
    if how == "AP_AddObjects":
        tables, namespaces = found.tables | tables, found.namespaces | namespaces
    elif how == "AP_DropObjects":
        tables, namespaces = found.tables - tables, found.namespaces - namespaces
    elif not node.pubobjects:
        return
    made = dataclasses.replace(found, tables=tables, namespaces=namespaces)
    state.put("publications", node.pubname, made)


def published(node: Node) -> tuple[frozenset[str], frozenset[str]]:
    """Return the tables and the namespaces that a publication names."""
    specs = [item.publication_obj_spec for item in node.pubobjects]
    tables = (relation_key(s.pubtable.relation) for s in specs if s.HasField("pubtable"))
    namespaces = (s.name for s in specs if not s.HasField("pubtable"))
    return frozenset(tables), frozenset(namespaces)


def _grant(node: Node, _: Statement, state: State) -> None:
    if word(node, "objtype") != "OBJECT_TABLE" or not node.is_grant:
        return
    roles = {item.role_spec.rolename or "public" for item in node.grantees}
    for item in node.objects:
        name = relation_key(item.range_var)
        found = state.views.get(name)
        if found is not None:
            state.put("views", name, dataclasses.replace(found, grants=found.grants | roles))


def _rename(node: Node, _: Statement, state: State) -> None:
    kind = word(node, "rename_type")
    table = relation_key(node.relation)
    if kind == "OBJECT_COLUMN":
        replay_tables.rename_column(state, table, node.subname, node.newname)
    elif kind == "OBJECT_TABCONSTRAINT":
        replay_tables.rename_constraint(state, table, node.subname, node.newname)
    elif kind in ("OBJECT_TABLE", "OBJECT_INDEX", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        # ALTER TABLE ... RENAME serves for all of them.
        new = key(node.relation.schemaname, node.newname)
        replay_tables.rename_relation(state, table, new)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        old = object_name(node.object)
        found = state.drop("types", old)
        if found is not None:
            new = key(old.rpartition(".")[0], node.newname)
            state.put("types", new, dataclasses.replace(found, name=new))
            replay_tables.rename_type(state, old, new)
    elif kind in ("OBJECT_TRIGGER", "OBJECT_POLICY"):
        shelf = "triggers" if kind == "OBJECT_TRIGGER" else "policies"
        found = state.drop(shelf, f"{table}.{node.subname}")
        if found is not None:
            made = dataclasses.replace(found, name=node.newname)
            state.put(shelf, f"{table}.{node.newname}", made)


def _move(node: Node, _: Statement, state: State) -> None:
    if word(node, "object_type") in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        new = key(node.newschema, node.relation.relname)
        replay_tables.rename_relation(state, relation_key(node.relation), new)


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
            replay_tables.drop_table(state, name, cascade=word(node, "behavior") == "DROP_CASCADE")
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
    "create_enum_stmt": _create_enum,
    "alter_enum_stmt": _alter_enum,
    "composite_type_stmt": _create_type,
    "create_range_stmt": _create_type,
    "create_domain_stmt": _create_domain,
    "alter_domain_stmt": _alter_domain,
    "create_function_stmt": _create_function,
    "create_trig_stmt": _create_trigger,
    "create_policy_stmt": _create_policy,
    "create_seq_stmt": _create_sequence,
    "create_schema_stmt": _create_schema,
    "create_publication_stmt": _create_publication,
    "alter_publication_stmt": _alter_publication,
    "grant_stmt": _grant,
    "rename_stmt": _rename,
    "alter_object_schema_stmt": _move,
    "drop_stmt": _drop,
}
