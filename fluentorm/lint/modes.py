"""The value that says what a change does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.lock_modes import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Locks by table, and the tables that are rewritten, read through, or get an index built."""

    locks: Mapping[str, Lock]
    rewrites: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()
    builds: frozenset[str] = frozenset()

    @property
    def works(self) -> frozenset[str]:
        """The tables whose size tells how long it takes."""
        return self.rewrites | self.scans | self.builds


NOTHING = Effect(locks={})


def one_table(table: str) -> frozenset[str]:
    """Return a set of one table."""
    return frozenset((table,))
