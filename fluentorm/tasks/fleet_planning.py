"""Planning for many databases: once for all that stand at the same place."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from fluentorm.errors import MigrationError
from fluentorm.migrate.plan import plan_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from fluentorm.dialects.postgres.driver import PostgresSession
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.plan import Plan
    from fluentorm.tasks.targets import Tenant


class Planner:
    """Plans once for all databases that have applied the same."""

    def __init__(self) -> None:
        self._plans: dict[object, Plan] = {}
        self._sound: dict[tuple[object, ...], frozenset[str]] = {}
        self._lock = threading.Lock()

    def within(self, session: PostgresSession, tenant: Tenant) -> Callable[..., Plan]:
        """Return the function that plans for a target."""

        def plan(directory: Directory, applied: Sequence[Any], *words: Any, **options: Any) -> Plan:
            rows = tuple((row.name, row.checksum) for row in applied)
            key = None if options["records"] else rows  # what is half-way is of one database
            found = None if key is None else self._plans.get(key)
            if found is None:
                found = plan_up(directory, applied, *words, **options)
                if key is not None:
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
