"""Unique constraints and primary keys through an index that is built beside the traffic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import alter_table, comments
from fluentorm.dialects.postgres.constraints import (
    constraint_definition,
    constraint_target,
    deferral,
)
from fluentorm.dialects.postgres.items import create_index, drop_item, index_target
from fluentorm.dialects.postgres.online.indexes import concurrently, part_name, require_valid
from fluentorm.dialects.postgres.online.steps import bare, long, short
from fluentorm.schema.objects import Index, IndexKey, PrimaryKey, Unique
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.schema.objects import Constraint


def add_key(table: str, key: PrimaryKey | Unique, scene: Scene) -> Iterator[Step]:
    """Yield the steps that add a unique constraint or a primary key."""
    yield from build(table, key, key.name, scene)
    yield short(table, *adopt(table, key, key.name, scene), *comment(table, key))


def replace_key(
    table: str, before: Constraint, after: PrimaryKey | Unique, scene: Scene
) -> Iterator[Step]:
    """Yield the steps that put a key in the place of another, which holds until it is there."""
    helper = scene.helper(f"key {after.name}")
    yield from build(table, after, helper, scene)
    drop = drop_item(table, before)
    yield short(table, drop, *adopt(table, after, helper, scene), *comment(table, after))


def comment(table: str, key: PrimaryKey | Unique) -> tuple[str, ...]:
    """Return the statement for a key's comment, where it has one."""
    return comments([(constraint_target(table, key.name), key.comment)])


def index_of(key: PrimaryKey | Unique, name: str) -> Index:
    """Return the index that a key is made of."""
    return Index(
        name=name,
        keys=tuple(IndexKey(column=column) for column in key.columns),
        unique=True,
        include=key.include,
        nulls_not_distinct=isinstance(key, Unique) and key.nulls_not_distinct,
        storage=key.storage,
    )


def build_index(table: str, key: PrimaryKey | Unique, name: str) -> Step:
    """Return the step that builds the index of a key on a table without partitions."""
    return bare(table, concurrently(create_index(table, index_of(key, name))[0]))


def using_index(table: str, key: PrimaryKey | Unique, index: str) -> str:
    """Return the statement that makes a key of an index; the index takes the key's name."""
    kind = "PRIMARY KEY" if isinstance(key, PrimaryKey) else "UNIQUE"
    clause = f"ADD CONSTRAINT {quote(key.name)} {kind} USING INDEX {quote(index)}{deferral(key)}"
    return alter_table(table, [clause])


def adopt(table: str, key: PrimaryKey | Unique, built: str, scene: Scene) -> tuple[str, ...]:
    """Return the statements that make a key of what was built under a name."""
    if scene.table(table).details.partition_by is None:
        return (using_index(table, key, built),)
    if built == key.name:
        return ()
    return (alter_table(table, [f"RENAME CONSTRAINT {quote(built)} TO {quote(key.name)}"]),)


def build(table: str, key: PrimaryKey | Unique, name: str, scene: Scene) -> Iterator[Step]:
    """Yield the steps after which a key only has to be adopted, under a name of its own.

    On a partitioned table it is a constraint already, which counts when all partitions have one
    (an index alone does not do: 42P17).
    """
    if scene.table(table).details.partition_by is None:
        yield build_index(table, key, name)
        return
    named = replace(key, name=name, comment=None)
    yield short(table, alter_table(table, [f"ADD {constraint_definition(named)}"], only=True))
    yield from _attach_parts(table, named, scene, set(scene.relations(table)))
    yield long(table, require_valid(sibling(table, name), table))


def _attach_parts(
    table: str, key: PrimaryKey | Unique, scene: Scene, taken: set[str]
) -> Iterator[Step]:
    label = "pkey" if isinstance(key, PrimaryKey) else "key"
    for part in scene.partitions(table):
        own = replace(key, name=part_name(part, index_of(key, ""), taken, label))
        if part.details.partition_by is not None:
            add = alter_table(part.name, [f"ADD {constraint_definition(own)}"], only=True)
            yield short(part.name, add)
            yield from _attach_parts(part.name, own, scene, taken)
        else:
            yield build_index(part.name, own, own.name)
            yield short(part.name, using_index(part.name, own, own.name))
        yield short(
            part.name,
            f"ALTER {index_target(table, key.name)} ATTACH PARTITION "
            f"{quote_name(sibling(part.name, own.name))}",
        )
