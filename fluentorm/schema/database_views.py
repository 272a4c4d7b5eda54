"""The calls of a DatabaseSchema for views and what hangs on relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from fluentorm.schema.attached_objects import (
    read_policy,
    read_rule,
    read_statistics,
    read_trigger,
    statement,
)
from fluentorm.schema.attached_options import (
    PolicyOptions,
    RuleOptions,
    StatisticsOptions,
    TriggerOptions,
)
from fluentorm.schema.builder_indexes import Index, index_arguments, read_index
from fluentorm.schema.builder_text import plain
from fluentorm.schema.database_objects import MaterializedView, View, ViewColumn
from fluentorm.schema.database_state import DatabaseState, GrantOptions
from fluentorm.schema.grants import read_privileges
from fluentorm.schema.objects import Parameters
from fluentorm.schema.refs import Kind
from fluentorm.schema.sql_text import SqlText, literal

if TYPE_CHECKING:
    from fluentorm.schema import objects

_VIEW_COLUMN = ("comment", "default", "grants", "revokes")
_MATERIALIZED_COLUMN = ("comment", "statistics", "grants", "revokes")


class ViewOptions(GrantOptions, total=False):
    """What may be said about a view besides its name and query.

    ``names`` are those of its columns, where the query shall not give them. ``columns`` are dicts
    of ``comment``, ``default``, ``grants`` and ``revokes`` by the columns' names.
    ``security_invoker`` needs PostgreSQL 15; ``check_option`` is ``local`` or ``cascaded``.
    """

    names: Iterable[str] | str
    columns: Mapping[str, Mapping[str, Any]]
    security_barrier: bool
    security_invoker: bool
    check_option: str | None


class MaterializedViewOptions(GrantOptions, total=False):
    """What may be said about a materialized view besides its name and query.

    ``names`` as a view's; ``columns`` are dicts of ``comment``, ``statistics``, ``grants`` and
    ``revokes``; ``storage`` its parameters; ``populated=False`` leaves it empty; ``indexes`` are
    ``Index`` objects, or dicts of the arguments of ``TableSchema.index``; ``cluster_on`` names the
    one by which CLUSTER orders.
    """

    names: Iterable[str] | str
    columns: Mapping[str, Mapping[str, Any]]
    storage: Mapping[str, object]
    populated: bool
    cluster_on: str | None
    indexes: Iterable[Index | Mapping[str, Any]]


class ViewMethods(DatabaseState):
    """The calls for views, and for triggers, rules, policies and statistics of any relation."""

    def view(self, name: str, query: SqlText | str, **options: Unpack[ViewOptions]) -> None:
        """Declare a view; ``query`` is its SELECT.

        >>> db.view("active_users", "SELECT id FROM users WHERE active", security_barrier=True)
        """
        given = self._key_name("a view", name)
        if given is None:
            return
        what = f'view "{given}"'
        self._known_options(what, options, ViewOptions)
        with self._reading(query):
            self._add(self._view(what, given, query, options))

    def _view(self, what: str, key: str, query: SqlText | str, options: ViewOptions) -> View:
        flags: dict[str, str] = {}
        for option, value in options.items():
            if option == "check_option" and value is not None:
                words = ("local", "cascaded")
                flags[option] = self._word(f"check_option of {what}", value, words)
            elif option in ("security_barrier", "security_invoker") and value is not None:
                flags[option] = "true" if self._flag(f"{option} of {what}", value) else "false"
        return View(
            name=key,
            query=self._query(what, query),
            names=self._column_names(what, options),
            options=Parameters(flags.items()),
            columns=self._view_columns(what, options, _VIEW_COLUMN),
            **self._granted(what, Kind.VIEW, options),
        )

    def materialized_view(
        self, name: str, query: SqlText | str, **options: Unpack[MaterializedViewOptions]
    ) -> None:
        """Declare a materialized view with its indexes; ``query`` is its SELECT.

        >>> db.materialized_view(
        ...     "totals",
        ...     "SELECT day, sum(amount) FROM orders GROUP BY day",
        ...     indexes=[{"columns": ["day"], "unique": True}],
        ... )
        """
        given = self._key_name("a materialized view", name)
        if given is None:
            return
        what = f'materialized view "{given}"'
        self._known_options(what, options, MaterializedViewOptions)
        with self._reading(query):
            self._add(
                MaterializedView(
                    name=given,
                    query=self._query(what, query),
                    names=self._column_names(what, options),
                    storage=self._parameters(f"storage of {what}", options.get("storage")),
                    populated=self._flag(f"populated of {what}", options.get("populated", True)),
                    indexes=self._view_indexes(what, given, options.get("indexes")),
                    cluster_on=self._cluster(what, options),
                    columns=self._view_columns(what, options, _MATERIALIZED_COLUMN),
                    **self._granted(what, Kind.MATERIALIZED_VIEW, options),
                )
            )

    def _cluster(self, what: str, options: MaterializedViewOptions) -> str | None:
        name = options.get("cluster_on")
        return None if name is None else self._name(f"cluster_on of {what}", name)

    def trigger(
        self,
        name: str,
        table: str,
        timing: str,
        events: Iterable[str] | str,
        call: SqlText | str,
        **options: Unpack[TriggerOptions],
    ) -> None:
        """Declare a trigger of a table or a view; the rest as ``TableSchema.trigger``.

        >>> db.trigger("touch", "active_users", "instead_of", "update", "touch()")
        """
        self._add(read_trigger(self, name, table, timing, events, call, options))

    def rule(
        self, name: str, table: str, definition: SqlText | str, **options: Unpack[RuleOptions]
    ) -> None:
        """Declare a rule of a table or a view; the rest as ``TableSchema.rule``.

        >>> db.rule("keep", "users", "ON DELETE TO users DO INSTEAD NOTHING")
        """
        self._add(read_rule(self, name, table, definition, options))

    def policy(self, name: str, table: str, **options: Unpack[PolicyOptions]) -> None:
        """Declare a row-level security policy; the options as ``TableSchema.policy``.

        >>> db.policy("own_rows", "users", using="owner = current_user")
        """
        self._add(read_policy(self, name, table, options))

    def statistics(
        self,
        name: str,
        table: str,
        columns: Iterable[SqlText | str] | SqlText | str,
        **options: Unpack[StatisticsOptions],
    ) -> None:
        """Declare extended statistics over columns and expressions of a table.

        >>> db.statistics("users_where", "users", ["city", sql("lower(country)")])
        """
        self._add(read_statistics(self, name, table, columns, options))

    def _query(self, what: str, given: object) -> str:
        text = statement(self._text(f"the query of {what}", given) or "")
        if not text:
            self._problem(f"{what} has no query")
        return text

    def _column_names(self, what: str, options: Mapping[str, Any]) -> tuple[str, ...]:
        names = options.get("names") or ()
        return self._names(f"names of {what}", names) if names else ()

    def _view_columns(
        self, what: str, options: Mapping[str, Any], known: tuple[str, ...]
    ) -> tuple[ViewColumn, ...]:
        given = options.get("columns")
        if given is None:
            return ()
        if not isinstance(given, Mapping):
            self._problem(f"columns of {what} must map names to dicts of options, not {given!r}")
            return ()
        found = []
        for name, parts in given.items():
            own = f'column "{name}" of {what}'
            if self._name(own, name) is None or not isinstance(parts, Mapping):
                self._problem(f"{own} must be a dict of options, not {parts!r}")
                continue
            for option in parts.keys() - set(known):
                self._problem_option(own, str(option), known)
            grants, revokes = parts.get("grants"), parts.get("revokes")
            found.append(
                ViewColumn(
                    name=plain(name),
                    default=self._view_default(own, parts.get("default")),
                    comment=self._string(f"the comment of {own}", parts.get("comment")) or None,
                    statistics=self._number(f"statistics of {own}", parts.get("statistics")),
                    privileges=read_privileges(self, own, Kind.COLUMN, grants, revokes),
                )
            )
        return tuple(sorted(found, key=lambda column: column.name))

    def _view_default(self, what: str, given: object) -> str | None:
        if given is None:
            return None
        try:
            return self._text(f"default of {what}", literal(given))
        except TypeError:
            self._problem(f"default of {what} cannot be {given!r}", 'write sql("...")')
            return None

    def _view_indexes(self, what: str, relation: str, given: object) -> tuple[objects.Index, ...]:
        if given is None:
            return ()
        if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
            self._problem(f"indexes of {what} must be a list, not {given!r}")
            return ()
        found: dict[str, objects.Index] = {}
        for item in given:
            arguments = dict(index_arguments(item) if isinstance(item, Index) else item)
            name, columns = arguments.pop("name", None), arguments.pop("columns", None)
            index = read_index(self, relation, name, columns, arguments)  # type: ignore[arg-type]  # read_index reports other keys
            if index is not None and found.setdefault(index.name, index) is not index:
                self._problem(f'{what} has two indexes "{index.name}"', "rename one")
        return tuple(found[name] for name in sorted(found))
