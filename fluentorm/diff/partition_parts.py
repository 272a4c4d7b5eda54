"""What a partition that was a table before has under a name of its own, because its parent has it.

Such a partition is made as a table with all that it shall share with its parent, and attached:
then PostgreSQL merges what is equal, and leaves the names (manual, ALTER TABLE, ATTACH PARTITION).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.schema.objects import Check, Constraint, ForeignKey, Index, Table
from fluentorm.schema.partition_names import MADE_BY_ATTACHING, ancestors, usual_part_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Part: TypeAlias = Constraint | Index


def parts_of(
    table: Table, now: Mapping[str, Table], finally_: Mapping[str, Table]
) -> tuple[_Part, ...]:
    """Return the constraints and indexes to make before a table is attached; none for others.

    Its checks must be those that its ancestors have ``now``; keys and indexes may come later, and
    are those that these have ``finally_``.
    """
    if table.details.attached is None:
        return ()
    checks = (
        check
        for above in ancestors(table, now)
        for check in above.constraints.values()
        if isinstance(check, Check) and not check.no_inherit
    )
    return (*checks, *_named_parts(table, finally_))


def _named_parts(table: Table, tables: Mapping[str, Table]) -> Iterator[_Part]:
    names = dict(table.details.attached or ())
    for above in ancestors(table, tables):
        for part in (*above.constraints.values(), *above.indexes.values()):
            if isinstance(part, Check | ForeignKey):
                continue
            name = names.get(part.name, usual_part_name(table.name, part))
            if name != MADE_BY_ATTACHING:
                yield replace(part, name=name, comment=None)
