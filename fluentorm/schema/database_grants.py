"""The calls of a DatabaseSchema for privileges, comments and publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict, Unpack, cast

from fluentorm.schema.arguments import signature_of
from fluentorm.schema.database_objects import (
    DefaultPrivileges,
    DefaultsOf,
    Publication,
    PublishedTable,
)
from fluentorm.schema.database_state import Attachment, CommonOptions, DatabaseState
from fluentorm.schema.grants import combined, read_grants, read_privileges, read_revokes
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import SqlText

Names = Iterable[str] | str

_KINDS = {
    "table": Kind.TABLE,
    "view": Kind.VIEW,
    "materialized_view": Kind.MATERIALIZED_VIEW,
    "sequence": Kind.SEQUENCE,
    "function": Kind.FUNCTION,
    "procedure": Kind.PROCEDURE,
    "aggregate": Kind.AGGREGATE,
    "namespace": Kind.NAMESPACE,
    "enum": Kind.ENUM,
    "domain": Kind.DOMAIN,
    "composite_type": Kind.COMPOSITE,
    "range_type": Kind.RANGE,
}
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})
_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW})
_DEFAULTS = {
    "tables": Kind.TABLE,
    "sequences": Kind.SEQUENCE,
    "functions": Kind.FUNCTION,
    "types": Kind.DOMAIN,
    "schemas": Kind.NAMESPACE,
    "large_objects": Kind.LARGE_OBJECT,
}
_NOWHERE = ("schemas", "large_objects")  # these are in no namespace themselves


class Targets(TypedDict, total=False):
    """What privileges or a comment are for: one kind, with a name or several.

    A routine's name is followed by the types of its arguments: ``"total(integer, text)"``.
    ``columns`` are those of the table or view.
    """

    table: Names
    view: Names
    materialized_view: Names
    sequence: Names
    function: Names
    procedure: Names
    aggregate: Names
    namespace: Names
    enum: Names
    domain: Names
    composite_type: Names
    range_type: Names
    columns: Names


class PublicationOptions(CommonOptions, total=False):
    """What may be said about a publication besides its name.

    ``tables`` is a list of names, or a dict of names to ``{"columns": [...], "where": "..."}``;
    ``namespaces`` publish all their tables, ``all_tables`` everything. ``publish`` are the
    commands (``["insert", "update"]``), ``options`` the other parameters.
    """

    tables: Names | Mapping[str, Mapping[str, Any] | None]
    namespaces: Names
    all_tables: bool
    publish: Names
    options: Mapping[str, object]


class GrantMethods(DatabaseState):
    """The calls for privileges, comments and publications."""

    def grant(
        self,
        privileges: Names,
        roles: Names,
        *,
        grantable: bool = False,
        **targets: Unpack[Targets],
    ) -> None:
        """Grant privileges on an object, or on several of a kind, that this or any file declares.

        ``privileges`` are SQL's words or ``"all"``; ``roles`` names or ``"PUBLIC"``.

        >>> db.grant("select", "reader", table=["users", "posts"])
        """
        for what, ref in self._targets("a grant", targets):
            grants = read_grants(
                self, what, ref.kind, privileges, roles, grantable=grantable, name=ref.name
            )
            self._attach(ref, combined(Privileges(grants)))

    def revoke(self, privileges: Names, roles: Names, **targets: Unpack[Targets]) -> None:
        """Take away what PostgreSQL grants by itself: of PUBLIC, or of the owner, CURRENT_USER.

        >>> db.revoke("execute", "PUBLIC", function="total(integer)")
        """
        for what, ref in self._targets("a revoke", targets):
            revokes = read_revokes(self, what, ref.kind, privileges, roles, name=ref.name)
            self._attach(ref, combined(Privileges((), revokes)))

    def comment(self, text: str, **targets: Unpack[Targets]) -> None:
        """Describe an object, or a column, that this or any file declares.

        >>> db.comment("in euros", table="orders", columns="total")
        """
        for what, ref in self._targets("a comment", targets):
            said = self._string(f"the comment of {what}", text)
            if said:
                self._attachments.append(Attachment(ref=ref, comment=said, place=self._here()))

    def default_privileges(
        self,
        objects: str,
        *,
        grants: Mapping[str, Names] | None = None,
        revokes: Mapping[str, Names] | None = None,
        role: str | None = None,
        namespace: str | None = None,
    ) -> None:
        """Say what new objects get.

        ``objects`` is tables, sequences, functions, types, schemas or (PostgreSQL 18)
        large_objects. They get it when ``role`` creates them (whoever runs the migrations), in
        ``namespace`` or anywhere.

        >>> db.default_privileges("tables", grants={"reader": "select"}, namespace="public")
        """
        word = self._word("the objects of default privileges", objects, tuple(_DEFAULTS))
        what = f"default privileges of {word.replace('_', ' ')}"
        if namespace is not None and (revokes or word in _NOWHERE):
            self._problem(
                f"{what} cannot "
                + ("be of one namespace" if word in _NOWHERE else "revoke in one namespace"),
                "leave namespace out",  # manual, ALTER DEFAULT PRIVILEGES
            )
        self._add(
            DefaultPrivileges(
                objects=cast("DefaultsOf", word),
                role=self._text(f"role of {what}", role),
                namespace=self._text(f"namespace of {what}", namespace),
                privileges=read_privileges(self, what, _DEFAULTS[word], grants, revokes),
                origin=self._here(),
            )
        )

    def publication(self, name: str, **options: Unpack[PublicationOptions]) -> None:
        """Declare a publication for logical replication.

        >>> db.publication("changes", tables=["users"], publish=["insert", "update"])
        """
        given = self._name("a publication", name)
        if given is None:
            return
        what = f'publication "{given}"'
        self._known_options(what, options, PublicationOptions)
        parameters = dict(self._parameters(f"options of {what}", options.get("options")))
        publish = options.get("publish")
        if publish is not None:
            words = self._names(f"publish of {what}", publish, "command") if publish else ()
            known = ("insert", "update", "delete", "truncate")
            chosen = {self._word(f"publish of {what}", word, known) for word in words}
            if len(chosen) < len(known):
                parameters["publish"] = ", ".join(word for word in known if word in chosen)
        namespaces = options.get("namespaces") or ()
        self._add(
            Publication(
                name=given,
                all_tables=self._flag(f"all_tables of {what}", options.get("all_tables", False)),
                tables=tuple(self._published(what, options.get("tables"))),
                namespaces=tuple(sorted(self._names(f"namespaces of {what}", namespaces)))
                if namespaces
                else (),
                options=tuple(sorted(parameters.items())),
                **self._ending(what, options.get("comment"), options.get("renamed_from")),
            )
        )

    def _published(self, what: str, given: object) -> Iterator[PublishedTable]:
        if given is None:
            return
        items: Mapping[str, Any]
        if isinstance(given, Mapping):
            items = given
        else:
            items = dict.fromkeys(self._names(f"tables of {what}", given, "table"))
        for name, parts in sorted(items.items()):
            own = f'table "{name}" of {what}'
            table = self._key_name(own, name)
            found = {} if parts is None else parts
            if table is None or not isinstance(found, Mapping):
                self._problem(f"{own} must be a dict of columns and where, not {parts!r}")
                continue
            for option in found.keys() - {"columns", "where"}:
                self._problem_option(own, str(option), ("columns", "where"))
            columns = found.get("columns") or ()
            yield PublishedTable(
                table=table,
                columns=self._names(f"columns of {own}", columns) if columns else (),
                where=self._text(f"where of {own}", found.get("where")),
            )

    def _attach(self, ref: Ref, privileges: Privileges) -> None:
        if privileges != NO_PRIVILEGES:
            attachment = Attachment(ref=ref, privileges=privileges, place=self._here())
            self._attachments.append(attachment)

    def _targets(self, what: str, targets: Mapping[str, Any]) -> Iterator[tuple[str, Ref]]:
        """Return how each thing that is meant is called in messages, and its reference."""
        self._known_options(what, targets, Targets)
        kinds = [name for name in targets if name in _KINDS]
        if len(kinds) != 1:
            form = 'name one kind of object, such as table="users"'
            self._problem(f"{what} needs one kind of object, not {len(kinds)}", form)
        columns = targets.get("columns") or ()
        names = self._names(f"columns of {what}", columns) if columns else ()
        for word in kinds[:1]:
            kind = _KINDS[word]
            if names and kind not in _RELATIONS:
                self._problem(f"{what}: a {kind.value} has no columns", "remove columns")
            for given in self._names(f"{word} of {what}", targets[word], word):
                key = self._target_key(kind, given)
                if key is None:
                    continue
                shown = f'{kind.value} "{key}"'
                for column in names:
                    yield f'column "{column}" of {shown}', Ref(Kind.COLUMN, key, column)
                if not names:
                    yield shown, Ref(kind, key)

    def _target_key(self, kind: Kind, given: str) -> str | None:
        if kind is Kind.NAMESPACE:
            return given
        if kind not in _ROUTINES:
            return self._key_name(f"a {kind.value}", given)
        name, opened, arguments = given.partition("(")
        key = self._key_name(f"a {kind.value}", name.strip())
        if key is None or not opened:
            return key
        return f"{key}({signature_of(arguments.rstrip().removesuffix(')'))})"


def is_routine(kind: Kind) -> bool:
    """Say whether objects of a kind have arguments in their names."""
    return kind in _ROUTINES


__all__ = ["GrantMethods", "SqlText", "is_routine"]
