"""Which migrations belong together: a table made in a batch is not in use while the batch runs.

One generation gives its files versions one second apart; nothing else tells that files were
written, reviewed and applied as one. Two generations within the same second would be taken for
one, which needs a script.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS = 14


def batches(versions: Iterable[str], first: int = 0, previous: str = "") -> Iterator[int]:
    """Yield the number of the batch of each version, beginning with ``first``.

    ``previous`` is the version before them, which has the number ``first``.
    """
    number, last = first, _second(previous)
    begun = bool(previous)
    for version in versions:
        now = _second(version)
        if begun and not (last is not None and now is not None and now - last == 1):
            number += 1
        begun = True
        last = now
        yield number


def _second(version: str) -> int | None:
    """Return the second that a version of 14 digits stands for."""
    if len(version) != _DIGITS:
        return None
    try:
        moment = datetime.datetime.strptime(version, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return int(moment.replace(tzinfo=datetime.UTC).timestamp())
