"""What a migration in steps leaves in a database for a while, and nobody declares.

Helpers have names of their own, or, where old code needs the name that they have, a comment that
begins like one. They stay until the contract of their migration is run, and are no difference
between a database and its schema files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fluentorm.schema.qualified import bare_name
from fluentorm.schema.refs import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import SchemaModel, Table

_Item = TypeVar("_Item")
MARK = "_fl_"
"""What the names of helpers begin with, and the comments of those that have other names."""
# A trigger that has to fire behind all others has a name that sorts behind theirs.
_MARKS = (MARK, f"zz{MARK}")


def is_helper(name: str, comment: str | None = None) -> bool:
    """Say whether an object is there for a while only.

    >>> is_helper("_fl_0123456789ab"), is_helper("name", "_fl_ until the contract"), is_helper("a")
    (True, True, False)
    """
    return name.startswith(_MARKS) or (comment is not None and comment.startswith(MARK))


def without_helpers(model: SchemaModel) -> tuple[SchemaModel, tuple[str, ...]]:
    """Return a model without its helpers, and what those are called."""
    tables: dict[str, Table] = {}
    found: list[str] = []
    for key, table in model.tables.items():
        inside = list(_inside(table))
        if is_helper(bare_name(key), table.comment):
            found.append(f'table "{key}"')
        elif inside:
            found += inside
            tables[key] = _bare(table)
        else:
            tables[key] = table
    gone = model.tables.keys() - tables.keys()
    objects = {
        ref: item
        for ref, item in model.objects.items()
        if not (_is_helper(ref, item) or _is_of(item, gone))
    }
    found += (str(ref) for ref in model.objects if ref not in objects)
    enums = {
        key: enum
        for key, enum in model.enums.items()
        if not is_helper(bare_name(key), enum.comment)
    }
    found += (f'enum "{key}"' for key in model.enums if key not in enums)
    if not found:
        return model, ()
    bare = replace(model, tables=tables, enums=enums, objects=objects)
    return bare, tuple(sorted(found))


def _inside(table: Table) -> Iterator[str]:
    for name, column in table.columns.items():
        if is_helper(name, column.comment):
            yield f'column "{table.name}.{name}"'
    for kind, items in (("constraint", table.constraints), ("index", table.indexes)):
        for name in items:
            if is_helper(name):
                yield f'{kind} "{table.name}.{name}"'


def _bare(table: Table) -> Table:
    columns = {n: c for n, c in table.columns.items() if not is_helper(n, c.comment)}
    return replace(
        table,
        columns=columns,
        constraints=_own(table.constraints),
        indexes=_own(table.indexes),
    )


def _own(items: Mapping[str, _Item]) -> dict[str, _Item]:
    return {name: item for name, item in items.items() if not is_helper(name)}


def _is_of(item: DatabaseObject, tables: Set[str]) -> bool:
    """Say whether an object goes with one of some tables."""
    owner = getattr(item, "owned_by", None)
    return getattr(item, "table", None) in tables or (
        isinstance(owner, Ref) and owner.name in tables
    )


def _is_helper(ref: Ref, item: DatabaseObject) -> bool:
    owner = getattr(item, "owned_by", None)
    if isinstance(owner, Ref) and owner.part is not None and is_helper(owner.part):
        return True
    name = bare_name(ref.name.partition("(")[0]) if ref.part is None else ref.part
    return is_helper(name, getattr(item, "comment", None))
