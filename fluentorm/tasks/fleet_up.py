"""``migrate`` over all databases of FLUENT_DB_TARGETS."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fluentorm.migrate import runner
from fluentorm.migrate.fleet import Fleet, Pace, State
from fluentorm.tasks.action import counted, note, say, say_json
from fluentorm.tasks.fleet import (
    JOBS,
    chosen,
    counts_json,
    read_directory,
    require_all_done,
    session_on,
    silent,
    target_json,
)
from fluentorm.tasks.fleet_planning import Planner
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.migrate.fleet import Outcome
    from fluentorm.migrate.runner import Progress, RunResult
    from fluentorm.tasks.fleet_options import FleetOptions
    from fluentorm.tasks.runs import RunOptions
    from fluentorm.tasks.targets import Tenant


def up(options: RunOptions, fleet: FleetOptions) -> None:
    """Apply what is pending everywhere, and say what became of each.

    Refusal where a target failed, or was not begun because others had.
    """
    directory = read_directory()
    planner = Planner()
    project = current_project()

    def migrate(tenant: Tenant) -> RunResult:
        with session_on(tenant, allow_pooler=options.allow_pooler) as session:
            return runner.migrate_up(
                session,
                directory,
                **options.way_up(project.config.pg_version),
                planner=planner.within(session, tenant),
                on_progress=_Waits(tenant),
                lock_wait=project.config.lock_wait,
            )

    told = silent if options.as_json else _Told(dry_run=options.dry_run)
    pace = Pace(jobs=fleet.jobs or JOBS, max_failures=fleet.max_failures or 1)
    outcomes = Fleet(chosen(fleet), migrate, pace, told).run()
    if options.as_json:
        say_json({"targets": [_up_json(one) for one in outcomes], **counts_json(outcomes)})
    else:
        _say(outcomes)
    require_all_done(outcomes, errors=options.as_json)


class _Told:
    """Tells of each target that something happened to, as soon as it did."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run

    def __call__(self, outcome: Outcome[Tenant, RunResult]) -> None:
        name, result = outcome.target.name, outcome.result
        if outcome.error is not None:
            text = str(outcome.error).replace("\n", "\n      ")
            note(f"  ✗ {name}: {text}")
        elif result and self._dry_run and result.planned:
            say(f"  ○ {name}: {counted(len(result.planned), 'pending migration')}")
        elif result and result.applied:
            what = counted(len(result.applied), "migration")
            say(f"  ✓ {name}: applied {what} ({outcome.seconds:.2f} s)")
        if result and result.waiting:
            say(f"  ○ {name}: {result.waiting} waits for its backfill")


class _Waits:
    """Tells what keeps a run on one target waiting."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def __call__(self, progress: Progress) -> None:
        from fluentorm.migrate.session_lock import Waiting

        if isinstance(progress, Waiting):
            note(f"  {self._tenant.name}: waiting for the migration lock")


def _say(outcomes: Sequence[Outcome[Tenant, RunResult]]) -> None:
    """Say how many are where they should be."""
    if any(one.result and one.result.planned for one in outcomes):
        say("nothing was run")
        return
    done = Counter(outcome.state for outcome in outcomes)[State.DONE]
    changed = sum(bool(one.result and one.result.applied) for one in outcomes)
    told = [f"{done} of {counted(len(outcomes), 'target')} up to date"]
    told += [f"{changed} of them migrated now"] if changed else []
    say(", ".join(told))


def _up_json(outcome: Outcome[Tenant, RunResult]) -> dict[str, object]:
    result = outcome.result
    return {
        **target_json(outcome),
        "applied": list(result.applied) if result else [],
        "planned": [step.name for step in result.planned] if result else [],
        "waiting": result.waiting if result else None,
        "seconds": round(outcome.seconds, 3),
    }
