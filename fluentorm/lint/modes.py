"""Lock modes, and the value that says what a change does."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(IntEnum):
    """Lock modes of tables, weakest first (manual, 13.3.1)."""

    NONE = 0
    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    @property
    def shown(self) -> str:
        """The name as LOCK TABLE takes it."""
        return self.name.replace("_", " ")

    @property
    def stops(self) -> str:
        """Whom it stops."""
        if self is Mode.ACCESS_EXCLUSIVE:
            return "reads and writes"
        return "writes" if self >= Mode.SHARE else "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Locks by table, and the tables that are rewritten, read through, or get an index built."""

    locks: Mapping[str, Mode]
    rewrites: frozenset[str] = frozenset()
    scans: frozenset[str] = frozenset()
    builds: frozenset[str] = frozenset()

    @property
    def works(self) -> frozenset[str]:
        """The tables whose size tells how long it takes."""
        return self.rewrites | self.scans | self.builds


NOTHING = Effect(locks={})


AX = Mode.ACCESS_EXCLUSIVE


SUX = Mode.SHARE_UPDATE_EXCLUSIVE


SRX = Mode.SHARE_ROW_EXCLUSIVE


def one_table(table: str) -> frozenset[str]:
    """Return a set of one table."""
    return frozenset((table,))
