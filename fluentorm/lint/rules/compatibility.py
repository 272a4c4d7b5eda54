"""CP: what breaks code that runs while the schema changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import dotted, key, object_name, relation_key
from fluentorm.lint.replay_objects import arguments_of
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change

CP001 = CATALOGUE.add(
    Rule(
        id="CP001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a rename that running code does not know of",
        reason="From the commit on, every query of the old code that uses the old name fails.",
        fix="expand and contract: the new one beside the old, a trigger that keeps them in step; "
        "for "
        "a table a view under the old name in the same transaction",
        intent=True,
    )
)
CP002 = CATALOGUE.add(
    Rule(
        id="CP002",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="a column or table is dropped that code in operation may still use",
        reason="Code that runs while the migration does still reads and writes it, SELECT * and "
        "INSERT "
        "without column list too.",
        fix="two releases: the first stops using it, the second drops it",
    )
)
CP003 = CATALOGUE.add(
    Rule(
        id="CP003",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a NOT NULL column that old code does not fill",
        reason="Every INSERT of the old code fails: it does not name the column, and there is no "
        "default.",
        fix="keep a default until all code fills the column",
        intent=True,
    )
)
CP004 = CATALOGUE.add(
    Rule(
        id="CP004",
        severity=Severity.INFO,
        level=Level.STATE,
        summary="the result of prepared SELECT * changes",
        reason='Prepared statements fail with 0A000, "cached plan must not change result type", '
        "until "
        "they are prepared anew.",
        fix="name the columns in queries, or let clients reconnect",
    )
)
CP005 = CATALOGUE.add(
    Rule(
        id="CP005",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="a new constraint or restrictive policy that old code may violate",
        reason="NOT VALID spares the old rows, not the new ones: code that writes others gets "
        "errors "
        "from the commit on.",
        fix="release code that keeps to it first",
        intent=True,
    )
)
CP006 = CATALOGUE.add(
    Rule(
        id="CP006",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a view comes back with fewer columns, other options, or without its grants",
        reason="Readers of the view fail, or see rows that row-level security hid.",
        fix="keep the columns in their order and add new ones behind; repeat options and grants",
        intent=True,
    )
)
CP007 = CATALOGUE.add(
    Rule(
        id="CP007",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="CREATE OR REPLACE FUNCTION with other arguments makes a second function",
        reason="The old one stays, and calls go on choosing it.",
        fix="drop the old one in the same transaction, or keep both on purpose",
    )
)

_RENAMED = {
    "OBJECT_TABLE": "table",
    "OBJECT_COLUMN": "column",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "view",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "function",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "type",
    "OBJECT_ATTRIBUTE": "attribute",
    "OBJECT_SEQUENCE": "sequence",
}


@CATALOGUE.check(CP001, "unit")
def renamed(scene: Scene) -> Iterator[Found]:
    """Look for old names that are gone at the end of the transaction."""
    if scene.file.down:  # whoever rolls back, rolls the code back too
        return
    for statement, change, _ in scene.before:
        node = change.node
        if change.verb == "alter_enum_stmt" and node.old_val:
            yield Found(f"the value '{node.old_val}' has another name", line=statement.line)
        if change.verb != "rename_stmt":
            continue
        kind = word(node, "rename_type")
        if kind not in _RENAMED or not _is_gone(node, kind, scene):
            continue
        old = node.subname or relation_key(node.relation) or _object(node)
        yield Found(
            f'the {_RENAMED[kind]} "{old}" has another name', change.table, line=statement.line
        )


def _object(node: Node) -> str:
    return object_name(node.object) if node.HasField("object") else ""


def _is_gone(node: Node, kind: str, scene: Scene) -> bool:
    state = scene.state
    table = relation_key(node.relation)
    new = key(node.relation.schemaname, node.newname)
    if kind == "OBJECT_COLUMN":
        if table in state.views or node.subname.startswith("_fl_"):
            return table in state.views
        return scene.live(table) and state.column(table, node.subname) is None
    if kind in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"):
        if table.startswith("_fl_") or new in state.indexes:
            return False
        return scene.live(new) and table not in state.tables and table not in state.views
    if kind in ("OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_SEQUENCE"):
        shelf = state.sequences if kind == "OBJECT_SEQUENCE" else state.types
        old = table or _object(node)
        return old not in shelf
    return True


@CATALOGUE.check(CP001, "alter_object_schema_stmt")
def moved(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for objects that move to another schema."""
    if not scene.file.down and (scene.live(change.table) or not change.table):
        yield Found(f'"{change.table or _object(node)}" moves to "{node.newschema}"', change.table)


