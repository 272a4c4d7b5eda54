"""ST: what works and is regretted later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, is_reserved, long_names, word
from fluentorm.lint.facts import is_checked_domain
from fluentorm.lint.nodes import proven_not_null, relation_key, type_of
from fluentorm.lint.replay_tables import column_of
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene, Settings
    from fluentorm.lint.source import Change
    from fluentorm.lint.state import Index, State, Table


ST001 = CATALOGUE.add(
    Rule(
        id="ST001",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="a foreign key without an index, or an index that another one makes useless",
        reason="Each DELETE and UPDATE of the referenced table reads the whole referencing "
        "table; an "
        "index that another begins with is paid for at every write and never needed.",
        fix="an index on the referencing columns; drop the shorter of two",
        intent=True,
    )
)


ST002 = CATALOGUE.add(
    Rule(
        id="ST002",
        severity=Severity.INFO,
        level=Level.STATE,
        summary="an index that seldom pays: more than three columns, hash, or on a boolean",
        reason="Wide indexes are large and used for their first columns, hash indexes serve "
        "equality "
        "only, and a boolean picks half the table.",
        fix="fewer columns; btree; a partial index WHERE the rare value",
    )
)


ST003 = CATALOGUE.add(
    Rule(
        id="ST003",
        severity=Severity.WARNING,
        level=Level.SYNTAX,
        summary="a type that is regretted",
        reason="integer keys run out at 2 billion and cannot be widened online without a copy; "
        "json, "
        "money, timetz, char(n) and timestamp without time zone have a better sibling; a length "
        "limit is a CHECK that cannot be lowered.",
        fix="bigint GENERATED ... AS IDENTITY, jsonb, numeric, timestamptz, text with a CHECK",
        intent=True,
    )
)


ST004 = CATALOGUE.add(
    Rule(
        id="ST004",
        severity=Severity.INFO,
        level=Level.STATE,
        summary="a unique index over a nullable column that does not say how NULLs count",
        reason="By default NULLs are all different, so that any number of rows may have one.",
        fix="NULLS NOT DISTINCT or NULLS DISTINCT (15 and later), or NOT NULL",
    )
)


ST005 = CATALOGUE.add(
    Rule(
        id="ST005",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a name that is cut off at 63 bytes, or a reserved word",
        reason="The server shortens it without an error, and two names may become one; a "
        "reserved word "
        "must be quoted in every query.",
        fix="a shorter name, or another word",
        intent=True,
    )
)


ST006 = CATALOGUE.add(
    Rule(
        id="ST006",
        severity=Severity.WARNING,
        level=Level.SYNTAX,
        summary="a name that depends on search_path, or a namespace that no file makes",
        reason="The runner reads unqualified names as those of public; under another search_path "
        "the "
        "same file means other objects.",
        fix="write the namespace; CREATE SCHEMA in a migration before",
    )
)


ST007 = CATALOGUE.add(
    Rule(
        id="ST007",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="a new column whose default is the moment of the migration for all old rows",
        reason="A stable default such as now() is worked out once, and all rows that exist get "
        "that "
        "one value.",
        fix="add the column without default, SET DEFAULT, and backfill what old rows shall have",
        intent=True,
    )
)


_REGRETTED = {
    "json": "jsonb",
    "money": "numeric",
    "timetz": "timestamptz",
    "bpchar": "text",
    "timestamp": "timestamptz",
}


_WIDE = 3


# Without any of these no name has more than 63 bytes.
_MAYBE_LONG = re.compile(r'[\w$]{64,}|"[^"]{16,}"|[^\x00-\x7f]')


@CATALOGUE.check(ST001, "chain")
def keys_without_index(state: State, _: Settings) -> Iterator[Found]:
    """Look for foreign keys whose columns no index begins with."""
    for table in state.tables.values():
        indexes = state.indexes_of(table.name)
        for item in table.of_kind("f"):
            wanted = set(item.columns)
            if not any(
                set(index.columns[: len(wanted)]) == wanted and not index.partial
                for index in indexes
            ):
                shown = ", ".join(item.columns)
                yield Found(
                    f'no index of "{table.name}" begins with {shown} of the key "{item.name}"',
                    table.name,
                    item.origin.line,
                    item.origin.path,
                )
        yield from _redundant(table, indexes)


def _redundant(table: Table, indexes: list[Index]) -> Iterator[Found]:
    for index in indexes:
        if index.constraint or index.partial or index.method != "btree" or "" in index.columns:
            continue
        for other in indexes:
            if other is index or other.partial or other.method != "btree":
                continue
            begins = other.columns[: len(index.columns)] == index.columns
            covered = (
                len(other.columns) > len(index.columns) or other.unique or (other.name < index.name)
            )
            if begins and covered and not index.unique and not index.included:
                yield Found(
                    f'"{other.name}" of "{table.name}" makes "{index.name}" useless',
                    table.name,
                    index.origin.line,
                    index.origin.path,
                )
                break


@CATALOGUE.check(ST002, "index_stmt")
def seldom_pays(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for indexes that are paid for and not used."""
    columns = [item.index_elem.name for item in node.index_params]
    if len(columns) > _WIDE and not node.unique:
        yield Found(f'"{node.idxname}" has {len(columns)} columns', change.table)
    if node.access_method == "hash":
        yield Found(f'"{node.idxname}" is a hash index', change.table)
    first = scene.state.column(change.table, columns[0])
    if first is not None and first.type.name == "bool" and not node.HasField("where_clause"):
        yield Found(f'"{node.idxname}" begins with the boolean {first.name}', change.table)


