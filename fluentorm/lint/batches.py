"""Which migrations belong together: a table made in a batch is not in use while the batch runs.

One generation gives its files versions one second apart; nothing else tells that files were
written, reviewed and applied as one. A file by hand is a batch of its own. Two generations one
second apart would be taken for one, which needs a script.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS = 14
_GENERATED = re.compile(r"^-- Generated: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells to which batch a migration belongs: its version, and who wrote it."""

    version: str
    generated: bool


def mark_of(version: str, text: str) -> Mark:
    """Return the mark of an up file."""
    return Mark(version, _GENERATED.search(text) is not None)


def batches(marks: Iterable[Mark], first: int = 0, previous: Mark | None = None) -> Iterator[int]:
    """Yield the number of the batch of each migration, beginning with ``first``.

    ``previous`` is the migration before them, which has the number ``first``.
    """
    number, last = first, previous
    for mark in marks:
        if last is not None and not _together(last, mark):
            number += 1
        last = mark
        yield number


def _together(last: Mark, mark: Mark) -> bool:
    if not (last.generated and mark.generated):
        return False
    before, now = _second(last.version), _second(mark.version)
    return before is not None and now is not None and now - before == 1


def _second(version: str) -> int | None:
    """Return the second that a version of 14 digits stands for."""
    if len(version) != _DIGITS:
        return None
    try:
        moment = datetime.datetime.strptime(version, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return int(moment.replace(tzinfo=datetime.UTC).timestamp())
