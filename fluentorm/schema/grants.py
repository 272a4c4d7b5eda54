"""Privileges as authors name them, to the values of the model.

What each kind of object can grant, and what PostgreSQL grants by itself, is in table 5.2 of the
manual (5.8, Privileges).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from fluentorm.schema.privileges import OWNER, PUBLIC, Grant, Privileges
from fluentorm.schema.refs import Kind

if TYPE_CHECKING:
    from fluentorm.schema.builder_calls import Calls

_TABLE = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
_TYPE = ("USAGE",)
_ROUTINE = ("EXECUTE",)
PRIVILEGES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TABLE: _TABLE,
    Kind.VIEW: _TABLE,
    Kind.MATERIALIZED_VIEW: _TABLE,
    Kind.COLUMN: ("SELECT", "INSERT", "UPDATE", "REFERENCES"),
    Kind.SEQUENCE: ("USAGE", "SELECT", "UPDATE"),
    Kind.NAMESPACE: ("USAGE", "CREATE"),
    Kind.ENUM: _TYPE,
    Kind.DOMAIN: _TYPE,
    Kind.COMPOSITE: _TYPE,
    Kind.RANGE: _TYPE,
    Kind.FUNCTION: _ROUTINE,
    Kind.PROCEDURE: _ROUTINE,
    Kind.AGGREGATE: _ROUTINE,
    Kind.LARGE_OBJECT: ("SELECT", "UPDATE"),
}
"""What can be granted on each kind."""

_TO_PUBLIC = {
    **dict.fromkeys((Kind.ENUM, Kind.DOMAIN, Kind.COMPOSITE, Kind.RANGE), "USAGE"),
    **dict.fromkeys((Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE), "EXECUTE"),
}
_EVERYONES = "public"  # the one namespace that PUBLIC may use from the start
# ALL is what every supported version knows: MAINTAIN (PostgreSQL 17) has to be named.
_NEW = frozenset({"MAINTAIN"})
_WITH_OPTION = " WITH GRANT OPTION"


def combined(*several: Privileges) -> Privileges:
    """Return what several declarations grant and revoke together."""
    grants: dict[tuple[str, str], bool] = {}
    revokes = {revoke for part in several for revoke in part.revokes}
    for grant in (grant for part in several for grant in part.grants):
        key = (grant.grantee, grant.privilege)
        grants[key] = grants.get(key, False) or grant.grantable
    return Privileges(
        tuple(Grant(*key, grantable) for key, grantable in sorted(grants.items())),
        tuple(sorted(revokes, key=attrgetter("grantee", "privilege"))),
    )


def read_privileges(
    calls: Calls,
    what: str,
    kind: Kind,
    grants: object = None,
    revokes: object = None,
    name: str | None = None,
) -> Privileges:
    """Return the privileges of two dicts of roles to privileges; report what is wrong in them.

    ``name`` is the object's, which tells what PostgreSQL grants on the namespace ``public``.
    """
    given = [
        grant
        for role, words in _pairs(calls, f"grants of {what}", grants)
        for grant in read_grants(calls, what, kind, words, role, name=name)
    ]
    taken = [
        grant
        for role, words in _pairs(calls, f"revokes of {what}", revokes)
        for grant in read_revokes(calls, what, kind, words, role, name=name)
    ]
    return combined(Privileges(tuple(given), tuple(taken)))


def _by_itself(kind: Kind, name: str | None) -> str | None:
    """Return what PostgreSQL grants PUBLIC on an object."""
    if kind is Kind.NAMESPACE:
        return "USAGE" if name == _EVERYONES else None
    return _TO_PUBLIC.get(kind)


def read_grants(
    calls: Calls,
    what: str,
    kind: Kind,
    words: object,
    roles: object,
    *,
    grantable: bool = False,
    name: str | None = None,
) -> tuple[Grant, ...]:
    """Return what these words grant these roles, less what PostgreSQL grants by itself."""
    found = []
    for role in _roles(calls, what, roles):
        if role == OWNER:
            calls._problem(
                f"the owner of {what} may do everything already", "name another role, or leave it"
            )
            continue
        for privilege, option in _words(calls, what, kind, words):
            if role == PUBLIC and (grantable or option):
                calls._problem(f"{what}: PUBLIC cannot have the grant option", "name a role")
            elif role != PUBLIC or privilege != _by_itself(kind, name):
                found.append(Grant(role, privilege, grantable or option))
    return tuple(found)


def read_revokes(
    calls: Calls, what: str, kind: Kind, words: object, roles: object, *, name: str | None = None
) -> tuple[Grant, ...]:
    """Return what these words revoke of what PostgreSQL grants by itself."""
    found = []
    for role in _roles(calls, what, roles):
        for privilege, option in _words(calls, what, kind, words):
            usual = privilege == _by_itself(kind, name)
            by_itself = role == OWNER or (role == PUBLIC and usual)
            if option:
                calls._problem(f"{what}: only whole privileges can be revoked", "leave the option")
            elif by_itself:
                found.append(Grant(role, privilege))
            else:
                calls._problem(
                    f'{what}: "{role}" has no {privilege} that PostgreSQL gives by itself',
                    "what is not granted need not be revoked: remove the grant",
                )
    return tuple(found)


def _pairs(calls: Calls, what: str, given: object) -> Iterable[tuple[object, object]]:
    if given is None:
        return ()
    if not isinstance(given, Mapping):
        calls._problem(
            f"{what} must map roles to privileges, not {given!r}", 'write {"reader": ["select"]}'
        )
        return ()
    return given.items()


def _roles(calls: Calls, what: str, roles: object) -> tuple[str, ...]:
    names = calls._names(f"the roles of {what}", roles, "role")
    special = {"public": PUBLIC, "current_user": OWNER}
    return tuple(special.get(name.lower(), name) for name in names)


def _words(calls: Calls, what: str, kind: Kind, words: object) -> list[tuple[str, bool]]:
    """Return each privilege, and whether it comes with the grant option."""
    known = PRIVILEGES[kind]
    found = []
    for word in calls._names(f"the privileges of {what}", words, "privilege"):
        text = " ".join(word.upper().split())
        option = text.endswith(_WITH_OPTION)
        text = text.removesuffix(_WITH_OPTION)
        if text in ("ALL", "ALL PRIVILEGES"):
            found += [(name, option) for name in known if name not in _NEW]
        elif text in known:
            found.append((text, option))
        else:
            calls._problem(
                f'{what}: a {kind.value} has no privilege "{word}"',
                f"choose of: {', '.join(name.lower() for name in known)}",
            )
    return found
