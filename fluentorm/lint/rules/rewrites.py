"""RW: changes that write the table anew, and changes of type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node
from fluentorm.lint.facts import base_type, is_checked_domain, retyped, stumbles
from fluentorm.lint.nodes import option, option_text, relation_key
from fluentorm.lint.replay_tables import column_of
from fluentorm.lint.retype import Cost, may_lose
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change, Statement

RW001 = CATALOGUE.add(
    Rule(
        id="RW001",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a new column whose value differs from row to row",
        reason="A volatile default, serial, identity or stored generated column writes the table "
        "and "
        "all its indexes anew under ACCESS EXCLUSIVE: 6 to 8 seconds for a million rows.",
        fix="ADD COLUMN without default, SET DEFAULT, a backfill step, then NOT NULL or identity; "
        "for generated columns VIRTUAL (18) or a trigger",
        sized=True,
        blocking=True,
    )
)
RW002 = CATALOGUE.add(
    Rule(
        id="RW002",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a new column of a domain with a condition",
        reason="The table is written anew even where the column has no default.",
        fix="the domain's base type, with a CHECK of the table that is added NOT VALID and "
        "validated",
        sized=True,
        blocking=True,
    )
)
RW003 = CATALOGUE.add(
    Rule(
        id="RW003",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a change of type that writes the table anew",
        reason="The table and all its indexes are written under ACCESS EXCLUSIVE: 5 to 8 seconds "
        "and "
        "400 MB of WAL for a million rows.",
        fix="a new column, a trigger that keeps it in step, a backfill step, then a swap of names",
        sized=True,
        blocking=True,
    )
)
RW004 = CATALOGUE.add(
    Rule(
        id="RW004",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a change of type that builds an index anew, or checks all rows",
        reason="The values keep their bytes, but an index of another operator class or "
        "collation, an "
        "index over an expression, or a CHECK has to be worked out again under ACCESS EXCLUSIVE.",
        fix="drop the CHECK or index first (CONCURRENTLY), change the type, add it again NOT VALID "
        "or CONCURRENTLY",
        sized=True,
        blocking=True,
    )
)
RW005 = CATALOGUE.add(
    Rule(
        id="RW005",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="timestamp becomes timestamptz, or the reverse, in a time zone that is not stated",
        reason="The session's TimeZone says what the old values mean; any other than UTC also "
        "writes "
        "the table anew.",
        fix="SET LOCAL TimeZone = 'UTC' before it in the same transaction, or USING c AT TIME ZONE "
        "'...'",
        blocking=True,
    )
)
RW006 = CATALOGUE.add(
    Rule(
        id="RW006",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="CLUSTER, VACUUM FULL, SET TABLESPACE, SET LOGGED, SET ACCESS METHOD, SET "
        "EXPRESSION",
        reason="Each writes the whole table anew under ACCESS EXCLUSIVE.",
        fix="pg_repack or pg_squeeze for the table; a new column for a new expression",
        sized=True,
        blocking=True,
    )
)
RW007 = CATALOGUE.add(
    Rule(
        id="RW007",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a narrower type without proof that the values fit",
        reason="It fails at the first value that does not fit, after working through the rows "
        "before "
        "it, or rounds values without a word.",
        fix="a CHECK that says what fits, added NOT VALID and validated in steps before",
        intent=True,
    )
)


@CATALOGUE.check(RW001, "AT_AddColumn")
def new_column_rewrites(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for new columns that are worked out for each row."""
    if not scene.live(change.table):
        return
    definition = getattr(node, "def").column_def
    column = column_of(definition, scene.state, scene.state.origin)
    why = ""
    if column.identity:
        why = "is an identity"
    elif column.type.serial:
        why = "is a serial"
    elif column.generated == "s":
        why = "is generated and stored"
    elif column.default == "volatile":
        why = "has a volatile default"
    if why:
        yield Found(f'{column.name} {why}: "{change.table}" is written anew', change.table)


