"""What the statements of a form need that not every version has (release notes of 14 and 18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.online import partitions
from fluentorm.dialects.postgres.online.not_null import NOT_VALID
from fluentorm.schema.qualified import quote_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.base import OnlineForm, StepText
    from fluentorm.dialects.postgres.online.scene import Scene

Needs = tuple[tuple[int, str], ...]


def with_needs(form: OnlineForm, scene: Scene) -> OnlineForm:
    """Return a form that says what its files need."""
    partitioned = tuple(
        f"ALTER TABLE {quote_name(table.name)} "
        for model in (scene.before, scene.after)
        for table in model.tables.values()
        if table.details.partition_by is not None
    )
    contract = form.contract
    if contract is not None:
        contract = replace(contract, down_needs=_needs(contract.down, partitioned))
    return replace(
        form,
        contract=contract,
        up_needs=_needs(form.up, partitioned),
        down_needs=_needs(form.down, partitioned),
    )


def _needs(steps: Sequence[StepText], partitioned: tuple[str, ...]) -> Needs:
    statements = (line for step in steps for line in step.statements)
    return tuple(dict.fromkeys(n for line in statements for n in _of(line, partitioned)))


def _of(statement: str, partitioned: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    # Names and lines are ours: a statement on several lines has the same words.
    line = " ".join(statement.split())
    if line.endswith(" NOT VALID"):
        if " NOT NULL " in line and " CHECK (" not in line and " FOREIGN KEY " not in line:
            yield NOT_VALID * 10000, "NOT NULL that is not validated"
        elif " FOREIGN KEY " in line and " CHECK (" not in line and line.startswith(partitioned):
            yield 180000, "foreign keys of partitioned tables that are not validated"
    if line.startswith("CREATE VIEW ") and " WITH (security_invoker = true) AS " in line:
        yield 150000, "security_invoker"
    if " DETACH PARTITION " in line and line.endswith(" CONCURRENTLY"):
        yield partitions.CONCURRENTLY * 10000, "DETACH CONCURRENTLY"
