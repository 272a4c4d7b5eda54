"""The modes of table locks."""

from __future__ import annotations

from enum import IntEnum


class Lock(IntEnum):
    """The modes, the stronger the greater; the value is PostgreSQL's own number (``lockdefs.h``).

    >>> Lock.SHARE_UPDATE_EXCLUSIVE.words, Lock.SHARE.blocks
    ('SHARE UPDATE EXCLUSIVE', 'writes')
    """

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
    def words(self) -> str:
        """What the manual calls it, and LOCK TABLE takes."""
        return self.name.replace("_", " ")

    @property
    def blocks(self) -> str:
        """Whom it stops: ``reads and writes``, ``writes``, or nobody (empty)."""
        if self is Lock.ACCESS_EXCLUSIVE:
            return "reads and writes"
        return "writes" if self >= Lock.SHARE else ""


AS, RX, SUX, S = (
    Lock.ACCESS_SHARE,
    Lock.ROW_EXCLUSIVE,
    Lock.SHARE_UPDATE_EXCLUSIVE,
    Lock.SHARE,
)
SRX, X, AX = Lock.SHARE_ROW_EXCLUSIVE, Lock.EXCLUSIVE, Lock.ACCESS_EXCLUSIVE
