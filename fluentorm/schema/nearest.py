"""The nearest of several names, for hints.

Comparing is slow (difflib), so a run has a budget: a schema with thousands of wrong names gets its
first hundreds of hints and stays linear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

_BUDGET = 20_000


class Nearest:
    """Find the name that was probably meant, within a budget of comparisons."""

    def __init__(self, budget: int = _BUDGET) -> None:
        self._left = budget

    def find(self, name: str, candidates: Collection[str]) -> str | None:
        """Return the candidate most like ``name``, None when none is or the budget is spent."""
        if len(candidates) > self._left:
            return None
        self._left -= len(candidates)
        return nearest(name, candidates)

    def hint(self, name: str, candidates: Collection[str]) -> str | None:
        """Return ``did you mean "x"?``, None when nothing is near."""
        found = self.find(name, candidates)
        return None if found is None else f'did you mean "{found}"?'


def nearest(name: str, candidates: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the candidate most like ``name``, None when none is near; case does not matter.

    ``cutoff`` is how like they must be, from 0 to 1 (``difflib``).

    >>> nearest("emial", ["id", "email"])
    'email'
    """
    import difflib  # slow to import, and needed only when something is wrong

    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None
