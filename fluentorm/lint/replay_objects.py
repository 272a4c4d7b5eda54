"""Playing what makes and changes objects that are no tables over a state."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint import replay_tables
from fluentorm.lint.nodes import (
    dotted,
    option,
    option_text,
    relation_key,
    strings,
    type_of,
)
from fluentorm.lint.source import inner_statements
from fluentorm.lint.state import (
    Attached,
    Named,
    Origin,
    Publication,
    Routine,
    State,
    Type,
)

if TYPE_CHECKING:
    from fluentorm.lint.source import Statement


SCHEMA_KINDS = frozenset(
    "index_stmt create_stmt alter_table_stmt drop_stmt rename_stmt create_table_as_stmt "
    "create_domain_stmt alter_domain_stmt create_enum_stmt alter_enum_stmt create_trig_stmt "
    "create_policy_stmt view_stmt create_function_stmt truncate_stmt reindex_stmt rule_stmt".split()
)


def origin_of(statement: Statement, state: State) -> Origin:
    """Return where what a statement makes comes from."""
    return Origin(state.origin.path, statement.line, state.batch)


def create_enum(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE TYPE ... AS ENUM."""
    name = dotted(node.type_name)
    values = strings(node.vals)
    made = Type(name=name, kind="e", values=values, origin=origin_of(statement, state))
    state.put("types", name, made)


def alter_enum(node: Node, _: Statement, state: State) -> None:
    """Play ALTER TYPE of an enum."""
    name = dotted(node.type_name)
    found = state.types.get(name)
    if found is None:
        return
    values = [node.new_val if value == node.old_val else value for value in found.values]
    if not node.old_val:
        values.append(node.new_val)
    state.put("types", name, dataclasses.replace(found, values=tuple(values)))


def create_type(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE TYPE of other kinds."""
    named = node.typevar if hasattr(node, "typevar") else None
    name = relation_key(named) if named is not None else dotted(node.type_name)
    state.put("types", name, Type(name=name, kind="c", origin=origin_of(statement, state)))


def create_domain(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE DOMAIN."""
    name = dotted(node.domainname)
    origin = origin_of(statement, state)
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


def alter_domain(node: Node, statement: Statement, state: State) -> None:
    """Play ALTER DOMAIN."""
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
            origin_of(statement, state),
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


def create_function(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE FUNCTION."""
    name = dotted(node.funcname)
    arguments = arguments_of(node)
    volatility = option(node.options, "volatility")
    made = Routine(
        name=name,
        arguments=arguments,
        volatility=option_text(volatility) if volatility is not None else "volatile",
        changes_schema=changes_schema(node, statement.text),
        origin=origin_of(statement, state),
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


def create_trigger(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE TRIGGER."""
    table = relation_key(node.relation)
    made = Attached(
        name=node.trigname,
        table=table,
        detail=dotted(node.funcname),
        origin=origin_of(statement, state),
    )
    state.put("triggers", f"{table}.{node.trigname}", made)


def create_policy(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE POLICY."""
    table = relation_key(node.table)
    made = Attached(
        name=node.policy_name,
        table=table,
        detail=node.cmd_name,
        origin=origin_of(statement, state),
    )
    state.put("policies", f"{table}.{node.policy_name}", made)


def create_sequence(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE SEQUENCE."""
    name = relation_key(node.sequence)
    state.put("sequences", name, Named(name=name, origin=origin_of(statement, state)))


def create_schema(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE SCHEMA."""
    made = Named(name=node.schemaname, origin=origin_of(statement, state))
    state.put("namespaces", node.schemaname, made)


def create_publication(node: Node, statement: Statement, state: State) -> None:
    """Play CREATE PUBLICATION."""
    tables, namespaces = published(node)
    operations = option(node.options, "publish")
    said = option_text(operations) if operations is not None else "update, delete"
    made = Publication(
        name=node.pubname,
        tables=tables,
        namespaces=namespaces,
        everything=node.for_all_tables,
        changes="update" in said or "delete" in said,
        origin=origin_of(statement, state),
    )
    state.put("publications", node.pubname, made)


def alter_publication(node: Node, _: Statement, state: State) -> None:
    """Play ALTER PUBLICATION."""
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


def grant(node: Node, _: Statement, state: State) -> None:
    """Play GRANT, as far as views lose it."""
    if word(node, "objtype") != "OBJECT_TABLE" or not node.is_grant:
        return
    roles = {item.role_spec.rolename or "public" for item in node.grantees}
    for item in node.objects:
        name = relation_key(item.range_var)
        found = state.views.get(name)
        if found is not None:
            state.put("views", name, dataclasses.replace(found, grants=found.grants | roles))
