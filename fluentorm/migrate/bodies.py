"""Which migrations make functions in SQL whose bodies name what is not there yet.

PostgreSQL looks at a body when it makes the function, and that is wanted: it finds mistakes. Bodies
that name each other cannot all come last, though, and there the look has to be left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.diff.footprint import footprint
from fluentorm.diff.operations import AlterObject, CreateObject, inverse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.diff.operations import Change, Operation
    from fluentorm.schema.dependencies import Depends
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.schema.refs import Ref

UNCHECKED = "SET LOCAL check_function_bodies = off"
"""Lets functions be made whose bodies name what is not there yet (manual, 20.11)."""


def unchecked_bodies(
    changes: Sequence[Change], old: SchemaModel, new: SchemaModel
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the changes whose up files and whose down files cannot look."""
    if not (old.objects or new.objects):
        return frozenset(), frozenset()
    from fluentorm.schema.dependencies import mentioned_in_bodies

    ups = [change.operations for change in changes]
    downs = [tuple(map(inverse, reversed(one))) for one in reversed(ups)]
    last = len(changes) - 1
    return (
        frozenset(_early(ups, mentioned_in_bodies(new))),
        frozenset(last - number for number in _early(downs, mentioned_in_bodies(old))),
    )


def _early(groups: Sequence[Sequence[Operation]], mentioned: Depends) -> set[int]:
    """Return the groups that make a function before something that its body mentions."""
    found: set[int] = set()
    coming: set[Ref] = set()
    for number in range(len(groups) - 1, -1, -1):
        for operation in reversed(groups[number]):
            for ref in _made_or_replaced(operation):
                if mentioned.get(ref, frozenset()) & coming:
                    found.add(number)
            coming |= footprint(operation).makes
    return found


def _made_or_replaced(operation: Operation) -> tuple[Ref, ...]:
    match operation:
        case CreateObject(object=item) | AlterObject(after=item):
            return (item.ref,)
        case _:
            return ()
