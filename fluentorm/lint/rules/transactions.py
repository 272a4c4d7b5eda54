"""TX: what does not belong into a migration's transaction, and what is no SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, Unreadable, plpgsql, word
from fluentorm.lint.nodes import (
    dotted,
    functions_in,
    literals_in,
    option,
    option_text,
    walk,
)
from fluentorm.lint.replay_objects import SCHEMA_KINDS, changes_schema
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity
from fluentorm.lint.rules.indexes import is_concurrent
from fluentorm.lint.source import inner_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change
    from fluentorm.lint.state import Type

TX000 = CATALOGUE.add(
    Rule(
        id="TX000",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a statement that PostgreSQL's parser cannot read",
        reason="What cannot be read cannot be checked, and the server will not run it either.",
        fix="correct the statement",
        allowed=False,
    )
)
TX001 = CATALOGUE.add(
    Rule(
        id="TX001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="BEGIN, COMMIT, ROLLBACK or SAVEPOINT in a file",
        reason="The runner opens and ends transactions, and records the migration in them: one of "
        "the file's own would divide that.",
        fix="remove it; divide the file by step lines where it needs several transactions",
    )
)
TX002 = CATALOGUE.add(
    Rule(
        id="TX002",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="an enum value is added and used in one transaction",
        reason="The server refuses to use it before the commit (55P04), unless the type is new "
        "too.",
        fix="ALTER TYPE ... ADD VALUE in a step or file of its own, before",
    )
)
TX003 = CATALOGUE.add(
    Rule(
        id="TX003",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="SET for the whole session",
        reason="It outlives the transaction, reaches other clients through a connection pooler, "
        "and "
        "some settings change how the rest is read.",
        fix="SET LOCAL, or leave it to the runner, which sets timeouts and search_path by itself",
    )
)
TX004 = CATALOGUE.add(
    Rule(
        id="TX004",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="schema changes inside DO or a function",
        reason="A linter and a reviewer see them badly, and EXECUTE of a text that is put together "
        "not at all: every other rule is blind there.",
        fix="plain statements; else lint --level t, which runs it and looks at the locks",
    )
)
TX005 = CATALOGUE.add(
    Rule(
        id="TX005",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="psql's own commands, COPY with data in the file, or :variables",
        reason="They are no SQL: only psql understands them, and fluentorm sends files to the "
        "server.",
        fix="write SQL only: INSERT ... VALUES for rows; db_pull for a dump",
    )
)
TX006 = CATALOGUE.add(
    Rule(
        id="TX006",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a statement outside a transaction without a way to see whether it is done",
        reason="A run that dies there cannot know whether to run it again.",
        fix='a line "-- Probe: SELECT ..." below the step line, whose query gives true when it '
        "is done",
    )
)
TX007 = CATALOGUE.add(
    Rule(
        id="TX007",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a command for the whole server or for its upkeep",
        reason="VACUUM, CREATE DATABASE, ALTER SYSTEM, CREATE TABLESPACE and CREATE SUBSCRIPTION "
        "are "
        "no schema: they run in no transaction and nothing takes them back.",
        fix="run it by hand or from the deployment, not in a migration",
    )
)

_OPERATIONS = {
    "createdb_stmt": "CREATE DATABASE",
    "dropdb_stmt": "DROP DATABASE",
    "alter_database_stmt": "ALTER DATABASE",
    "alter_system_stmt": "ALTER SYSTEM",
    "create_table_space_stmt": "CREATE TABLESPACE",
    "drop_table_space_stmt": "DROP TABLESPACE",
    "create_subscription_stmt": "CREATE SUBSCRIPTION",
    "alter_subscription_stmt": "ALTER SUBSCRIPTION",
    "drop_subscription_stmt": "DROP SUBSCRIPTION",
    "check_point_stmt": "CHECKPOINT",
}
_LEAKING = frozenset(
    "search_path role session_authorization standard_conforming_strings session_replication_role "
    "lock_timeout statement_timeout idle_in_transaction_session_timeout transaction_timeout "
    "client_encoding check_function_bodies row_security default_transaction_isolation timezone "
    "default_tablespace default_table_access_method xmloption client_min_messages".split()
)
_META = re.compile(r"^\s*\\\w*", re.MULTILINE)
_VARIABLE = re.compile(r"(?<![:\w]):['\"]?[A-Za-z_]\w*")
_DYNAMIC_DDL = re.compile(r"'\s*(create|alter|drop|truncate|reindex|refresh)\b", re.IGNORECASE)


@CATALOGUE.check(TX000, "file")
def unreadable(scene: Scene) -> Iterator[Found]:
    """Look for statements that are no SQL of any kind."""
    for trouble in scene.file.troubles:
        if not _is_psql(trouble.text):
            yield Found(f"cannot be read: {trouble.message}", line=trouble.line)


@CATALOGUE.check(TX005, "file")
def psql_only(scene: Scene) -> Iterator[Found]:
    """Look for statements that only psql would understand."""
    for trouble in scene.file.troubles:
        if what := _is_psql(trouble.text):
            yield Found(f"{what} works only in psql", line=trouble.line)


def _is_psql(text: str) -> str:
    if match := _META.search(text):
        return f"the command {match[0].strip()}"
    if match := _VARIABLE.search(text):
        return f"the variable {match[0]}"
    return ""


@CATALOGUE.check(TX005, "copy_stmt")
def copy_with_data(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for COPY FROM STDIN and TO STDOUT."""
    if not node.filename and not node.is_program:
        where = "FROM STDIN" if node.is_from else "TO STDOUT"
        yield Found(f"COPY {where} works only in psql")


