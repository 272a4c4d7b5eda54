"""What all commands over the databases of FLUENT_DB_TARGETS share."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from fluentorm.config import TARGETS
from fluentorm.errors import ConfigError, FluentError
from fluentorm.migrate.directory import scan
from fluentorm.migrate.fleet import Fleet, Outcome, Pace, State
from fluentorm.schema.nearest import nearest
from fluentorm.tasks.action import Refusal, counted, some
from fluentorm.tasks.database import hint_elsewhere, locking_of
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.project import current_project
from fluentorm.tasks.targets import Tenant, read_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TypeVar

    from fluentorm.dialects.postgres.driver import PostgresSession
    from fluentorm.migrate.directory import Directory
    from fluentorm.tasks.fleet_options import FleetOptions

    Result = TypeVar("Result")

# Reading is harmless: all are asked, whatever fails.
JOBS = 4
_MIGRATE = re.compile(r"\b(?:doit|fluentorm) (?:migrate\w*|preflight)(?! --target)")


def chosen(options: FleetOptions) -> list[Tenant]:
    """Return the targets that options mean, the canary first. Raises ConfigError."""
    tenants = read_targets(current_project())
    names = [tenant.name for tenant in tenants]
    for name in (*options.only, *([options.canary] if options.canary else [])):
        if name not in names:
            near = nearest(name, names)
            hint = f'did you mean "{near}"?' if near else "fluentorm migrate_status lists them"
            raise ConfigError(f'there is no target "{name}"', hint=hint)
    kept = [tenant for tenant in tenants if not options.only or tenant.name in options.only]
    if options.canary:
        if options.canary not in [tenant.name for tenant in kept]:
            raise ConfigError(
                f'--canary names "{options.canary}", which is none of those of --target',
                hint=f"add --target {shlex.quote(options.canary)}, or leave --canary out",
            )
        kept.sort(key=lambda tenant: tenant.name != options.canary)
    return kept


def read_all(
    work: Callable[[Tenant], Result], tenants: Sequence[Tenant], fleet: FleetOptions
) -> list[Outcome[Tenant, Result]]:
    """Ask all targets something that changes nothing."""
    pace = Pace(jobs=fleet.jobs or JOBS, max_failures=fleet.max_failures, canary=False)
    return Fleet(tenants, work, pace, silent).run()


@contextlib.contextmanager
def session_on(tenant: Tenant, *, allow_pooler: bool = False) -> Iterator[PostgresSession]:
    """Open a session on a target and close it after the block.

    Raises ConnectionFailed, whose message names no password, and DatabaseError for a namespace
    that does not exist. The hints of all errors name the target.
    """
    from fluentorm.dialects.postgres.driver import connect

    try:
        session = connect(
            tenant.conninfo,
            locking=locking_of(current_project()),
            allow_pooler=allow_pooler,
            home=tenant.home,
        )
        with contextlib.closing(session):
            yield session
    except FluentError as error:
        error.hint = hint_for(tenant, error.hint)
        raise


def hint_for(tenant: Tenant, hint: str | None) -> str | None:
    """Return a hint whose commands and settings are about one target."""
    if hint is None:
        return None
    words = f" --target {shlex.quote(tenant.name)}"
    told = _MIGRATE.sub(lambda found: found[0] + words, hint)
    return hint_elsewhere(told, f"where {TARGETS} says that it is")


def read_directory() -> Directory:
    """Return the migrations, read: threads share them."""
    project = current_project()
    require_complete(project)
    if not project.migrations_dir.exists():
        raise ConfigError(
            f'the folder "{project.migrations_dir}" does not exist',
            hint="doit generate_models writes the first migrations; is this the right folder?",
        )
    directory = scan(project.migrations_dir)
    for entry in directory.entries:
        directory.source(entry.name)
    return directory


def silent(_: object) -> None:
    """Tell nobody."""


def require_all_done(outcomes: Sequence[Outcome[Tenant, Any]], *, errors: bool) -> None:
    """Refuse where a target failed or was not begun, with their names.

    ``errors`` says why, too, where that was not said as it happened. Raises Refusal.
    """
    counts = Counter(outcome.state for outcome in outcomes)
    failed, left = counts[State.FAILED], counts[State.NOT_BEGUN]
    if not failed and not left:
        return
    names = [one.target.name for one in outcomes if one.state is State.FAILED]
    lines = [f"{counted(failed, 'target')} failed: {some(names, 10)}"]
    if errors:
        lines += [f"{one.target.name}: {one.error}" for one in outcomes if one.error][:5]
    if left:
        lines.append(f"{counted(left, 'target')} not begun")
        alone = failed == 1 and outcomes[0].state is State.FAILED
        more = (
            "the first one has to succeed before others are begun (--canary NAME takes another)"
            if alone
            else "--max-failures N goes on after failures"
        )
        lines.append(f"hint: {more}; the same command goes on here")
    raise Refusal("\n".join(lines))


def target_json(outcome: Outcome[Tenant, Any]) -> dict[str, object]:
    """Return what every command tells machines of a target."""
    return {
        "name": outcome.target.name,
        "where": outcome.target.where,
        "state": outcome.state.value,
        "error": str(outcome.error) if outcome.error else None,
        "error_id": outcome.error.id if outcome.error else None,
    }


def counts_json(outcomes: Sequence[Outcome[Tenant, Any]]) -> dict[str, int]:
    """Return how many targets ended how, as every command tells machines."""
    counts = Counter(outcome.state for outcome in outcomes)
    return {state.value.replace(" ", "_"): counts[state] for state in State}
