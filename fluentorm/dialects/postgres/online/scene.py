"""What a form has to know: the schema on both sides of the change, in one direction."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.qualified import bare_name, sibling
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.dialects.base import Situation
    from fluentorm.schema.objects import Table

PREFIX = "_fl_"
"""What the names of objects begin with that are there for a while only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One direction of a change; the fields are those of ``Situation``, seen that way.

    ``fresh`` are tables that hold no rows of anybody: what is done to them is done plainly.
    """

    name: str
    before: SchemaModel
    after: SchemaModel
    declared: SchemaModel
    fresh: frozenset[str]
    version: int
    going_back: bool = False
    kept: frozenset[str] = frozenset()

    def table(self, key: str) -> Table:
        """Return a table as it is after the change, or before where it goes."""
        found = self.after.tables.get(key) or self.before.tables.get(key)
        return found if found is not None else _unknown(key)

    def wanted(self, key: str) -> Table:
        """Return a table as the schema files declare it, with all that steers its migrations."""
        return self.declared.tables.get(key) or self.table(key)

    def knows(self, key: str) -> bool:
        """Say whether a table is there before the change: all others hold no rows."""
        return key not in self.fresh and key in self.before.tables

    def partitions(self, key: str) -> tuple[Table, ...]:
        """Return the partitions of a table, in the order of their names."""
        if self.table(key).details.partition_by is None:
            return ()
        sides = {**self.before.tables, **self.after.tables}
        found = (self.after.tables.get(name, table) for name, table in sides.items())
        return tuple(
            sorted((t for t in found if t.details.partition_of == key), key=lambda t: t.name)
        )

    def helper(self, what: str) -> str:
        """Return the name of a helper object of this migration; the same at every run."""
        return PREFIX + sha256(f"{self.name}:{what}".encode()).hexdigest()[:12]

    def relations(self, beside: str) -> frozenset[str]:
        """Return the names that tables, indexes and keys have in the namespace of a table."""
        found = set()
        for model in (self.before, self.after):
            for table in model.tables.values():
                if sibling(table.name, "x") == sibling(beside, "x"):
                    found |= {bare_name(table.name), *table.indexes, *table.constraints}
        return frozenset(found)


def _unknown(key: str) -> Table:
    from fluentorm.schema.objects import Table

    return Table(name=key, columns={})


def upwards(situation: Situation) -> Scene:
    """Return what a change sees on the way there."""
    return Scene(
        name=situation.name,
        before=situation.before,
        after=situation.after,
        declared=situation.declared,
        fresh=situation.created,
        version=situation.version,
        kept=situation.kept,
    )


def downwards(situation: Situation) -> Scene:
    """Return what a change sees on the way back: what was dropped comes back empty."""
    return Scene(
        name=situation.name,
        before=situation.after,
        after=situation.before,
        declared=situation.declared,
        fresh=situation.created | situation.dropped,
        version=situation.version,
        going_back=True,
    )