@CATALOGUE.check(TX001, "transaction_stmt")
def transaction_control(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for transaction control."""
    what = word(node, "kind").removeprefix("TRANS_STMT_").replace("_", " ")
    yield Found(f"{what} would divide the transaction that the runner opens")


@CATALOGUE.check(TX002, "unit")
def enum_value_used(scene: Scene) -> Iterator[Found]:
    """Look for uses of values that the same transaction added."""
    if not scene.unit.transactional:
        return
    added: dict[str, str] = {}
    for statement, change, _ in scene.before:
        node = change.node
        if change.verb == "alter_enum_stmt":
            kind = scene.state.types.get(dotted(node.type_name))
            if not node.old_val and not _made_here(kind, scene):
                added[node.new_val] = dotted(node.type_name)
            continue
        if not added:
            continue
        for value in sorted(literals_in(node) & set(added)):
            yield Found(
                f"'{value}' of \"{added[value]}\" was added in this transaction",
                line=statement.line,
            )
            del added[value]


def _made_here(kind: Type | None, scene: Scene) -> bool:
    lines = [statement.line for statement in scene.unit.statements]
    return kind is not None and (kind.origin.path == scene.file.path and kind.origin.line in lines)


@CATALOGUE.check(TX003, "variable_set_stmt")
def set_for_session(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for SET without LOCAL."""
    name = node.name.lower()
    if not node.is_local and name in _LEAKING and word(node, "kind") != "VAR_RESET":
        yield Found(f"SET {name} stays after the transaction")


@CATALOGUE.check(TX003, "select_stmt")
def set_config_for_session(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for set_config(..., false)."""
    for kind, part in walk(node):
        if kind == "FuncCall" and dotted(part.funcname) == "set_config" and len(part.args) == 3:
            last = part.args[2]
            local = last.a_const.HasField("boolval") and last.a_const.boolval.boolval
            if not local:
                yield Found("set_config(..., false) stays after the transaction")


@CATALOGUE.check(TX004, "do_stmt")
def schema_change_in_block(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for DO blocks that change the schema, or run a text."""
    if scene.statement.within:
        return
    text = scene.statement.text
    try:
        ran = list(plpgsql(text))
    except Unreadable:
        yield Found("this DO block cannot be looked into")
        return
    if any(kind == "dynamic" for kind, _text in ran):
        yield Found("EXECUTE runs a text that no rule can see")
    elif any(inner.kind in SCHEMA_KINDS for inner in inner_statements(text)):
        yield Found("this DO block changes the schema")


@CATALOGUE.check(TX004, "create_function_stmt")
def schema_change_in_function(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for functions that show that they change the schema."""
    name = dotted(node.funcname)
    if changes_schema(node, scene.statement.text):
        yield Found(f'"{name}" changes the schema when it is called')
        return
    body = option(node.options, "as")
    if body is not None and "execute" in scene.statement.text.lower():
        texts = [item.string.sval for item in body.list.items] or [option_text(body)]
        if any(_DYNAMIC_DDL.search(text) for text in texts):
            yield Found(f'"{name}" runs a text that changes the schema')


@CATALOGUE.check(TX004, "select_stmt", "call_stmt")
def schema_change_called(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for calls of functions that change the schema."""
    called = functions_in(node)
    for routine in scene.state.routines.values():
        if routine.name in called and routine.changes_schema:
            yield Found(f'"{routine.name}" changes the schema, unseen by the other rules')


@CATALOGUE.check(TX006, "unit")
def cannot_resume(scene: Scene) -> Iterator[Found]:
    """Look for what runs outside transactions and cannot be probed."""
    if scene.unit.transactional or scene.unit.probe:
        return
    for statement in scene.unit.statements:
        known = any(is_concurrent(change) for change in statement.changes)
        if not known and statement.kind not in ("transaction_stmt", *_OPERATIONS):
            yield Found("a run that dies here cannot tell whether it is done", line=statement.line)


@CATALOGUE.check(TX007, *_OPERATIONS)
def server_command(_: Node, change: Change, __: Scene) -> Iterator[Found]:
    """Look for commands that concern the server."""
    yield Found(f"{_OPERATIONS[change.verb]} is no schema change")


@CATALOGUE.check(TX007, "vacuum_stmt")
def vacuum(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for VACUUM; ANALYZE is another command of the same node."""
    if node.is_vacuumcmd:
        yield Found("VACUUM is no schema change")
