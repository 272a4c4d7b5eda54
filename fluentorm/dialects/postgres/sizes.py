"""Sizes as people read them."""

from __future__ import annotations


def in_bytes(count: int) -> str:
    """Return a number of bytes in the unit that fits.

    >>> in_bytes(379 << 20), in_bytes(0)
    ('379 MB', '0 bytes')
    """
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TB"
