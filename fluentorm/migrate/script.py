"""Operations as one SQL script that psql runs: settings, transactions, semicolons.

Unlike a migration it is run as it is, by whoever reads it, so it sets for itself what it depends
on. A new value of an enum may be used only after a commit (ALTER TYPE in the manual), so there the
script has more than one transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.diff.operations import AlterEnum, inverse
from fluentorm.diff.titles import title
from fluentorm.migrate.bodies import UNCHECKED
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.diff.operations import Operation
    from fluentorm.migrate.generate import Renderer

# Names are written for this search path.
_PATH = "SET LOCAL search_path = public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation of a script: what it is about, its statements, and what it may lose.

    ``commits`` says that what follows has to wait for a commit.
    """

    kind: str
    name: str
    statements: tuple[str, ...]
    hazards: tuple[str, ...] = ()
    commits: bool = False


def up_steps(operations: Sequence[Operation], renderer: Renderer) -> tuple[Step, ...]:
    """Return the steps of the operations, in their order."""
    return tuple(_step(operation, renderer) for operation in operations)


def down_steps(operations: Sequence[Operation], renderer: Renderer) -> tuple[Step, ...]:
    """Return the steps that undo the operations."""
    undoing = [inverse(operation) for operation in reversed(operations)]
    return tuple(_step(operation, renderer) for operation in undoing)


def script(steps: Sequence[Step]) -> str:
    """Return the steps as SQL text; empty where they have no statement."""
    routines = any(step.kind.endswith(("_function", "_procedure")) for step in steps)
    beginning = ("BEGIN", _PATH, UNCHECKED) if routines else ("BEGIN", _PATH)
    parts: list[str] = []
    inside = False
    for step in steps:
        if step.statements and not inside:
            parts.append("".join(f"{line};\n" for line in beginning))
            inside = True
        parts.append(_text(step))
        if step.commits and inside:
            parts.append("COMMIT;\n")
            inside = False
    if inside:
        parts.append("COMMIT;\n")
    return "\n".join(part for part in parts if part)


def _step(operation: Operation, renderer: Renderer) -> Step:
    kind, name, _ = title(operation, ())
    return Step(
        kind=kind,
        name=name,
        statements=renderer.render(operation),
        hazards=renderer.hazards(operation),
        commits=isinstance(operation, AlterEnum) and operation.in_place,
    )


def _text(step: Step) -> str:
    if not step.statements:
        return ""
    hazards = "".join(f"-- hazard: {line}\n" for line in step.hazards)
    return hazards + "".join(f"{statement};\n" for statement in step.statements)
