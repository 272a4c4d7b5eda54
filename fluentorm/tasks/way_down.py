"""Before migrations are rolled back: what goes for good is shown, and somebody says yes to it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.losses import Loss, losses
from fluentorm.migrate.plan import Selection
from fluentorm.migrate.way_down import Stage, way_down
from fluentorm.tasks.action import Different, Refusal, counted, note, say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.plan import Step
    from fluentorm.tasks.runs import RunOptions

_YES = "yes"


def show_way(session: Session, directory: Directory, options: RunOptions) -> None:
    """Print the way back and what each step of it loses; Different where it cannot be gone."""
    stages = way_down(
        directory,
        session.applied(),
        Selection(to=options.to, steps=options.steps, everything=options.everything),
        allow_changed=options.allow_changed,
    )
    scripts = [stage.step.script for stage in stages if stage.step is not None]
    found = iter(losses(session, scripts))
    lost = [() if stage.step is None else next(found) for stage in stages]
    stuck = any(stage.obstacle for stage in stages)
    if options.as_json:
        say_json({"plan": [_as_json(*one) for one in zip(stages, lost, strict=True)]})
    elif not stages:
        say("no migrations to roll back")
    else:
        _say(stages, lost)
        say("this way cannot be gone" if stuck else "nothing was run")
    if stuck:
        raise Different


def require_consent(
    session: Session, steps: Sequence[Step], *, yes: bool, again: bool = False
) -> None:
    """Ask, where rolling back would lose data, whether it may: on a terminal, else --yes says so.

    ``again`` says that the same is applied again, which does not bring the data back.

    Raises Refusal where the answer is no, or there is nobody to give one.
    """
    if yes:
        return
    found = losses(session, [step.script for step in steps])
    lost = [
        (step.name, loss)
        for step, each in zip(steps, found, strict=True)
        for loss in each
        if not loss.empty
    ]
    if not lost:
        return
    lines = "\n".join(f"  {loss} ({name})" for name, loss in lost)
    after = ", and applying again does not bring it back" if again else ""
    told = f"rolling back loses data for good{after}:\n{lines}"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        plan = "migrate_down --plan" if again else "--plan"
        raise Refusal(
            f"{told}\nhint: --yes says that it may; {plan} shows the way back, and runs nothing"
        )
    note(told)
    sys.stderr.write(f'type "{_YES}" to go on: ')
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() != _YES:
        raise Refusal("nothing was rolled back")


def _say(stages: Sequence[Stage], lost: Sequence[Sequence[Loss]]) -> None:
    say(f"would roll back {counted(len(stages), 'migration')}:")
    for stage, each in zip(stages, lost, strict=True):
        say(f"  {'!' if stage.obstacle else '↩'} {stage.name}")
        for loss in each:
            say(f"      loses {loss}")
        for line in _notes(stage, each):
            say(f"      {line}")
        if stage.obstacle:
            say(f"      {stage.obstacle.message}")


def _notes(stage: Stage, lost: Sequence[Loss]) -> list[str]:
    """Return what the down file says of itself, less what was found in its statements."""
    if stage.step is None:
        return []
    from fluentorm.migrate.header import parse_header

    notes = parse_header(stage.step.script.text, stage.step.script.path).down_notes
    named = [f"loses every row of {loss.table}" for loss in lost if loss.column is None]
    named += [f"loses data in {loss.table}.{loss.column}" for loss in lost]
    unseen = ["runs Python: what that loses is not known"] if stage.step.script.code else []
    return [line for line in notes if line not in named] + unseen


def _as_json(stage: Stage, lost: Sequence[Loss]) -> dict[str, object]:
    return {
        "name": stage.name,
        "reversible": stage.obstacle is None,
        "reason": stage.obstacle.message if stage.obstacle else None,
        "loses": [
            {"table": one.table, "column": one.column, "rows": one.rows, "empty": one.empty}
            for one in lost
        ],
        "notes": _notes(stage, lost),
    }
