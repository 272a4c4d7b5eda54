"""``drift`` over all databases of FLUENT_DB_TARGETS: what each should hold is worked out once."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.schema.catalog import model_differences
from fluentorm.schema.filtering import without
from fluentorm.schema.refs import Kind
from fluentorm.schema.unmanaged import without_unmanaged_partitions
from fluentorm.tasks.action import Different, NoAnswer, counted, note, say, say_json, some
from fluentorm.tasks.drift import expected_state, read_ignored, worded
from fluentorm.tasks.fleet import chosen, read_all, session_on, target_json
from fluentorm.tasks.locking import require_complete
from fluentorm.tasks.project import current_project
from fluentorm.tasks.reading import Reading
from fluentorm.tasks.sides import Side, SideKind
from fluentorm.tasks.wording import in_scratch_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.migrate.fleet import Outcome
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.schema.patterns import Pattern
    from fluentorm.schema.refs import Ref
    from fluentorm.tasks.fleet_options import FleetOptions
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.targets import Tenant

_MOST_NAMES = 5
# What a database has once, whoever its tenants are.
_SHARED = (Kind.NAMESPACE, Kind.EXTENSION, Kind.EVENT_TRIGGER, Kind.PUBLICATION)


def drift(*, ignore: Sequence[str], as_json: bool, fleet: FleetOptions) -> None:
    """Print what differs where. Different where anything does, NoAnswer where one is not told."""
    project = current_project()
    require_complete(project)
    comparison = _Comparison(project, read_ignored(project, ignore))
    outcomes = read_all(comparison.differences, chosen(fleet), fleet)
    if as_json:
        say_json({"targets": [{**target_json(one), "drift": one.result} for one in outcomes]})
    else:
        _say(outcomes, len(outcomes))
    failed = [one for one in outcomes if one.error is not None]
    if failed:
        lines = [f"{one.target.name}: {one.error}" for one in failed[:_MOST_NAMES]]
        raise NoAnswer("\n".join([f"{counted(len(failed), 'target')} cannot be asked", *lines]))
    if any(one.result for one in outcomes):
        raise Different


class _Comparison:
    """Compares targets with what they should be."""

    def __init__(self, project: Project, patterns: Sequence[Pattern]) -> None:
        self._project = project
        self._patterns = tuple(patterns)
        expected, self._snapshot = expected_state(project)
        self._declared = self._kept(expected)
        self._own = replace(self._declared, objects=_own_objects(self._declared))
        # Wording may start a server, which is not for two at once.
        self._one = threading.Lock()

    def differences(self, tenant: Tenant) -> list[dict[str, str]]:
        """Return what differs in a target, as JSON has it."""
        from fluentorm.dialects.postgres.introspect import introspect

        home = tenant.home.namespace if tenant.home is not None else None
        with session_on(tenant) as session:
            state = introspect(session, home=home)
            side = Side(kind=SideKind.DATABASE, shown=tenant.name)
            reading = Reading(side=side, state=state, version=session.server.version)
        with self._one:
            (reading,) = in_scratch_words(self._project, [reading])
        live, declared = self._kept(reading.state), self._declared
        if home is not None:
            live, declared = replace(live, objects=_own_objects(live)), self._own
        return [
            {"object": item.subject, "difference": worded(item)}
            for item in model_differences(live, declared)
        ]

    def _kept(self, state: CatalogState) -> SchemaModel:
        model = without(state.model, self._patterns)
        if self._snapshot is None:
            return model
        return without_unmanaged_partitions(model, self._snapshot.model)


def _own_objects(model: SchemaModel) -> dict[Ref, DatabaseObject]:
    return {ref: item for ref, item in model.objects.items() if ref.kind not in _SHARED}


def _say(outcomes: Sequence[Outcome[Tenant, list[dict[str, str]]]], total: int) -> None:
    """Print each set of differences once, with the targets that have it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for outcome in outcomes:
        if outcome.result:
            lines = tuple(f"{one['object']}: {one['difference']}" for one in outcome.result)
            groups.setdefault(lines, []).append(outcome.target.name)
    for lines, names in groups.items():
        say(f"{counted(len(names), 'target')}: {some(names, _MOST_NAMES)}")
        for line in lines:
            say(f"  {line}")
    differ = sum(map(len, groups.values()))
    if differ:
        note(f"{differ} of {counted(total, 'target')} differ; --json lists all")
    elif all(outcome.error is None for outcome in outcomes):
        say(f"{counted(total, 'target')} as the snapshot says")
