"""TR: where the server contradicts the rules. What fires is found by ``fluentorm.lint.trace``."""

from __future__ import annotations

from fluentorm.lint.rule import CATALOGUE, Level, Rule, Severity

TR001 = CATALOGUE.add(
    Rule(
        id="TR001",
        severity=Severity.ERROR,
        level=Level.TRACE,
        summary="the server did something else than the rules say",
        reason="The trace ran the statement and saw a lock, a rewrite or a scan that the rules "
        "do not "
        "announce, or did not see one that they do: the rules are wrong for this server.",
        fix="believe the server, and report it",
    )
)
