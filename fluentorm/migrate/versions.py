"""The versions of migrations: the number that a file name starts with, and the instant it denotes.

fluentorm writes ``YYYYMMDDHHMMSS`` in UTC. Files of older projects and other tools keep their
numbers: Unix times (10 digits, or 13 in milliseconds), shorter calendar times, plain counters.
All are ordered by the instant they denote, a counter as so many seconds after 1970.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = 86400
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_LAST_YEAR = 9999


def instant(digits: str) -> int:
    """Return the instant that a version denotes, in milliseconds since 1970 (UTC).

    A calendar time may overflow (second 60 and up): counters that went on after a full minute
    exist, and stay in order.

    >>> instant("20241202103000") == instant("1733135400")
    True
    """
    length = len(digits)
    if length in (8, 12, 14, 17) and "19" <= digits[:2] <= "99" and _is_calendar(digits):
        return _calendar(digits.ljust(17, "0"))
    if length == 13:
        return int(digits)
    return int(digits) * 1000


def _is_calendar(digits: str) -> bool:
    return "01" <= digits[4:6] <= "12" and "01" <= digits[6:8] <= "31"


def _calendar(digits: str) -> int:
    """Return YYYYMMDDHHMMSSmmm as milliseconds since 1970."""
    seconds = int(digits[8:10]) * 3600 + int(digits[10:12]) * 60 + int(digits[12:14])
    return (_days(digits[:8]) * _DAY + seconds) * 1000 + int(digits[14:17])


@lru_cache(maxsize=1024)
def _days(digits: str) -> int:
    """Return YYYYMMDD as days since 1970; the day may overflow its month."""
    month = datetime.date(int(digits[:4]), int(digits[4:6]), 1)
    return month.toordinal() - _EPOCH + int(digits[6:8]) - 1


def next_versions(last: int | None, now: datetime.datetime) -> Iterator[str]:
    """Yield new versions: the first is now or two seconds after ``last``, whichever is later.

    Those that are one second apart were written together, which is how lint knows what is one.

    ``last`` is the instant of the latest version known, in milliseconds; ``now`` is aware.
    Raises OverflowError when the calendar has no time after ``last``.
    """
    second = int(now.timestamp())
    if last is not None:
        second = max(second, last // 1000 + 2)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    moment = epoch + datetime.timedelta(seconds=second)
    step = datetime.timedelta(seconds=1)
    while True:
        yield moment.strftime("%Y%m%d%H%M%S")
        moment += step


def as_time(version: str) -> str:
    """Return a fluentorm version in ISO 8601, for the header.

    >>> as_time("20241202103000")
    '2024-12-02T10:30:00Z'
    """
    date = f"{version[:4]}-{version[4:6]}-{version[6:8]}"
    return f"{date}T{version[8:10]}:{version[10:12]}:{version[12:14]}Z"
