"""``migrate_status`` over all databases of FLUENT_DB_TARGETS: who is where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fluentorm.errors import Problem
from fluentorm.migrate import runner
from fluentorm.tasks.action import Refusal, counted, say, say_json
from fluentorm.tasks.fleet import (
    chosen,
    counts_json,
    hint_for,
    read_all,
    read_directory,
    require_all_done,
    session_on,
    target_json,
)
from fluentorm.tasks.old_files import old_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.errors import MigrationError
    from fluentorm.migrate.fleet import Outcome
    from fluentorm.migrate.runner import Status
    from fluentorm.tasks.fleet_options import FleetOptions
    from fluentorm.tasks.runs import RunOptions
    from fluentorm.tasks.targets import Tenant

_NAMED = 5


def status(options: RunOptions, fleet: FleetOptions) -> None:
    """Print who is where. Refusal where one cannot be asked, or an applied file changed."""
    directory = read_directory()

    def ask(tenant: Tenant) -> Status:
        with session_on(tenant) as session:
            return runner.status(session, directory)

    outcomes = read_all(ask, chosen(fleet), fleet)
    kept = old_files(directory, {one.target.name: one.result for one in outcomes})
    if options.as_json:
        found = [_status_json(one) for one in outcomes]
        old = {"old_files": [one.as_json() for one in kept]} if kept else {}
        say_json({"targets": found, **counts_json(outcomes), **old})
    else:
        _table(outcomes)
        for one in kept:
            say(one.told(len(outcomes), whole=not fleet.only))
    _require_sound(outcomes)
    require_all_done(outcomes, errors=True)


def _require_sound(outcomes: Sequence[Outcome[Tenant, Status]]) -> None:
    """Refuse where migrate would refuse: for what was changed, is gone, or was squashed half-way.

    Raises Refusal.
    """
    stuck = [
        f"{one.target.name}: {_obstacle(one.target, one.result.obstacle)}"
        for one in outcomes
        if one.result and one.result.obstacle
    ]
    if stuck:
        shown = "\n".join(stuck[:_NAMED])
        raise Refusal(f"{counted(len(stuck), 'target')} cannot follow a squash yet\n{shown}")
    broken = [one for one in outcomes if one.result and (one.result.changed or one.result.missing)]
    if broken:
        names = ", ".join(one.target.name for one in broken[:_NAMED])
        raise Refusal(
            f"an applied migration changed or is missing in {counted(len(broken), 'target')}: "
            f"{names}\nhint: fluentorm migrate_status --json names the files"
        )


def _obstacle(tenant: Tenant, error: MigrationError) -> Problem:
    return Problem(error.message, error.place, hint_for(tenant, error.hint))


def _table(outcomes: Sequence[Outcome[Tenant, Status]]) -> None:
    """Print a line for each target, and how many stand where."""
    rows = [("target", "applied", "pending", "at", "")]
    places: Counter[str] = Counter()
    for outcome in outcomes:
        name, state = outcome.target.name, outcome.result
        if state is None:
            places["not known"] += 1
            told = "cannot be asked" if outcome.error else "not asked"
            rows.append((name, "-", "-", "-", told))
            continue
        at = state.applied[-1].name if state.applied else "nothing applied"
        places[at] += 1
        rows.append((name, str(len(state.applied)), str(len(state.pending)), at, _marks(state)))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        line = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
        say(line.rstrip())
    say()
    for at, count in places.most_common():
        say(f"{counted(count, 'target')} at {at}" if at != "not known" else f"{count} not known")


def _marks(state: Status) -> str:
    marks = []
    if state.obstacle:
        marks.append("! in the middle of what was squashed")
    elif state.changed or state.missing:
        marks.append("! files changed or missing")
    if state.half_way:
        marks.append(f"! {state.half_way[0].half_way}")
    return ", ".join(marks)


def _status_json(outcome: Outcome[Tenant, Status]) -> dict[str, object]:
    state = outcome.result
    if state is None:
        return target_json(outcome)
    return {
        **target_json(outcome),
        "at": state.applied[-1].name if state.applied else None,
        "applied": len(state.applied),
        "pending": [one.name for one in state.pending],
        "changed": [one.name for one in state.changed],
        "missing": [one.name for one in state.missing],
        "half_way": [str(one.half_way) for one in state.half_way],
        "obstacle": str(_obstacle(outcome.target, state.obstacle)) if state.obstacle else None,
    }
