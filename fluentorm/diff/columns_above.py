"""What stands on a column of a child: that changes with the column of its parents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.diff.inheritance import parents
from fluentorm.schema.lazy import mentioning
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from fluentorm.schema.dependencies import Depends
    from fluentorm.schema.objects import SchemaModel

_PARTS = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX})


def with_columns_above(depends: Depends, model: SchemaModel) -> Depends:
    """Return dependencies in which what needs a column of a child needs that of its parents."""
    children = {
        table.name: parents(table)
        for table in mentioning(model.tables, "partition_of", "inherits")
        if parents(table)
    }
    if not children:
        return depends
    return {
        ref: needed | _columns_above(needed, children)
        if ref.part is None or ref.kind not in _PARTS
        else needed
        for ref, needed in depends.items()
    }


def _columns_above(
    needed: frozenset[Ref], children: Mapping[str, tuple[str, ...]]
) -> frozenset[Ref]:
    found, pending = set[Ref](), [ref for ref in needed if ref.kind is Kind.COLUMN]
    while pending:
        ref = pending.pop()
        for parent in children.get(ref.name, ()):
            above = replace(ref, name=parent)
            if above not in found:
                found.add(above)
                pending.append(above)
    return frozenset(found)
