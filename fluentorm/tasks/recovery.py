"""The work behind the tasks around a run: what is looked at before, what is done after a halt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.running import Severity
from fluentorm.migrate import recovery
from fluentorm.migrate.preflight import preflight as find
from fluentorm.tasks.action import Refusal, counted, say, say_json
from fluentorm.tasks.project import current_project
from fluentorm.tasks.runs import running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.migrate.recovery import Recovered
    from fluentorm.tasks.runs import RunOptions


def preflight(options: RunOptions) -> None:
    """Print what was found in the database. Refusal when something would stop a run."""
    with running(options) as (session, directory, _):
        found = find(session, directory, wanted_version=current_project().config.pg_version)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if options.as_json:
        say_json(
            {
                "findings": [
                    {
                        "severity": one.severity.value,
                        "code": one.code,
                        "message": one.message,
                        "hint": one.hint,
                    }
                    for one in found
                ]
            }
        )
    else:
        for one in found:
            say(str(one))
        if not found:
            say("nothing is in the way")
    if errors:
        raise Refusal(f"{counted(len(errors), 'finding')} would stop a migration")


def backfill(options: RunOptions) -> None:
    """Run the backfills that migrations wait for and say which."""
    with running(options) as (session, directory, watch):
        done = recovery.backfill(session, directory, on_progress=watch["on_progress"])
    _say(done, as_json=options.as_json, none="no backfill is waited for")
    if done and not options.as_json:
        say("next: doit migrate")


def ask(request: str | None, options: RunOptions) -> None:
    """Leave a request to backfills at work."""
    with running(options) as (session, _, _watch):
        names = session.ask_backfills(request)
    if options.as_json:
        say_json({"asked": list(names), "request": request or "resume"})
        return
    for name in names:
        say(f"asked the backfill of {name} to {request or 'go on'}")
    if not names:
        say("no backfill was begun that is not done")


def abort(options: RunOptions) -> None:
    """Take back what is half-way and say what was."""
    with running(options) as (session, directory, watch):
        done = recovery.abort(session, directory, **watch)
    _say(done, as_json=options.as_json, none="no migration is half-way")


def repair(options: RunOptions) -> None:
    """Take a step for done and say which."""
    with running(options) as (session, directory, watch):
        done = recovery.repair(session, directory, **watch)
    _say(done, as_json=options.as_json, none="no migration is half-way")


def _say(done: Sequence[Recovered], *, as_json: bool, none: str) -> None:
    if as_json:
        say_json({"migrations": [{"name": one.name, "steps": list(one.steps)} for one in done]})
        return
    for one in done:
        numbers = ", ".join(map(str, one.steps))
        told = f" ({counted(len(one.steps), 'step')}: {numbers})" if one.steps else ""
        say(f"  ✓ {one.name}{told}")
    if not done:
        say(none)
