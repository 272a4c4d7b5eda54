"""LK of constraints, materialized views and domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.facts import users_of
from fluentorm.lint.nodes import dotted, relation_key
from fluentorm.lint.replay_tables import column_of
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change


LK008 = CATALOGUE.add(
    Rule(
        id="LK008",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a CHECK or foreign key is added without NOT VALID",
        reason="All rows are checked under ACCESS EXCLUSIVE (CHECK) or SHARE ROW EXCLUSIVE on both "
        "tables (foreign key).",
        fix="ADD CONSTRAINT ... NOT VALID in a short step, VALIDATE CONSTRAINT in a long one",
        sized=True,
        blocking=True,
    )
)


LK009 = CATALOGUE.add(
    Rule(
        id="LK009",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="NOT VALID and VALIDATE of the same constraint in one transaction",
        reason="The strong lock of ADD CONSTRAINT is held through the scan of VALIDATE, so that "
        "nothing is won.",
        fix="VALIDATE CONSTRAINT in a step of its own, behind the one that adds it",
        sized=True,
        blocking=True,
    )
)


LK010 = CATALOGUE.add(
    Rule(
        id="LK010",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="SET NOT NULL without proof that there are no NULLs",
        reason="The whole table is read under ACCESS EXCLUSIVE, unless a valid CHECK (c IS NOT "
        "NULL) "
        "or NOT NULL constraint proves it (12 and later).",
        fix="ADD CONSTRAINT ... CHECK (c IS NOT NULL) NOT VALID, VALIDATE it in a step of its own, "
        "then SET NOT NULL; on 18 ADD CONSTRAINT ... NOT NULL c NOT VALID and VALIDATE",
        sized=True,
        blocking=True,
    )
)


LK011 = CATALOGUE.add(
    Rule(
        id="LK011",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="SET NOT NULL and the drop of its helper CHECK in one ALTER TABLE",
        reason="Drops run first whatever their order in the statement, so that the proof is gone "
        "and "
        "the table is read under ACCESS EXCLUSIVE.",
        fix="two statements: SET NOT NULL first, then DROP CONSTRAINT",
        sized=True,
        blocking=True,
    )
)


LK012 = CATALOGUE.add(
    Rule(
        id="LK012",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a constraint is enforced, or a NOT VALID NOT NULL made valid, under ACCESS "
        "EXCLUSIVE",
        reason="ALTER CONSTRAINT ... ENFORCED, and SET NOT NULL over a NOT VALID constraint, check "
        "all rows under the strong lock.",
        fix="VALIDATE CONSTRAINT; for NOT ENFORCED: drop it, add it NOT VALID, VALIDATE",
        sized=True,
        blocking=True,
    )
)


LK013 = CATALOGUE.add(
    Rule(
        id="LK013",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="ADD COLUMN with an inline CHECK or UNIQUE, or a foreign key with a default",
        reason="The table is read, or an index built, under ACCESS EXCLUSIVE, even where the new "
        "column is NULL everywhere.",
        fix="add the column alone, and the constraint as NOT VALID with VALIDATE, or through an "
        "index that is built concurrently",
        sized=True,
        blocking=True,
    )
)


LK014 = CATALOGUE.add(
    Rule(
        id="LK014",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="EXCLUDE or WITHOUT OVERLAPS on a table with rows",
        reason="The GiST index is built under ACCESS EXCLUSIVE, and there is no USING INDEX "
        "form: 34 "
        "seconds for a million rows.",
        fix="a new table with the constraint, a trigger that keeps it in step, a backfill and a "
        "swap",
        sized=True,
        blocking=True,
    )
)


LK019 = CATALOGUE.add(
    Rule(
        id="LK019",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="REFRESH MATERIALIZED VIEW without CONCURRENTLY",
        reason="Readers of the view wait until it is filled again.",
        fix="REFRESH MATERIALIZED VIEW CONCURRENTLY in a long step; it needs a unique index",
        blocking=True,
    )
)


LK020 = CATALOGUE.add(
    Rule(
        id="LK020",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a domain in use is validated, gets a CHECK, or becomes NOT NULL",
        reason="Every table with a column of the domain is locked against writes and read; there "
        "is "
        "no online form.",
        fix="ADD CONSTRAINT ... NOT VALID on the domain, or a CHECK on each table instead",
        sized=True,
        blocking=True,
    )
)


@CATALOGUE.check(LK008, "AT_AddConstraint")
def constraint_checks_rows(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a CHECK or foreign key that is checked at once."""
    made = getattr(node, "def").constraint
    kind = word(made, "contype")
    if kind not in ("CONSTR_CHECK", "CONSTR_FOREIGN") or not scene.live(change.table):
        return
    if change.table in scene.effect.scans:
        what = "a CHECK" if kind == "CONSTR_CHECK" else "a foreign key"
        yield Found(f'{what} checks all rows of "{change.table}" under its lock', change.table)


