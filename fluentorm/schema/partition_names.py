"""What the keys and indexes of a partition are called that it has because its parent has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Exclusion, Index, PrimaryKey, Unique
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.select_list import column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.schema.objects import Constraint, IndexKey, Table


MADE_BY_ATTACHING = ""
"""Stands for the name of a key that the partition gets when it is attached, and not before."""


def ancestors(table: Table, tables: Mapping[str, Table]) -> Iterator[Table]:
    """Yield the parent of a partition, the parent's parent and so on, as far as they are there."""
    seen = {table.name}
    above = table.details.partition_of
    while above is not None and above in tables and above not in seen:
        seen.add(above)
        yield tables[above]
        above = tables[above].details.partition_of


def usual_name(table: str, words: Iterable[str], label: str) -> str:
    """Return what PostgreSQL calls an index of a table as long as that is free.

    ``words`` are those of its keys and the columns that it includes, ``label`` is pkey, key, excl
    or idx. Source: ``ChooseIndexName`` in ``indexcmds.c``.

    >>> usual_name("sales.p1", ["a", "b"], "idx"), usual_name("p1", ["a"], "pkey")
    ('p1_a_b_idx', 'p1_pkey')
    """
    return postgres_name(bare_name(table), "" if label == "pkey" else "_".join(words), label)


def usual_part_name(table: str, part: Constraint | Index) -> str:
    """Return what PostgreSQL calls a partition's part of its parent's constraint or index.

    A check and a foreign key keep their names.
    """
    match part:
        case PrimaryKey():
            return usual_name(table, (), "pkey")
        case Unique(columns=columns, include=include):
            return usual_name(table, (*columns, *include), "key")
        case Exclusion(elements=elements, include=include):
            return usual_name(table, (*(key_word(key) for key, _ in elements), *include), "excl")
        case Index(keys=keys, include=include):
            return usual_name(table, (*map(key_word, keys), *include), "idx")
        case _:
            return part.name


def key_word(key: IndexKey) -> str:
    """Return what stands for a key in the name of an index: an expression's word in a SELECT."""
    if key.column is not None:
        return key.column
    names = column_names(f"SELECT {key.expression}")
    return names[0] if names else "expr"
