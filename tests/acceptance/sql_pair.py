"""What a pair of test_sql_pairs is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two databases as SQL, and what their plan must not say.

    ``never`` are words that no statement of the plan has in it, ``since`` a version.
    ``unseen`` are words of catalog rows that need not be equal: what no ALTER can bring back.
    """

    old: str = ""
    new: str = ""
    never: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    since: int = 13