@CATALOGUE.check(LK009, "AT_ValidateConstraint")
def validated_in_the_same_transaction(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for VALIDATE in the transaction that added the constraint."""
    if not scene.unit.transactional or not scene.live(change.table):
        return
    for _, other, _effect in scene.before:
        if other.verb == "AT_AddConstraint" and other.table == change.table:
            made = getattr(other.node, "def").constraint
            if made.conname == node.name and made.skip_validation:
                yield Found(
                    f'"{node.name}" was added in this transaction, whose lock on "{change.table}" '
                    "is held through the scan",
                    change.table,
                )


@CATALOGUE.check(LK010, "AT_SetNotNull")
def not_null_reads_rows(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for SET NOT NULL that nothing proves."""
    if not scene.live(change.table) or change.table not in scene.effect.scans:
        return
    if not _unproven_constraint(node.name, change.table, scene):
        yield Found(
            f'nothing proves that {node.name} of "{change.table}" holds no NULL', change.table
        )


@CATALOGUE.check(LK010, "AT_AddConstraint")
def not_null_constraint_reads_rows(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for ADD CONSTRAINT ... NOT NULL that is checked at once (18)."""
    made = getattr(node, "def").constraint
    if word(made, "contype") != "CONSTR_NOTNULL" or not scene.live(change.table):
        return
    if change.table in scene.effect.scans:
        shown = ", ".join(item.string.sval for item in made.keys)
        yield Found(f'nothing proves that {shown} of "{change.table}" holds no NULL', change.table)


def _unproven_constraint(column: str, table: str, scene: Scene) -> bool:
    found = scene.state.tables.get(table)
    return found is not None and any(
        not item.valid and item.columns == (column,) for item in found.of_kind("n")
    )


@CATALOGUE.check(LK011, "AT_SetNotNull")
def helper_dropped_too_early(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for the drop of the proving CHECK in the same statement."""
    if not scene.live(change.table):
        return
    table = scene.state.tables.get(change.table)
    for other in scene.statement.changes:
        if other.verb != "AT_DropConstraint":
            continue
        held = table.constraints.get(other.node.name) if table else None
        if held is None or node.name in held.proves:
            yield Found(
                f'"{other.node.name}" is dropped before {node.name} is made NOT NULL, so all rows '
                f'of "{change.table}" are read',
                change.table,
            )


@CATALOGUE.check(LK012, "AT_AlterConstraint")
def enforced_under_lock(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for ALTER CONSTRAINT ... ENFORCED."""
    if scene.live(change.table) and change.table in scene.effect.scans:
        name = getattr(node, "def").atalter_constraint.conname
        yield Found(f'"{name}" checks all rows of "{change.table}"', change.table)


@CATALOGUE.check(LK012, "AT_SetNotNull")
def not_valid_made_valid(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for SET NOT NULL over a NOT VALID constraint (18)."""
    if not scene.live(change.table) or change.table not in scene.effect.scans:
        return
    if _unproven_constraint(node.name, change.table, scene):
        yield Found(
            f'the NOT VALID constraint on {node.name} of "{change.table}" is validated under '
            "ACCESS EXCLUSIVE",
            change.table,
        )


@CATALOGUE.check(LK013, "AT_AddColumn")
def inline_constraint(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for constraints in the definition of a new column."""
    if not scene.live(change.table):
        return
    definition = getattr(node, "def").column_def
    column = column_of(definition, scene.state, scene.state.origin)
    for item in definition.constraints:
        kind = word(item.constraint, "contype")
        bad = {"CONSTR_CHECK": "CHECK", "CONSTR_UNIQUE": "UNIQUE", "CONSTR_PRIMARY": "PRIMARY KEY"}
        if kind == "CONSTR_CHECK" and not item.constraint.is_enforced:
            continue
        if kind == "CONSTR_FOREIGN" and column.default not in ("", "null"):
            bad = {"CONSTR_FOREIGN": "REFERENCES with a default"}
        if kind in bad:
            yield Found(
                f"{bad[kind]} of the new column {definition.colname} works through "
                f'"{change.table}"',
                change.table,
            )


@CATALOGUE.check(LK014, "AT_AddConstraint")
def exclusion_builds_index(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for exclusions on tables in use."""
    made = getattr(node, "def").constraint
    if not scene.live(change.table):
        return
    if word(made, "contype") == "CONSTR_EXCLUSION" or made.without_overlaps:
        yield Found(
            f'its GiST index is built while "{change.table}" can neither be read nor written',
            change.table,
        )


@CATALOGUE.check(LK019, "refresh_mat_view_stmt")
def refresh_stops_readers(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for a plain REFRESH."""
    name = relation_key(node.relation)
    view = scene.state.views.get(name)
    if not node.concurrent and (view is None or view.origin.batch != scene.state.batch):
        yield Found(f'readers of "{name}" wait until it is filled')


@CATALOGUE.check(LK020, "alter_domain_stmt")
def domain_checks_tables(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for changes of domains that read the tables that use them."""
    name = dotted(node.type_name)
    checks = node.subtype in ("V", "O") or (
        node.subtype == "C" and not getattr(node, "def").constraint.skip_validation
    )
    if not checks:
        return
    known = scene.state.types.get(name)
    users = [table for table in users_of(name, scene.state) if scene.live(table)]
    if known is None or users:
        shown = ", ".join(f'"{table}"' for table in sorted(users)) or "every table that uses it"
        yield Found(
            f'"{name}": {shown} can not be written while all rows are read',
            users[0] if users else "",
        )
