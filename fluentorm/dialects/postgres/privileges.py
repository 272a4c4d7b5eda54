"""GRANT and REVOKE: from who may do what to who shall.

Privileges are told as what differs from PostgreSQL's own default (schema.privileges), so a
privilege of a role is in one of four states: as by default, granted, granted with the right to
grant it on, or revoked. Only what changes its state is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from fluentorm.schema.privileges import NO_PRIVILEGES, OWNER, PUBLIC, Privileges
from fluentorm.schema.sql_text import quote_identifier

_State: TypeAlias = Literal["default", "granted", "grantable", "revoked"]
_Verb: TypeAlias = Literal["REVOKE GRANT OPTION FOR", "REVOKE", "GRANT", "GRANT WITH GRANT OPTION"]
_VERBS: tuple[_Verb, ...] = (
    "REVOKE GRANT OPTION FOR",
    "REVOKE",
    "GRANT",
    "GRANT WITH GRANT OPTION",
)


def changed_privileges(target: str, before: Privileges, after: Privileges) -> tuple[str, ...]:
    """Return the statements that lead from some privileges on an object to others.

    ``target`` is the object's kind and name as GRANT calls it, ``TABLE users``.
    """
    return tuple(
        _statement(verb, ", ".join(privileges), target, grantees)
        for verb, privileges, grantees in _moves(before, after)
    )


def granted(
    target: str, privileges: Privileges, given: Privileges = NO_PRIVILEGES
) -> tuple[str, ...]:
    """Return the statements that give a new object its privileges.

    ``given`` are those that it has from the start, by default privileges.
    """
    return changed_privileges(target, given, privileges)


def changed_column_privileges(
    target: str, changes: Mapping[str, tuple[Privileges, Privileges]]
) -> tuple[str, ...]:
    """Return the statements for the columns of one relation, those that change alike together.

    ``changes`` is by column: what its privileges were and shall be.
    """
    alike: dict[tuple[Privileges, Privileges], list[str]] = {}
    for column, change in changes.items():
        if change[0] != change[1]:
            alike.setdefault(change, []).append(quote_identifier(column))
    return tuple(
        _statement(verb, ", ".join(f"{p} ({', '.join(columns)})" for p in privileges), target, to)
        for (before, after), columns in alike.items()
        for verb, privileges, to in _moves(before, after)
    )


def left_of(column: Privileges, before: Privileges, after: Privileges) -> Privileges:
    """Return what a column has of its own after its relation's privileges changed.

    What is revoked of a relation is revoked of its columns too (manual, REVOKE).
    """
    old, new = _states(before), _states(after)
    left = []
    for grant in column.grants:
        key = grant.grantee, grant.privilege
        match _verb(old.get(key, "default"), new.get(key, "default")):
            case "REVOKE":
                continue
            case "REVOKE GRANT OPTION FOR":
                left.append(replace(grant, grantable=False))
            case _:
                left.append(grant)
    return Privileges(tuple(left), column.revokes)


def role(name: str) -> str:
    """Return a role as SQL text: PUBLIC and CURRENT_USER are words of the language."""
    return name if name in (PUBLIC, OWNER) else quote_identifier(name)


def roles(names: Iterable[str]) -> str:
    """Return a list of roles as SQL text."""
    return ", ".join(role(name) for name in names)


def _moves(
    before: Privileges, after: Privileges
) -> Iterable[tuple[_Verb, tuple[str, ...], tuple[str, ...]]]:
    """Return (verb, privileges, grantees): grantees whose privileges change alike together."""
    old, new = _states(before), _states(after)
    moves: dict[tuple[_Verb, str], list[str]] = {}
    for key in dict.fromkeys((*old, *new)):
        verb = _verb(old.get(key, "default"), new.get(key, "default"))
        if verb is not None:
            grantee, privilege = key
            moves.setdefault((verb, grantee), []).append(privilege)
    together: dict[tuple[_Verb, tuple[str, ...]], list[str]] = {}
    for (verb, grantee), privileges in moves.items():
        together.setdefault((verb, tuple(privileges)), []).append(grantee)
    for wanted in _VERBS:
        for (verb, listed), grantees in together.items():
            if verb == wanted:
                yield verb, listed, tuple(grantees)


def _states(privileges: Privileges) -> dict[tuple[str, str], _State]:
    states: dict[tuple[str, str], _State] = {}
    for grant in privileges.revokes:
        states[grant.grantee, grant.privilege] = "revoked"
    for grant in privileges.grants:
        states[grant.grantee, grant.privilege] = "grantable" if grant.grantable else "granted"
    return states


def _verb(before: _State, after: _State) -> _Verb | None:
    if before == after:
        return None
    if after == "grantable":
        return "GRANT WITH GRANT OPTION"
    if after == "granted":
        return "REVOKE GRANT OPTION FOR" if before == "grantable" else "GRANT"
    if after == "default" and before == "revoked":
        return "GRANT"
    return "REVOKE"


def _statement(verb: _Verb, what: str, target: str, grantees: Iterable[str]) -> str:
    match verb:
        case "GRANT":
            return f"GRANT {what} ON {target} TO {roles(grantees)}"
        case "GRANT WITH GRANT OPTION":
            return f"GRANT {what} ON {target} TO {roles(grantees)} WITH GRANT OPTION"
        case _:
            return f"{verb} {what} ON {target} FROM {roles(grantees)}"
