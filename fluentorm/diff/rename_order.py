"""The order in which constraints and indexes take their new names.

A name must be free before another object takes it: ``a -> b`` waits for ``b -> c``. In a circle
there is no first; one of its members is then dropped and added instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal

from fluentorm.diff.operations import RenameConstraint, RenameIndex
from fluentorm.diff.uses import has_index
from fluentorm.schema.objects import Constraint, Index
from fluentorm.schema.qualified import sibling
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A constraint or an index that changes nothing but its name.

    ``relation`` says that the name is one among tables and indexes (``pg_class``).
    """

    table: str
    kind: Literal["constraint", "index"]
    before: str
    after: str
    relation: bool

    @classmethod
    def of(cls, table: str, before: Constraint | Index, after: Constraint | Index) -> Rename:
        """Return the rename that takes one object to the other's name."""
        return cls(
            table=table,
            kind="index" if isinstance(before, Index) else "constraint",
            before=before.name,
            after=after.name,
            relation=isinstance(before, Index) or has_index(before),
        )

    @property
    def operation(self) -> RenameConstraint | RenameIndex:
        """The rename as an operation."""
        if self.kind == "index":
            return RenameIndex(table=self.table, before=self.before, after=self.after)
        return RenameConstraint(table=self.table, before=self.before, after=self.after)

    def keys(self, name: str) -> list[tuple[str, str]]:
        """Return what stands for a name in the namespaces that it lives in."""
        keys = [("", sibling(self.table, name))] if self.relation else []
        return keys if self.kind == "index" else [*keys, (self.table, name)]


def rename_order(
    renames: Sequence[Rename], table_names: Collection[str]
) -> tuple[tuple[Rename, ...], tuple[Rename, ...]]:
    """Return the renames in an order that works, and those that no order works for.

    ``table_names`` are the names that renamed tables give up and take.
    """
    taken = frozenset(table_names)
    stuck = [r for r in renames if r.relation and (r.before in taken or r.after in taken)]
    waiting = [r for r in renames if r not in stuck] if stuck else list(renames)
    held = Counter(key for rename in waiting for key in rename.keys(rename.before))
    ordered: list[Rename] = []
    while waiting:
        free = [r for r in waiting if not any(held[key] for key in r.keys(r.after))]
        if not free:
            free = [waiting[0]]
            stuck.append(waiting[0])
        else:
            ordered += free
        for rename in free:
            held.subtract(rename.keys(rename.before))
        done = set(free)
        waiting = [r for r in waiting if r not in done]
    return tuple(ordered), tuple(stuck)
