"""Sequences: of their own, owned by a column, or of an identity column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.catalog.reading import CLASS, Reading, Rows
from fluentorm.schema.database_objects import Sequence
from fluentorm.schema.objects import DEFAULT_SEQUENCE, SequenceOptions
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import Kind, Ref
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.catalog.relations import Relation

_LARGEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}
_IDENTITY, _OWNED = "i", "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceRow:
    """A sequence; ``owner`` is the table and the number of the column that it belongs to."""

    oid: int
    key: str
    type: str
    options: SequenceOptions
    owner: tuple[int, int] | None
    identity: bool


def read_sequences(relations: Mapping[int, Relation], rows: Rows) -> list[SequenceRow]:
    """Return the sequences that are no part of an extension or of a table of ours."""
    found = []
    for oid, type_, start, step, low, high, cache, cycle, how, table, number in rows:
        relation, owner = relations[oid], relations.get(table)
        if relation.hidden or (owner is not None and owner.hidden):
            continue
        found.append(
            SequenceRow(
                oid=oid,
                key=relation.key,
                type=type_,
                options=_options(type_, start, step, low, high, cache, cycle),
                owner=None if table is None else (table, number),
                identity=how == _IDENTITY,
            )
        )
    return found


def identities(sequences: list[SequenceRow]) -> dict[tuple[int, int], SequenceRow]:
    """Return the sequences of identity columns by their columns."""
    return {row.owner: row for row in sequences if row.identity and row.owner is not None}


def add_sequences(
    sequences: list[SequenceRow], relations: Mapping[int, Relation], reading: Reading
) -> None:
    """Take up the sequences that are not those of identity columns."""
    for row in sequences:
        if row.identity:
            _note_identity(row, relations, reading)
            continue
        relation = relations[row.oid]
        reading.add(
            CLASS,
            row.oid,
            Sequence(
                name=row.key,
                type=row.type,
                options=row.options,
                unlogged=relation.more.get("persistence") == "u",
                owned_by=_owner(row, relations),
                comment=relation.comment,
                privileges=reading.granted(CLASS, row.oid),
            ),
        )


def _note_identity(row: SequenceRow, relations: Mapping[int, Relation], reading: Reading) -> None:
    """Let an identity column stand for its sequence."""
    owner = _owner(row, relations)
    if owner is not None:
        reading.refs[CLASS, row.oid] = owner
    reading.add_comment(CLASS, row.oid, f"sequence {quote_name(row.key)}")


def _owner(row: SequenceRow, relations: Mapping[int, Relation]) -> Ref | None:
    if row.owner is None:
        return None
    relation = relations[row.owner[0]]
    return Ref(Kind.COLUMN, relation.key, relation.attributes[row.owner[1]][0])


def _options(
    type_: str, start: int, step: int, low: int, high: int, cache: int, cycle: bool
) -> SequenceOptions:
    """Leave out what PostgreSQL would choose (manual, CREATE SEQUENCE)."""
    largest = _LARGEST[type_]
    usual_low, usual_high = (1, largest) if step > 0 else (-largest - 1, -1)
    options = SequenceOptions(
        start=None if start == (low if step > 0 else high) else start,
        increment=step,
        minimum=None if low == usual_low else low,
        maximum=None if high == usual_high else high,
        cache=cache,
        cycle=cycle,
    )
    return DEFAULT_SEQUENCE if options == DEFAULT_SEQUENCE else options
