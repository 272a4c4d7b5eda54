"""ST of replication: what identifies the rows of published tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.lint.nodes import object_name
from fluentorm.lint.replay_objects import published
from fluentorm.lint.rule import CATALOGUE, Found, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.rule import Scene
    from fluentorm.lint.source import Change


ST008 = CATALOGUE.add(
    Rule(
        id="ST008",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="a published table loses what identifies its rows",
        reason="Without primary key or REPLICA IDENTITY every UPDATE and DELETE of the table "
        "fails, and "
        "replication of what depends on it stops.",
        fix="keep the key, or set REPLICA IDENTITY USING INDEX or FULL first",
    )
)


@CATALOGUE.check(ST008, "AT_ReplicaIdentity")
def identity_changed(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for REPLICA IDENTITY of a published table."""
    publication = scene.state.published(change.table)
    kind = getattr(node, "def").replica_identity_stmt.identity_type
    if publication is not None and kind == "n":
        yield Found(
            f'"{change.table}" is in the publication "{publication.name}" and loses its identity',
            change.table,
        )


@CATALOGUE.check(ST008, "AT_DropConstraint")
def key_dropped(node: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for the drop of a published table's primary key."""
    publication = scene.state.published(change.table)
    table = scene.state.tables.get(change.table)
    held = table.constraints.get(node.name) if table else None
    if publication is None or table is None or held is None or held.kind != "p":
        return
    replaced = any(
        other.verb == "AT_AddConstraint"
        and word(getattr(other.node, "def").constraint, "contype") == "CONSTR_PRIMARY"
        for other in scene.statement.changes
    )
    if table.replica_identity == "d" and not replaced:
        yield Found(
            f'"{change.table}" is in the publication "{publication.name}" and loses its primary '
            f"key",
            change.table,
        )


@CATALOGUE.check(ST008, "drop_stmt")
def sequence_dropped(node: Node, _: Change, scene: Scene) -> Iterator[Found]:
    """Look for the drop of a sequence that a published table owns."""
    if word(node, "remove_type") != "OBJECT_SEQUENCE":
        return
    for item in node.objects:
        found = scene.state.sequences.get(object_name(item))
        if found is not None and found.table and scene.state.published(found.table):
            yield Found(f'"{found.name}" belongs to the published "{found.table}"', found.table)


@CATALOGUE.check(ST008, "create_publication_stmt", "alter_publication_stmt")
def published_without_identity(_: Node, change: Change, scene: Scene) -> Iterator[Found]:
    """Look for publications of tables whose rows nothing identifies."""
    tables, _namespaces = published(change.node)
    for name in sorted(tables):
        table = scene.state.tables.get(name)
        if table is None or table.replica_identity not in "dn":
            continue
        keyed = table.replica_identity == "d" and any(True for _ in table.of_kind("p"))
        if not keyed and not table.partitioned:
            yield Found(f'nothing identifies the rows of "{name}"', name)
