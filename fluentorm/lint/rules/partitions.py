"""LK of partitions and of tables that hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.facts import linked_tables, referencing
from fluentorm.lint.nodes import object_name, relation_key
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change

LK015 = CATALOGUE.add(
    Rule(
        id="LK015",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="ATTACH PARTITION that has to look at rows",
        reason="Without a valid CHECK that implies the bound the new partition is read under "
        "ACCESS "
        "EXCLUSIVE; so is a default partition without a CHECK that keeps the bound's rows out.",
        fix="ADD CONSTRAINT ... CHECK (key IS NOT NULL AND bound) NOT VALID and VALIDATE it, on "
        "the "
        "default partition CHECK (key IS NOT NULL AND NOT (bound)); drop both afterwards",
        sized=True,
        blocking=True,
    )
)
LK016 = CATALOGUE.add(
    Rule(
        id="LK016",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="CREATE TABLE ... PARTITION OF a table that is in use",
        reason="It takes ACCESS EXCLUSIVE on the parent, and reads the default partition if "
        "there is "
        "one.",
        fix="CREATE TABLE ... (LIKE parent INCLUDING ALL), then ATTACH PARTITION, which takes "
        "SHARE "
        "UPDATE EXCLUSIVE",
        blocking=True,
    )
)
LK017 = CATALOGUE.add(
    Rule(
        id="LK017",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="DETACH PARTITION without CONCURRENTLY",
        reason="It takes ACCESS EXCLUSIVE on the parent.",
        fix="DETACH PARTITION ... CONCURRENTLY in a bare step (14 and later; not with a default "
        "partition)",
        blocking=True,
    )
)
LK018 = CATALOGUE.add(
    Rule(
        id="LK018",
        severity=Severity.WARNING,
        level=Level.STATE,
        summary="DROP TABLE or TRUNCATE of a table that others hang on",
        reason="Tables that it references, tables that reference it and a partition's parent are "
        "locked with ACCESS EXCLUSIVE too.",
        fix="drop the foreign keys, or detach the partition, in steps of their own first",
        blocking=True,
    )
)


@CATALOGUE.check(LK015, "AT_AttachPartition")
def attach_reads_rows(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for ATTACH without the CHECKs that spare it the scan."""
    for table in sorted(scene.effect.scans):
        if scene.live(table):
            known = scene.state.tables.get(table)
            default = known is not None and known.default_partition
            why = "keeps the new bound out" if default else "implies the bound"
            yield Found(f'no valid CHECK of "{table}" {why}, so all its rows are read', table)


@CATALOGUE.check(LK016, "create_stmt")
def partition_of_live_parent(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for partitions that are made in place."""
    if not node.HasField("partbound"):
        return
    for item in node.inh_relations:
        parent = relation_key(item.range_var)
        if scene.live(parent):
            default = next(
                (
                    t.name
                    for t in scene.state.tables.values()
                    if t.parent == parent and t.default_partition
                ),
                "",
            )
            also = f', and "{default}" is read' if default else ""
            yield Found(f'"{parent}" is locked against all{also}', parent)


@CATALOGUE.check(LK017, "AT_DetachPartition")
def detach_stops_parent(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for a plain DETACH where there is the other one."""
    command = getattr(node, "def").partition_cmd
    if command.concurrent or not scene.live(change.table):
        return
    if not any(item.default_partition for item in scene.state.partitions_of(change.table)):
        yield Found(f'"{change.table}" is locked against all', change.table)


@CATALOGUE.check(LK018, "drop_stmt")
def drop_locks_others(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for DROP TABLE that reaches other tables."""
    if word(node, "remove_type") != "OBJECT_TABLE":
        return
    gone = {object_name(item) for item in node.objects}
    for table in sorted(gone):
        others = set(linked_tables(table, scene.state)) | referencing(table, scene.state)
        reached = sorted(name for name in others - gone if scene.live(name))
        if scene.live(table) and reached:
            yield Found(f'dropping "{table}" also locks {_listed(reached)}', table)


@CATALOGUE.check(LK018, "truncate_stmt")
def truncate_locks_others(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for TRUNCATE of a table in foreign keys."""
    named = {relation_key(item.range_var) for item in node.relations}
    for table in sorted(named):
        others = referencing(table, scene.state) - named
        reached = sorted(name for name in others if scene.live(name))
        if scene.live(table) and reached:
            yield Found(f'truncating "{table}" concerns {_listed(reached)}', table)


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
