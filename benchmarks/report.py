"""One line of the result: what was measured, against what, and whether the goal was met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A comparison; ``ours`` and ``theirs`` in ``unit``, ``goal`` the largest ratio allowed.

    Without a goal it only says what another row is made of.
    """

    what: str
    ours: float
    theirs: float
    goal: float | None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours by theirs: smaller is better."""
        return self.ours / self.theirs

    @property
    def met(self) -> bool:
        """Whether the goal was met."""
        return self.goal is None or self.ratio <= self.goal

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"  <= {self.goal:.2f} {'ok' if self.met else 'MISSED'}"
        ours, theirs = f"{self.ours:.2f} {self.unit}", f"{self.theirs:.2f} {self.unit}"
        return f"{self.what:<52} {ours:>9} {theirs:>9} {self.ratio:>7.2f}{goal}"
