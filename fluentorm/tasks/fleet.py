"""``migrate`` and ``migrate_status`` over all databases of FLUENT_DB_TARGETS."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from typing import TYPE_CHECKING

from fluentorm.errors import ConfigError, MigrationError
from fluentorm.migrate import runner
from fluentorm.migrate.directory import scan
from fluentorm.migrate.fleet import Fleet, Outcome, Pace, State
from fluentorm.migrate.plan import plan_up
from fluentorm.schema.nearest import nearest
from fluentorm.tasks.action import Refusal, counted, note, say, say_json
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.project import current_project
from fluentorm.tasks.targets import Tenant, read_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TypeVar

    from fluentorm.dialects.postgres.driver import PostgresSession
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.plan import Plan
    from fluentorm.migrate.runner import Progress, RunResult, Status
    from fluentorm.tasks.fleet_options import FleetOptions
    from fluentorm.tasks.migrate import RunOptions

    Result = TypeVar("Result")

# Reading is harmless: all are asked, whatever fails.
_JOBS = 4


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
        kept.sort(key=lambda tenant: tenant.name != options.canary)
    return kept


def up(options: RunOptions, fleet: FleetOptions) -> None:
    """Apply what is pending everywhere, and say what became of each.

    Refusal where a target failed, or was not begun because others had.
    """
    directory = _directory()
    planner = _Planner()
    project = current_project()

    def migrate(tenant: Tenant) -> RunResult:
        with _session(tenant, allow_pooler=options.allow_pooler) as session:
            return runner.migrate_up(
                session,
                directory,
                **options.way_up(project.config.pg_version),
                planner=planner.within(session, tenant),
                on_progress=_Waits(tenant),
                lock_wait=project.config.lock_wait,
            )

    told = _silent if options.as_json else _Told(dry_run=options.dry_run)
    pace = Pace(jobs=fleet.jobs or _JOBS, max_failures=fleet.max_failures or 1)
    outcomes = Fleet(chosen(fleet), migrate, pace, told).run()
    if options.as_json:
        say_json({"targets": [_up_json(one) for one in outcomes], **_counts(outcomes)})
    _conclude(outcomes, as_json=options.as_json)


def status(options: RunOptions, fleet: FleetOptions) -> None:
    """Print who is where. Refusal where one cannot be asked, or an applied file changed."""
    directory = _directory()

    def ask(tenant: Tenant) -> Status:
        with _session(tenant) as session:
            return runner.status(session, directory)

    outcomes = read_all(ask, chosen(fleet), fleet)
    if options.as_json:
        say_json({"targets": [_status_json(one) for one in outcomes], **_counts(outcomes)})
    else:
        _table(outcomes)
    broken = [one for one in outcomes if one.result and (one.result.changed or one.result.missing)]
    if broken:
        names = ", ".join(one.target.name for one in broken[:5])
        raise Refusal(
            f"an applied migration changed or is missing in {counted(len(broken), 'target')}: "
            f"{names}\nhint: fluentorm migrate_status --json names the files"
        )
    _conclude(outcomes, as_json=True)


def read_all(
    work: Callable[[Tenant], Result], tenants: Sequence[Tenant], fleet: FleetOptions
) -> list[Outcome[Tenant, Result]]:
    """Ask all targets something that changes nothing."""
    pace = Pace(jobs=fleet.jobs or _JOBS, max_failures=fleet.max_failures, canary=False)
    return Fleet(tenants, work, pace, _silent).run()


@contextlib.contextmanager
def session_on(tenant: Tenant, *, allow_pooler: bool = False) -> Iterator[PostgresSession]:
    """Open a session on a target and close it after the block.

    Raises ConnectionFailed, whose message names no password, and DatabaseError for a namespace
    that does not exist.
    """
    from fluentorm.dialects.postgres.driver import connect
    from fluentorm.tasks.database import locking_of

    session = connect(
        tenant.conninfo,
        locking=locking_of(current_project()),
        allow_pooler=allow_pooler,
        home=tenant.home,
    )
    with contextlib.closing(session):
        yield session


_session = session_on


def _directory() -> Directory:
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


class _Planner:
    """Plans once for all databases that have applied the same."""

    def __init__(self) -> None:
        self._plans: dict[object, Plan] = {}
        self._sound: dict[tuple[object, ...], frozenset[str]] = {}
        self._lock = threading.Lock()

    def within(self, session: PostgresSession, tenant: Tenant) -> Callable[..., Plan]:
        """Return the function that plans for a target."""

        def plan(directory: Directory, applied: Sequence[Any], *words: Any, **options: Any) -> Plan:
            rows = tuple((row.name, row.checksum) for row in applied)
            key = (rows, options["records"]) if not options["records"] else None
            found = self._plans.get(key) if key else None
            if found is None:
                found = plan_up(directory, applied, *words, **options)
                if key:
                    self._plans[key] = found
            if tenant.home is not None:
                self._require_confined(session, found)
            return found

        return plan

    def _require_confined(self, session: PostgresSession, plan: Plan) -> None:
        """Refuse, for a namespace, migrations that leave it. Raises MigrationError."""
        from fluentorm.dialects.postgres.confined import candidates, leaving

        server = session.server
        key = (server.host, server.port, server.database)
        names: frozenset[str] = frozenset().union(
            *(candidates(step.script.text) for step in plan.steps)
        )
        with self._lock:
            there = self._sound.get((*key, names))
            if there is None:
                query = "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname = ANY (%s)"
                found = session.query(query, (list(names),)) if names else []
                there = frozenset(["public", *(name for (name,) in found)])
                self._sound[*key, names] = there
        for step in plan.steps:
            outside = leaving(step.script, there)
            if outside is not None:
                raise MigrationError(
                    f"cannot be run in a namespace of a tenant: it {outside.what}",
                    place=outside.place,
                    hint="name nothing but what is in the tenant's own namespace, or give tenants "
                    "databases of their own; nothing was run here",
                )


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


def _silent(_: object) -> None:
    """Tell nobody."""


def _conclude(outcomes: Sequence[Outcome[Tenant, Any]], *, as_json: bool) -> None:
    counts = Counter(outcome.state for outcome in outcomes)
    if not as_json:
        changed = sum(bool(one.result and one.result.applied) for one in outcomes)
        told = [f"{counts[State.DONE]} of {counted(len(outcomes), 'target')} up to date"]
        told += [f"{changed} of them migrated now"] if changed else []
        dry = any(one.result and one.result.planned for one in outcomes)
        say("nothing was run" if dry else ", ".join(told))
    failed, left = counts[State.FAILED], counts[State.NOT_BEGUN]
    if not failed and not left:
        return
    names = [one.target.name for one in outcomes if one.state is State.FAILED]
    shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    lines = [f"{counted(failed, 'target')} failed: {shown}"]
    if as_json:
        lines += [f"{one.target.name}: {one.error}" for one in outcomes if one.error][:5]
    if left:
        lines.append(f"{counted(left, 'target')} not begun")
        lines.append("hint: --max-failures N goes on after failures; the same command goes on here")
    raise Refusal("\n".join(lines))


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
    if state.changed or state.missing:
        marks.append("! files changed or missing")
    if state.half_way:
        marks.append(f"! {state.half_way[0].half_way}")
    return ", ".join(marks)


def _up_json(outcome: Outcome[Tenant, RunResult]) -> dict[str, object]:
    result = outcome.result
    return {
        **target_json(outcome),
        "applied": list(result.applied) if result else [],
        "planned": [step.name for step in result.planned] if result else [],
        "waiting": result.waiting if result else None,
        "seconds": round(outcome.seconds, 3),
    }


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
    }


def target_json(outcome: Outcome[Tenant, Any]) -> dict[str, object]:
    """Return what every command tells machines of a target."""
    return {
        "name": outcome.target.name,
        "where": outcome.target.where,
        "state": outcome.state.value,
        "error": str(outcome.error) if outcome.error else None,
    }


def _counts(outcomes: Sequence[Outcome[Tenant, Any]]) -> dict[str, int]:
    counts = Counter(outcome.state for outcome in outcomes)
    return {state.value.replace(" ", "_"): counts[state] for state in State}
