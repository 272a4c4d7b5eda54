"""X: what lets rules pass. What fires is found when the other findings are known."""

from __future__ import annotations

from fluentorm.lint.rule import CATALOGUE, Level, Rule, Severity

X001 = CATALOGUE.add(
    Rule(
        id="X001",
        severity=Severity.ERROR,
        level=Level.SYNTAX,
        summary="a line that allows a rule without a reason, or without need",
        reason="Without a reason nobody can tell later whether it still holds; one that allows "
        "nothing "
        "hides the next finding of that kind.",
        fix='"-- fluentorm: allow LK001 the table has ten rows"; remove what is not needed any '
        "more",
        allowed=False,
    )
)