@CATALOGUE.check(ST003, "create_stmt", "AT_AddColumn", "AT_AlterColumnType")
def regretted_types(node: Node, change: Change, _: Scene) -> Iterator[Found]:
    """Look for types that have a better sibling."""
    if change.verb == "create_stmt":
        definitions = [i.column_def for i in node.table_elts if i.HasField("column_def")]
    else:
        definitions = [getattr(node, "def").column_def]
    for definition in definitions:
        name = definition.colname or node.name
        kind = type_of(definition.type_name)
        if kind.serial:
            yield Found(f"{name} is a serial, which identity replaces", change.table)
        elif _is_small_key(definition, kind.name):
            yield Found(f"the key {name} is {kind}", change.table)
        elif kind.name in _REGRETTED:
            yield Found(f"{name} is {kind}; better {_REGRETTED[kind.name]}", change.table)
        elif kind.name == "varchar" and kind.modifiers:
            yield Found(f"{name} is {kind}; better text with a CHECK", change.table)


def _is_small_key(definition: Node, name: str) -> bool:
    if name not in ("int2", "int4"):
        return False
    return any(
        word(item.constraint, "contype") in ("CONSTR_PRIMARY", "CONSTR_IDENTITY")
        for item in definition.constraints
    )


@CATALOGUE.check(ST004, "index_stmt")
def nulls_not_said(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for unique indexes over what may be NULL."""
    if not node.unique or "distinct" in scene.statement.text.lower():
        return
    for item in node.index_params:
        column = scene.state.column(change.table, item.index_elem.name)
        if column is not None and not column.not_null and not _guards(node, column.name):
            yield Found(
                f'"{node.idxname}" lets any number of rows have NULL in {column.name}',
                change.table,
            )
            return


def _guards(node: Node, column: str) -> bool:
    return node.HasField("where_clause") and column in proven_not_null(node.where_clause)


@CATALOGUE.check(ST005, "file")
def names_cut_off(scene: Scene) -> Iterator[Found]:
    """Look for names of more than 63 bytes."""
    text = scene.file.text
    if _MAYBE_LONG.search(text) is None:
        return
    seen: dict[str, str] = {}
    for offset, name in long_names(text):
        line = text.count("\n", 0, offset) + 1
        short = name.encode()[:63].decode(errors="ignore")
        if seen.setdefault(short, name) != name:
            yield Found(f'"{name}" and "{seen[short]}" become the same name', line=line)
        else:
            yield Found(f'"{name}" is cut off to "{short}"', line=line)


@CATALOGUE.check(
    ST005,
    "create_stmt",
    "AT_AddColumn",
    "index_stmt",
    "view_stmt",
    "rename_stmt",
    "create_enum_stmt",
)
def reserved_names(node: Node, change: Change, _: Scene) -> Iterator[Found]:
    """Look for new names that must be quoted everywhere."""
    for name in _new_names(node, change.verb):
        if is_reserved(name.lower()) and name == name.lower():
            yield Found(f'"{name}" is a reserved word', change.table)


def _new_names(node: Node, verb: str) -> Iterator[str]:
    if verb == "create_stmt":
        yield node.relation.relname
        for item in node.table_elts:
            if item.HasField("column_def"):
                yield item.column_def.colname
    elif verb == "AT_AddColumn":
        yield getattr(node, "def").column_def.colname
    elif verb == "index_stmt":
        yield node.idxname
    elif verb == "view_stmt":
        yield node.view.relname
    elif verb == "rename_stmt":
        yield node.newname
    else:
        yield node.type_name[-1].string.sval


@CATALOGUE.check(ST006, "create_stmt", "view_stmt", "create_enum_stmt", "create_seq_stmt")
def depends_on_path(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for new objects in a namespace that is not stated, or that nobody makes."""
    name = _created(node, change.verb)
    namespace, _, bare = name.rpartition(".")
    if namespace:
        known = namespace in scene.state.namespaces or namespace in scene.settings.namespaces
        if not known and not namespace.startswith("pg_"):
            yield Found(f'no file makes the namespace "{namespace}"', change.table)
    elif not _is_qualified(node, change.verb) and _sets_path(scene):
        yield Found(f'"{bare}" goes where search_path says', change.table)


def _created(node: Node, verb: str) -> str:
    if verb == "create_enum_stmt":
        return ".".join(item.string.sval for item in node.type_name)
    field = {"create_stmt": "relation", "view_stmt": "view", "create_seq_stmt": "sequence"}[verb]
    return relation_key(getattr(node, field))


def _is_qualified(node: Node, verb: str) -> bool:
    if verb == "create_enum_stmt":
        return len(node.type_name) > 1
    field = {"create_stmt": "relation", "view_stmt": "view", "create_seq_stmt": "sequence"}[verb]
    relation = getattr(node, field)
    return bool(relation.schemaname) or relation.relpersistence == "t"


def _sets_path(scene: Scene) -> bool:
    return any(
        other.verb == "variable_set_stmt" and other.node.name.lower() == "search_path"
        for _, other, _effect in scene.before
    )


@CATALOGUE.check(ST007, "AT_AddColumn")
def one_moment_for_all(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for stable defaults of new columns."""
    if not scene.live(change.table):
        return
    definition = getattr(node, "def").column_def
    column = column_of(definition, scene.state, scene.state.origin)
    if column.default == "stable" and not is_checked_domain(column.type, scene.state):
        yield Found(
            f'{column.name} gets the same value in all rows of "{change.table}"', change.table
        )
