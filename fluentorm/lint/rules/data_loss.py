"""DL: what is gone afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import object_name, relation_key
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change
    from fluentorm.lint.state import Origin, State

DL001 = CATALOGUE.add(
    Rule(
        id="DL001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="data is dropped",
        reason="DROP TABLE, COLUMN, SCHEMA, SEQUENCE and TYPE, TRUNCATE and DELETE without WHERE "
        "lose "
        "rows, and no down file brings them back.",
        fix='say so in the header: "-- Hazard: loses data in ..."; generated files do',
        intent=True,
    )
)
DL002 = CATALOGUE.add(
    Rule(
        id="DL002",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="CASCADE",
        reason="It drops what nobody named: views, foreign keys, columns of that type, rows of "
        "other "
        "tables.",
        fix="drop what depends on it by name, in its own statements",
    )
)
DL003 = CATALOGUE.add(
    Rule(
        id="DL003",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a column is dropped and one of the same type is added: a rename?",
        reason="The values of the old one are lost, and the new one is empty.",
        fix='RENAME COLUMN; in schema files renamed_from="..."',
        intent=True,
    )
)
DL004 = CATALOGUE.add(
    Rule(
        id="DL004",
        severity=Severity.WARNING,
        level=Level.TRACE,
        summary="the down file is missing, fails, or does not bring the schema back",
        reason="A rollback that nobody tried is none.",
        fix='a down file that undoes it, or one that begins with "-- Irreversible: REASON"',
    )
)

_DROPPED = {
    "OBJECT_TABLE": "table",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_TYPE": "type",
}
_SHELVES = {
    "OBJECT_TABLE": "tables",
    "OBJECT_SCHEMA": "namespaces",
    "OBJECT_SEQUENCE": "sequences",
    "OBJECT_TYPE": "types",
}


def _is_stated(scene: Scene) -> bool:
    """Say whether the header names a loss; a down file undoes what its up file made."""
    lines = [*scene.file.header.get("hazard", ()), *scene.file.header.get("down", ())]
    return any("loses" in line or "lost" in line for line in lines)


def _is_own(origin: Origin, scene: Scene) -> bool:
    """Say whether this batch made something; a down file undoes its batch."""
    return origin.batch == scene.state.batch


@CATALOGUE.check(DL001, "drop_stmt")
def dropped(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for drops of what holds data."""
    kind = word(node, "remove_type")
    if kind not in _DROPPED or _is_stated(scene):
        return
    for item in node.objects:
        name = object_name(item)
        if kind == "OBJECT_TYPE" and not _is_used(name, scene):
            continue
        temporary = kind == "OBJECT_TABLE" and scene.state.is_new(name)
        found = getattr(scene.state, _SHELVES[kind]).get(name)
        if not temporary and (found is None or not _is_own(found.origin, scene)):
            table = name if kind == "OBJECT_TABLE" else ""
            yield Found(f'the {_DROPPED[kind]} "{name}" is dropped', table)


def _is_used(name: str, scene: Scene) -> bool:
    """Say whether dropping a type may take columns along: only with CASCADE can it be in use."""
    return word(scene.statement.node, "behavior") == "DROP_CASCADE" or name not in scene.state.types


@CATALOGUE.check(DL001, "AT_DropColumn")
def column_dropped(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for dropped columns."""
    if not scene.live(change.table) or _is_stated(scene) or node.name.startswith("_fl_"):
        return
    column = scene.state.column(change.table, node.name)
    if column is None or not _is_own(column.origin, scene):
        yield Found(f'{node.name} of "{change.table}" is dropped with its values', change.table)


@CATALOGUE.check(DL001, "truncate_stmt")
def truncated(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for TRUNCATE."""
    for item in node.relations:
        table = relation_key(item.range_var)
        if scene.live(table) and not _is_stated(scene):
            yield Found(f'all rows of "{table}" are removed', table)


@CATALOGUE.check(DL001, "delete_stmt")
def deleted(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for DELETE of everything."""
    if not node.HasField("where_clause") and scene.live(change.table) and not _is_stated(scene):
        yield Found(f'all rows of "{change.table}" are removed', change.table)


@CATALOGUE.check(DL002, "drop_stmt", "AT_DropColumn", "AT_DropConstraint", "truncate_stmt")
def cascades(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for CASCADE, and say what it would take."""
    if word(node, "behavior") != "DROP_CASCADE":
        return
    taken = sorted(set(_taken(node, change, scene.state)))
    shown = ", ".join(taken) or "whatever depends on it"
    yield Found(f"CASCADE also takes {shown}", change.table)


def _taken(node: Node, change: Change, state: State) -> Iterator[str]:
    names = {change.table} if change.table else set()
    if change.verb == "drop_stmt":
        names = {object_name(item) for item in node.objects}
    elif change.verb == "truncate_stmt":
        names = {relation_key(item.range_var) for item in node.relations}
    for table in state.tables.values():
        for item in table.of_kind("f"):
            if item.references in names and table.name not in names:
                what = "rows of" if change.verb == "truncate_stmt" else f'the key "{item.name}" of'
                yield f'{what} "{table.name}"'
        for column in table.columns.values():
            if column.type.name in names:
                yield f'column {column.name} of "{table.name}"'
    if change.verb != "truncate_stmt":
        for view in state.views.values():
            if view.uses & names:
                yield f'view "{view.name}"'


@CATALOGUE.check(DL003, "file")
def looks_like_rename(scene: Scene) -> Iterator[Found]:
    """Look for a dropped and an added column of one type, in one table."""
    added: dict[tuple[str, str], tuple[str, int]] = {}
    gone: dict[tuple[str, str], tuple[str, int]] = {}
    for statement, change, _ in scene.before:
        if not scene.live(change.table):
            continue
        if change.verb == "AT_AddColumn":
            name = getattr(change.node, "def").column_def.colname
            column = scene.state.column(change.table, name)
            if column is not None:
                added[change.table, str(column.type)] = (name, statement.line)
        elif change.verb == "AT_DropColumn":
            kind = scene.dropped.get((change.table, change.node.name), "")
            if kind:
                gone[change.table, kind] = (change.node.name, statement.line)
    for place in sorted(added.keys() & gone.keys()):
        new, old = added[place], gone[place]
        if new[0] != old[0] and not new[0].startswith("_fl_"):
            yield Found(
                f'{old[0]} of "{place[0]}" is dropped and {new[0]} of the same type is added',
                place[0],
                line=max(new[1], old[1]),
            )