@CATALOGUE.check(RW002, "AT_AddColumn")
def domain_column_rewrites(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for new columns of a domain with a condition."""
    if not scene.live(change.table):
        return
    definition = getattr(node, "def").column_def
    kind = column_of(definition, scene.state, scene.state.origin).type
    if is_checked_domain(kind, scene.state):
        yield Found(
            f'"{kind.name}" has a condition: "{change.table}" is written anew', change.table
        )


@CATALOGUE.check(RW003, "AT_AlterColumnType")
def retype_rewrites(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes of type that the values do not survive byte by byte."""
    if not scene.live(change.table):
        return
    old, new, found = retyped(change.table, node, scene.state)
    if found is not Cost.REWRITE:
        return
    if old is None:
        yield Found(
            f'{node.name} of "{change.table}" has a type that no file tells, and {new} may write '
            "the table anew",
            change.table,
        )
    else:
        yield Found(
            f'{node.name} from {old.type} to {new}: "{change.table}" is written anew', change.table
        )


@CATALOGUE.check(RW004, "AT_AlterColumnType")
def retype_stumbles(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for checks and indexes that a harmless change of type stumbles over."""
    if not scene.live(change.table):
        return
    old, new, found = retyped(change.table, node, scene.state)
    if old is None or found is Cost.REWRITE or not scene.effect.works:
        return
    checks, indexes = stumbles(change.table, node.name, scene.state)
    names = [item.name for item in checks] + indexes
    if found is Cost.INDEX:
        plain = [i.name for i in scene.state.indexes_of(change.table) if node.name in i.columns]
        names += plain
    shown = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
    yield Found(f"{node.name} from {old.type} to {new}: {shown} is worked out again", change.table)


@CATALOGUE.check(RW005, "AT_AlterColumnType")
def zone_not_stated(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes between the two timestamps that leave the zone to the session."""
    if not scene.live(change.table):
        return
    old, new, _ = retyped(change.table, node, scene.state)
    if old is None or {old.type.name, new.name} != {"timestamp", "timestamptz"}:
        return
    definition = getattr(node, "def").column_def
    if definition.HasField("raw_default") and "timezone" in str(definition.raw_default):
        return
    if not any(_sets_zone(other.node) for _, other, _e in scene.before if _is_set(other)):
        yield Found(
            f'{node.name} of "{change.table}" is read in the time zone of the session', change.table
        )


def _is_set(change: Change) -> bool:
    return change.verb == "variable_set_stmt"


def _sets_zone(node: Node) -> bool:
    return bool(node.name.lower() == "timezone" and node.args)


@CATALOGUE.check(RW006, "AT_SetTableSpace", "AT_SetLogged", "AT_SetUnLogged", "AT_SetAccessMethod")
def storage_rewrites(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes of how a table is stored."""
    if scene.live(change.table) and change.table in scene.effect.rewrites:
        yield Found(f'"{change.table}" is written anew', change.table)


@CATALOGUE.check(RW006, "AT_SetExpression")
def expression_rewrites(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a new expression of a stored column."""
    if scene.live(change.table) and change.table in scene.effect.rewrites:
        yield Found(
            f'{node.name} is worked out for each row: "{change.table}" is written anew',
            change.table,
        )


@CATALOGUE.check(RW006, "cluster_stmt")
def cluster_rewrites(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for CLUSTER."""
    table = relation_key(node.relation) if node.HasField("relation") else ""
    if not table or scene.live(table):
        yield Found(f'CLUSTER writes "{table}" anew' if table else "CLUSTER of all tables", table)


@CATALOGUE.check(RW006, "vacuum_stmt")
def vacuum_full_rewrites(node: Node, _: Change, __: Scene) -> Iterator[Found]:
    """Look for VACUUM FULL."""
    full = option(node.options, "full")
    if full is not None and option_text(full) not in ("false", "off", "0"):
        table = relation_key(node.rels[0].vacuum_relation.relation) if node.rels else ""
        yield Found("VACUUM FULL writes the table anew", table)


@CATALOGUE.check(RW007, "AT_AlterColumnType")
def values_may_not_fit(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for narrower types that no CHECK vouches for."""
    if not scene.live(change.table):
        return
    old, new, _ = retyped(change.table, node, scene.state)
    if old is None or _is_enum_swap(old.type.name, new.name, scene):
        return
    before, after = (base_type(kind, scene.state) for kind in (old.type, new))
    if not may_lose(before, after) and not is_checked_domain(new, scene.state):
        return
    table = scene.state.tables[change.table]
    vouched = any(c.valid and node.name in c.columns for c in table.of_kind("c"))
    looked = any(_looks_at(s.text, change.table, node.name) for s in _earlier(scene))
    if not vouched and not looked:
        yield Found(
            f"{node.name} from {old.type} to {new}: nothing says that the values fit", change.table
        )


def _is_enum_swap(old: str, new: str, scene: Scene) -> bool:
    """Say whether a type takes the place of one that it is a larger version of."""
    before, after = scene.state.types.get(old), scene.state.types.get(new)
    return (
        before is not None
        and after is not None
        and bool(after.values)
        and set(before.values) <= set(after.values)
    )


def _earlier(scene: Scene) -> Iterator[Statement]:
    for unit in scene.units_before:
        yield from unit.statements
    for statement, _, _effect in scene.before:
        yield statement


def _looks_at(text: str, table: str, column: str) -> bool:
    """Say whether a statement that raises or selects reads the column: a guard."""
    folded = text.lower()
    reads = folded.startswith(("select", "do"))
    return reads and table.rpartition(".")[2] in folded and column in folded
