"""VE: what the oldest server cannot do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import walk
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity
from fluentorm.lint.rules.indexes import is_concurrent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change

VE001 = CATALOGUE.add(
    Rule(
        id="VE001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a feature that the oldest supported server does not have",
        reason="The migration works in development and fails in production.",
        fix='another form, or "-- Needs: PostgreSQL 18 for ..." in the header, so that it is '
        "refused "
        "before anything runs",
    )
)
VE002 = CATALOGUE.add(
    Rule(
        id="VE002",
        severity=Severity.ERROR,
        level=Level.TRACE,
        summary="CREATE INDEX or REINDEX CONCURRENTLY on PostgreSQL 14.0 to 14.3",
        reason="Those versions may build a corrupt index that way (fixed in 14.4).",
        fix="upgrade the server to the newest 14.x first",
    )
)

_NEED = re.compile(r"PostgreSQL (\d+)")
_BROKEN = range(140000, 140004)


@CATALOGUE.check(
    VE001,
    "AT_AddConstraint",
    "AT_AddColumn",
    "AT_SetExpression",
    "AT_AlterConstraint",
    "AT_DetachPartition",
    "create_stmt",
    "index_stmt",
    "view_stmt",
    "merge_stmt",
    "create_publication_stmt",
)
def too_new(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for features by the version that brought them."""
    stated = [int(m[1]) for line in scene.file.header.get("needs", ()) if (m := _NEED.search(line))]
    oldest = max([scene.settings.minimum, *stated])
    for version, what in sorted(set(_features(node, change, scene))):
        if version > oldest:
            yield Found(f"{what} needs PostgreSQL {version}; the oldest server is {oldest}")


def _features(node: Node, change: Change, scene: Scene) -> Iterator[tuple[int, str]]:
    if change.verb == "AT_SetExpression":
        yield 17, "SET EXPRESSION"
    elif change.verb == "AT_DetachPartition" and is_concurrent(change):
        yield 14, "DETACH CONCURRENTLY"
    elif change.verb == "AT_AlterConstraint":
        if getattr(node, "def").atalter_constraint.alter_enforceability:
            yield 18, "ENFORCED"
    elif change.verb == "index_stmt":
        if node.nulls_not_distinct:
            yield 15, "NULLS NOT DISTINCT"
    elif change.verb == "view_stmt":
        if any(item.def_elem.defname == "security_invoker" for item in node.options):
            yield 15, "security_invoker"
    elif change.verb == "merge_stmt":
        yield 15, "MERGE"
    elif change.verb == "create_publication_stmt":
        if any(not i.publication_obj_spec.HasField("pubtable") for i in node.pubobjects):
            yield 15, "FOR TABLES IN SCHEMA"
    else:
        for kind, part in walk(node):
            if kind == "Constraint":
                yield from _of_constraint(part, change, scene)


def _of_constraint(made: Node, change: Change, scene: Scene) -> Iterator[tuple[int, str]]:
    kind = word(made, "contype")
    if kind == "CONSTR_GENERATED" and made.generated_kind != "s":
        yield 18, "a virtual generated column"
    if made.without_overlaps:
        yield 18, "WITHOUT OVERLAPS"
    if made.nulls_not_distinct:
        yield 15, "NULLS NOT DISTINCT"
    if kind in ("CONSTR_CHECK", "CONSTR_FOREIGN") and not made.is_enforced:
        yield 18, "NOT ENFORCED"
    if kind == "CONSTR_NOTNULL" and change.verb == "AT_AddConstraint":
        yield 18, "ADD CONSTRAINT ... NOT NULL"
    table = scene.state.tables.get(change.table)
    partitioned = table is not None and table.partitioned
    if kind == "CONSTR_FOREIGN" and made.skip_validation and partitioned:
        yield 18, "a foreign key NOT VALID on a partitioned table"


def corrupts(version: int) -> bool:
    """Say whether a server of this version may build corrupt indexes concurrently."""
    return version in _BROKEN


@CATALOGUE.check(VE002, "index_stmt", "reindex_stmt")
def may_corrupt(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for concurrent builds on servers that get them wrong."""
    server = scene.settings.server
    if server and corrupts(server) and is_concurrent(change):
        yield Found(f"the server is 14.{server % 100}", change.table)
