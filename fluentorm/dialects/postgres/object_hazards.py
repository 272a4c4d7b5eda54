"""What operations on objects beside tables and enums may do to the data (see hazards).

A view, a routine, a trigger hold nothing that their definition does not bring back. A materialized
view is filled by its query again; a sequence loses its position.
"""

from __future__ import annotations

from collections.abc import Iterable

from fluentorm.dialects.postgres.sequences import limits
from fluentorm.diff.operations import AlterObject, CreateObject, DropObject
from fluentorm.schema.alterable import renamed_attributes
from fluentorm.schema.database_objects import (
    CompositeType,
    Domain,
    MaterializedView,
    Sequence,
)
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier


def hazards(operation: CreateObject | AlterObject | DropObject) -> Iterable[str]:
    """Return what the operation may lose, or fail on."""
    match operation:
        case DropObject(object=Sequence(name=name)):
            return (f"loses the position of {quote_name(name)}",)
        case AlterObject(before=Domain() as before, after=Domain() as after):
            return _domain(before, after)
        case AlterObject(before=CompositeType() as before, after=CompositeType() as after):
            return _composite(before, after)
        case AlterObject(before=Sequence() as before, after=Sequence() as after):
            return _sequence(before, after)
        case AlterObject(before=MaterializedView() as before, after=MaterializedView() as after):
            if before.populated and not after.populated:
                return (f"empties {quote_name(after.name)} until it is refreshed",)
            return ()
        case _:
            return ()


def gone_for_good(operation: AlterObject | DropObject) -> Iterable[str]:
    """Return what going there and back does not bring back."""
    match operation:
        case DropObject(object=Sequence(name=name)):
            return (f"{quote_name(name)} comes back at its start",)
        case AlterObject(before=CompositeType() as before, after=CompositeType() as after):
            return (
                f"{_attribute(after, name)} comes back as NULL in every row"
                for name in _dropped(before, after)
            )
        case _:
            return ()


def _domain(before: Domain, after: Domain) -> Iterable[str]:
    name = quote_name(after.name)
    if before.nullable and not after.nullable:
        yield f"fails while columns of type {name} hold NULL"
    known = {check.expression for check in before.checks if check.validated}
    for check in after.checks:
        if check.validated and check.expression not in known:
            yield f"fails while columns of type {name} violate {quote_identifier(check.name)}"


def _composite(before: CompositeType, after: CompositeType) -> Iterable[str]:
    for name in _dropped(before, after):
        yield f"loses data in {_attribute(after, name)} of every row"
    old = {attribute.name: (attribute.type, attribute.collation) for attribute in before.attributes}
    for attribute in after.attributes:
        if old.get(attribute.name, (attribute.type, attribute.collation)) != (
            attribute.type,
            attribute.collation,
        ):
            yield f"fails while a column is of type {quote_name(after.name)}"
            return


def _dropped(before: CompositeType, after: CompositeType) -> list[str]:
    kept = {attribute.name for attribute in after.attributes}
    kept.update(renamed_attributes(before, after))
    return [attribute.name for attribute in before.attributes if attribute.name not in kept]


def _attribute(composite: CompositeType, name: str) -> str:
    return f"{quote_name(composite.name)}.{quote_identifier(name)}"


def _sequence(before: Sequence, after: Sequence) -> Iterable[str]:
    old, new = limits(before.options, before.type), limits(after.options, after.type)
    if new[0] > old[0] or new[1] < old[1]:
        yield f"brings the position of {quote_name(after.name)} between {new[0]} and {new[1]}"
