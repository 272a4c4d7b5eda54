"""Indexes on tables in use: built, replaced and dropped beside the traffic.

CREATE INDEX CONCURRENTLY takes no transaction and no partitioned table; there the parent's index
is made of those of its partitions, one after the other (manual, CREATE INDEX and 5.12.2.2).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import comments
from fluentorm.dialects.postgres.items import create_index, drop_item, index_target
from fluentorm.dialects.postgres.online.steps import bare, long, plain, short
from fluentorm.schema.names import postgres_name
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.schema.objects import Index, Table


def add_index(table: str, index: Index, scene: Scene) -> Iterator[Step]:
    """Yield the steps that build an index while the table is written to."""
    if scene.table(table).details.partition_by is not None:
        yield from _add_to_partitions(table, index, scene)
        return
    create, *later = create_index(table, index)
    yield bare(table, concurrently(create))
    yield short(table, *later)


def concurrently(create: str) -> str:
    """Return a CREATE INDEX or DROP INDEX that stops nobody."""
    return create.replace(" INDEX ", " INDEX CONCURRENTLY ", 1)


def drop_index(table: str, index: Index, scene: Scene) -> Iterator[Step]:
    """Yield the steps that drop an index; that of a partitioned table goes in an instant only."""
    if scene.table(table).details.partition_by is not None:
        yield plain(table, [drop_item(table, index)])
        return
    yield bare(table, concurrently(drop_item(table, index)))


def replace_index(table: str, before: Index, after: Index, scene: Scene) -> Iterator[Step]:
    """Yield the steps that put one index in the place of another, which stays until it is there."""
    helper = scene.helper(f"index {after.name}")
    named = replace(after, name=helper, comment=None)
    yield from add_index(table, named, scene)
    yield from drop_index(table, before, scene)
    target = index_target(table, after.name)
    yield short(
        table,
        f"ALTER {index_target(table, helper)} RENAME TO {quote(after.name)}",
        *comments([(target, after.comment)]),
    )


def _add_to_partitions(table: str, index: Index, scene: Scene) -> Iterator[Step]:
    create, *later = create_index(table, index)
    yield short(table, create.replace(" ON ", " ON ONLY ", 1))
    taken = set(scene.relations(table))
    yield from attach_parts(table, index, scene, taken)
    yield long(table, require_valid(sibling(table, index.name), table))
    yield short(table, *later)


def attach_parts(table: str, index: Index, scene: Scene, taken: set[str]) -> Iterator[Step]:
    """Yield the steps that build an index on each partition and give them to the parent's."""
    for part in scene.partitions(table):
        own = replace(index, name=part_name(part, index, taken), comment=None, statistics=())
        create = create_index(part.name, own)[0]
        if part.details.partition_by is not None:
            yield short(part.name, create.replace(" ON ", " ON ONLY ", 1))
            yield from attach_parts(part.name, own, scene, taken)
        elif scene.knows(part.name):
            yield bare(part.name, concurrently(create))
        else:
            yield short(part.name, create)
        yield short(
            part.name,
            f"ALTER {index_target(table, index.name)} ATTACH PARTITION "
            f"{quote_name(sibling(part.name, own.name))}",
        )


def part_name(part: Table, index: Index, taken: set[str], label: str = "idx") -> str:
    """Return a free name for a partition's index, made as PostgreSQL makes them up."""
    words = "_".join(key.column or "expr" for key in index.keys)
    name, number = postgres_name(bare_name(part.name), words, label), 0
    while name in taken:
        number += 1
        name = postgres_name(bare_name(part.name), words, f"{label}{number}")
    taken.add(name)
    return name


def require_valid(index: str, table: str) -> str:
    """Return a statement that fails while some partition has no part of an index.

    There may be partitions that the schema files do not know.
    """
    name, message = quote_literal(quote_name(index)), f'index "{bare_name(index)}" is not whole'
    hint = (
        f"a partition of {table} that the schema files do not declare lacks it: create it there "
        "CONCURRENTLY, attach it with ALTER INDEX ... ATTACH PARTITION, and run this again"
    )
    valid = f"SELECT indisvalid FROM pg_index WHERE indexrelid = {name}::regclass"  # noqa: S608 - quoted
    return (
        "DO $do$ BEGIN\n"
        f"    IF NOT ({valid}) THEN\n"
        f"        RAISE EXCEPTION {_format(message)} USING HINT = {quote_literal(hint)};\n"
        "    END IF;\n"
        "END $do$"
    )


def _format(message: str) -> str:
    return quote_literal(message.replace("%", "%%"))
