"""HI: the history of the migrations themselves. What fires is found where the chain is read."""

from __future__ import annotations

from fluentorm.lint.rule import CATALOGUE, Level, Rule, Severity

HI001 = CATALOGUE.add(
    Rule(
        id="HI001",
        severity=Severity.ERROR,
        level=Level.STATE,
        summary="the history of migrations does not hold together",
        reason="A file was edited after it was generated or applied, two branches go on from the "
        "same "
        "migration, or the snapshot belongs to others: databases differ from then on.",
        fix="restore the file from version control; after a merge generate the younger branch "
        "again",
        allowed=False,
    )
)
