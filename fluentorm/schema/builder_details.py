"""The calls of a TableSchema for what few tables have: storage, security, privileges and such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from fluentorm.schema.builder_calls import parameter
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.privileges import Privileges
from fluentorm.schema.qualified import key_beside
from fluentorm.schema.sql_text import SqlText

if TYPE_CHECKING:
    # Few tables have these: what reads them is imported when one is declared.
    from fluentorm.schema.attached_options import (
        PolicyOptions,
        RuleOptions,
        StatisticsOptions,
        TriggerOptions,
    )


class DetailMethods(BuilderState):
    """The calls for a table's storage, security and privileges."""

    def unlogged(self) -> None:
        """Keep the table out of the write-ahead log: fast, and empty after a crash.

        >>> t.unlogged()
        """
        self._detail("unlogged", True)

    def storage(self, parameters: Mapping[str, object] | None = None, /, **more: object) -> None:
        """Set storage parameters.

        Those of its TOAST table have ``toast.`` before them:
        ``t.storage({"toast.autovacuum_enabled": False})``.

        >>> t.storage(fillfactor=70)
        """
        if parameters is not None and not isinstance(parameters, Mapping):
            self._problem(f"storage must be a dict, not {parameters!r}")
            parameters = None
        for name, value in {**(parameters or {}), **more}.items():
            text = parameter(value)
            earlier = self._storage.setdefault(str(name), (text, self._here()))
            if earlier[0] != text:
                self._problem(
                    f'storage parameter "{name}" is already {earlier[0]} at {earlier[1]}',
                    "keep one of the two",
                )

    def row_security(self, *, force: bool = False, enabled: bool = True) -> None:
        """Let policies decide which rows are seen; with ``force`` for the table's owner too.

        With ``enabled=False`` they do not yet, and ``force`` counts when they will.

        >>> t.row_security(force=True)
        """
        if self._flag("enabled of row_security", enabled):
            self._detail("row_security", True)
        if self._flag("force of row_security", force):
            self._detail("force_row_security", True)

    def replica_identity(self, identity: str | None = None, *, index: str | None = None) -> None:
        """Say what replication writes of an old row: ``"full"``, ``"nothing"``, or an index.

        >>> t.replica_identity("full")
        """
        if (identity is None) == (index is None):
            self._problem('replica_identity needs "full", "nothing" or index="..."')
        elif index is not None:
            self._detail("replica_identity_index", self._name("an index", index))
        else:
            word = self._word("replica_identity", identity, ("full", "nothing"))
            self._detail("replica_identity", word)

    def cluster_on(self, index: str) -> None:
        """Say by which index CLUSTER orders the table.

        >>> t.string("name")
        >>> t.index("idx_users_name", ["name"])
        >>> t.cluster_on("idx_users_name")
        """
        self._detail("cluster_on", self._name("an index", index))

    def grant(
        self,
        privileges: Iterable[str] | str,
        roles: Iterable[str] | str,
        *,
        columns: Iterable[str] | str | None = None,
        grantable: bool = False,
    ) -> None:
        """Grant privileges on the table, or on some columns, to roles.

        ``privileges`` are SQL's words or ``"all"``; ``roles`` are names or ``"PUBLIC"``. With
        ``grantable`` they may grant them on.

        >>> t.grant(["select", "insert"], "app")
        """
        from fluentorm.schema.grants import combined, read_grants
        from fluentorm.schema.refs import Kind

        what = f'table "{self.name}"'
        kind = Kind.TABLE if columns is None else Kind.COLUMN
        grants = read_grants(self, what, kind, privileges, roles, grantable=grantable)
        names = () if columns is None else self._names(f"the grant on {what}", columns)
        for column in names if columns is not None else (None,):
            earlier = self._granted.get(column, (Privileges(), self._here()))
            self._granted[column] = (combined(earlier[0], Privileges(grants)), earlier[1])

    def revoke(self, privileges: Iterable[str] | str, roles: Iterable[str] | str) -> None:
        """Take privileges of the table from its owner, ``"CURRENT_USER"``: others have none.

        >>> t.revoke("truncate", "CURRENT_USER")
        """
        from fluentorm.schema.grants import combined, read_revokes
        from fluentorm.schema.refs import Kind

        revokes = read_revokes(self, f'table "{self.name}"', Kind.TABLE, privileges, roles)
        earlier = self._granted.get(None, (Privileges(), self._here()))
        self._granted[None] = (combined(earlier[0], Privileges((), revokes)), earlier[1])


class ObjectMethods(BuilderState):
    """The calls for triggers, rules, policies and statistics of the table."""

    def trigger(
        self,
        name: str,
        timing: str,
        events: Iterable[str] | str,
        call: SqlText | str,
        **options: Unpack[TriggerOptions],
    ) -> None:
        """Add a trigger.

        ``timing`` is ``before``, ``after`` or ``instead_of``; ``events`` are ``insert``,
        ``update``, ``delete`` and ``truncate``; ``call`` is a function with its arguments, as SQL.

        >>> t.trigger("touch", "before", "update", "touch()", when="OLD.* IS DISTINCT FROM NEW.*")
        """
        from fluentorm.schema.attached_objects import read_trigger

        self._add(read_trigger(self, name, self.name, timing, events, call, options))

    def rule(self, name: str, definition: SqlText | str, **options: Unpack[RuleOptions]) -> None:
        """Add a rewrite rule; ``definition`` is what follows AS in CREATE RULE, as SQL.

        >>> t.rule("keep", "ON DELETE TO users DO INSTEAD NOTHING")
        """
        from fluentorm.schema.attached_objects import read_rule

        self._add(read_rule(self, name, self.name, definition, options))

    def policy(self, name: str, **options: Unpack[PolicyOptions]) -> None:
        """Add a row-level security policy; ``row_security`` puts policies in force.

        >>> t.policy("own_rows", roles="app", using="owner = current_user")
        """
        from fluentorm.schema.attached_objects import read_policy

        self._add(read_policy(self, name, self.name, options))

    def statistics(
        self,
        name: str,
        columns: Iterable[SqlText | str] | SqlText | str,
        **options: Unpack[StatisticsOptions],
    ) -> None:
        """Add extended statistics over columns, and expressions in ``sql("...")``.

        >>> t.statistics("users_where", ["city", "country"], kinds="dependencies")
        """
        from fluentorm.schema.attached_objects import read_statistics

        key: Any = name
        if isinstance(name, str):
            key = key_beside(self.name, name) or name
        self._add(read_statistics(self, key, self.name, columns, options))