@CATALOGUE.check(CP002, "drop_stmt")
def table_dropped(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for dropped tables, unless the file concludes an earlier one."""
    if word(node, "remove_type") != "OBJECT_TABLE" or "contract" in scene.file.header:
        return
    for item in node.objects:
        table = object_name(item)
        if scene.live(table) and not scene.file.down:
            yield Found(f'code in operation may use "{table}"', table)


@CATALOGUE.check(CP002, "AT_DropColumn")
def column_dropped(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for dropped columns, unless the file concludes an earlier one."""
    if "contract" in scene.file.header or scene.file.down or not scene.live(change.table):
        return
    column = scene.state.column(change.table, node.name)
    fresh = column is not None and column.origin.batch == scene.state.batch
    if not fresh and not node.name.startswith("_fl_"):
        yield Found(f'code in operation may use {node.name} of "{change.table}"', change.table)


def _is_dropped(change: Change) -> bool:
    return getattr(change.node, "def").WhichOneof("node") is None


@CATALOGUE.check(CP003, "file")
def not_filled(scene: Scene) -> Iterator[Found]:
    """Look for columns that are NOT NULL without a value at the end of the file."""
    touched: dict[tuple[str, str], int] = {}
    for statement, change, _ in scene.before:
        if change.verb == "AT_AddColumn":
            name = getattr(change.node, "def").column_def.colname
            touched[change.table, name] = statement.line
        elif change.verb == "AT_ColumnDefault" and _is_dropped(change):
            touched[change.table, change.node.name] = statement.line
    for (table, name), line in touched.items():
        column = scene.state.column(table, name)
        if column is None or not scene.live(table) or scene.file.down:
            continue
        if column.not_null and not column.default and not column.identity and not column.generated:
            yield Found(f'{name} of "{table}" is NOT NULL and has no default', table, line=line)


@CATALOGUE.check(CP004, "AT_AddColumn", "AT_AlterColumnType")
def result_changes(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes of what SELECT * gives."""
    if scene.live(change.table) and not scene.file.down:
        name = node.name or getattr(node, "def").column_def.colname
        yield Found(f'{name} changes what SELECT * of "{change.table}" gives', change.table)


@CATALOGUE.check(CP005, "AT_AddConstraint")
def constraint_binds(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for constraints on tables in use."""
    made = getattr(node, "def").constraint
    kinds = {
        "CONSTR_CHECK": "CHECK",
        "CONSTR_FOREIGN": "foreign key",
        "CONSTR_UNIQUE": "unique constraint",
        "CONSTR_EXCLUSION": "exclusion",
    }
    kind = word(made, "contype")
    enforced = kind not in ("CONSTR_CHECK", "CONSTR_FOREIGN") or made.is_enforced
    if kind not in kinds or made.conname.startswith("_fl_") or not enforced:
        return
    # Its unique index, in use since an earlier step, said so already.
    if scene.live(change.table) and not made.indexname and not scene.file.down:
        name = f' "{made.conname}"' if made.conname else ""
        yield Found(f'the {kinds[kind]}{name} binds all who write "{change.table}"', change.table)


@CATALOGUE.check(CP005, "index_stmt")
def unique_index_binds(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for unique indexes on tables in use."""
    if node.unique and scene.live(change.table) and not scene.file.down:
        yield Found(
            f'the unique index "{node.idxname}" binds all who write "{change.table}"', change.table
        )


@CATALOGUE.check(CP005, "create_policy_stmt")
def policy_binds(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for restrictive policies on tables in use."""
    if not node.permissive and scene.live(change.table):
        yield Found(
            f'the restrictive policy "{node.policy_name}" binds all who use "{change.table}"',
            change.table,
        )


@CATALOGUE.check(CP006, "file")
def view_loses(scene: Scene) -> Iterator[Found]:
    """Look for views that were replaced by less."""
    lines = {
        relation_key(change.node.view): statement.line
        for statement, change, _ in scene.before
        if change.verb == "view_stmt"
    }
    for name, before in scene.views_before.items():
        after = scene.state.views.get(name)
        if after is None or name not in lines or before.origin.batch == scene.state.batch:
            continue
        lost = []
        if before.columns and after.columns[: len(before.columns)] != before.columns:
            missing = [c for c in before.columns if c not in after.columns]
            lost.append(
                f"its column {', '.join(missing)}" if missing else "the order of its columns"
            )
        if before.invoker and not after.invoker:
            lost.append("security_invoker")
        if before.barrier and not after.barrier:
            lost.append("security_barrier")
        if before.grants - after.grants:
            lost.append(f"its grants to {', '.join(sorted(before.grants - after.grants))}")
        if lost:
            yield Found(f'the view "{name}" loses {" and ".join(lost)}', line=lines[name])


@CATALOGUE.check(CP007, "create_function_stmt")
def overloaded(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for OR REPLACE that replaces nothing."""
    name = dotted(node.funcname)
    arguments = arguments_of(node)
    if not node.replace:
        return
    others = [item.arguments for item in scene.state.routines.values() if item.name == name]
    if others and arguments not in others:
        shown = ", ".join(others[0])
        yield Found(f'"{name}({shown})" stays beside "{name}({", ".join(arguments)})"')
