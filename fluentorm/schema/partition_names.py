"""What the keys and indexes of a partition are called that it has because its parent has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Exclusion, Index, PrimaryKey, Unique
from fluentorm.schema.qualified import bare_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.schema.objects import IndexKey, Table

EXPRESSION = "expr"


def ancestors(table: Table, tables: Mapping[str, Table]) -> Iterator[Table]:
    """Yield the parent of a partition, the parent's parent and so on, as far as they are there."""
    seen = {table.name}
    above = table.details.partition_of
    while above is not None and above in tables and above not in seen:
        seen.add(above)
        yield tables[above]
        above = tables[above].details.partition_of


def usual_name(table: str, columns: Iterable[str], label: str) -> str:
    """Return what PostgreSQL calls an index of a table as long as that is free.

    ``label`` is pkey, key, excl or idx. Source: ``ChooseIndexName`` in ``indexcmds.c``; all
    expressions are taken for one without a name here.

    >>> usual_name("sales.p1", ["a", "b"], "idx"), usual_name("p1", ["a"], "pkey")
    ('p1_a_b_idx', 'p1_pkey')
    """
    if label == "pkey":
        return postgres_name(bare_name(table), "", label).replace("__pkey", "_pkey")
    return postgres_name(bare_name(table), "_".join(columns), label)


def usual_part_name(table: str, part: PrimaryKey | Unique | Exclusion | Index) -> str:
    """Return what a partition's own of a key or an index of its parent is usually called."""
    match part:
        case PrimaryKey():
            return usual_name(table, (), "pkey")
        case Unique(columns=columns, include=include):
            return usual_name(table, (*columns, *include), "key")
        case Exclusion(elements=elements, include=include):
            return usual_name(table, (*_names(key for key, _ in elements), *include), "excl")
        case Index(keys=keys, include=include):
            return usual_name(table, (*_names(keys), *include), "idx")


def _names(keys: Iterable[IndexKey]) -> list[str]:
    return [key.column or EXPRESSION for key in keys]
