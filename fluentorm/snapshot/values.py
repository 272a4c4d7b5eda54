"""The small values that several kinds of objects have, as JSON data and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeAlias

from fluentorm.schema.objects import DEFAULT_SEQUENCE, Options, Parameters, SequenceOptions
from fluentorm.schema.privileges import Grant, Privileges

# JSON as the json module gives it; every shape is checked by the constructors that read it.
JsonDict: TypeAlias = dict[str, Any]

_GRANTABLE = " WITH GRANT OPTION"


def encode_options(options: Options) -> JsonDict:
    """Return parameters as a dict."""
    return dict(options)


def decode_options(data: JsonDict) -> Options:
    """Return the parameters that ``encode_options`` was given."""
    return Parameters(data.items())


def encode_sequence(options: SequenceOptions) -> JsonDict:
    """Return the options of a sequence that are not PostgreSQL's own choice."""
    return {
        item.name: getattr(options, item.name)
        for item in fields(options)
        if getattr(options, item.name) != getattr(DEFAULT_SEQUENCE, item.name)
    }


def decode_sequence(data: JsonDict) -> SequenceOptions:
    """Return the options that ``encode_sequence`` was given."""
    return SequenceOptions(**data)


def encode_privileges(privileges: Privileges) -> JsonDict:
    """Return privileges by role: ``{"grant": {"app": ["SELECT"]}}``."""
    data: JsonDict = {}
    if privileges.grants:
        data["grant"] = _by_role(privileges.grants)
    if privileges.revokes:
        data["revoke"] = _by_role(privileges.revokes)
    return data


def decode_privileges(data: JsonDict) -> Privileges:
    """Return the privileges that ``encode_privileges`` was given."""
    return Privileges(_grants(data.get("grant", {})), _grants(data.get("revoke", {})))


def _by_role(grants: tuple[Grant, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for grant in grants:
        option = _GRANTABLE if grant.grantable else ""
        found.setdefault(grant.grantee, []).append(grant.privilege + option)
    return found


def _grants(data: dict[str, list[str]]) -> tuple[Grant, ...]:
    return tuple(
        Grant(role, text.removesuffix(_GRANTABLE), text.endswith(_GRANTABLE))
        for role, texts in data.items()
        for text in texts
    )


def encode_text(text: str) -> str | list[str]:
    """Return a text of several lines as a list of lines, which version control can compare."""
    return text.split("\n") if "\n" in text else text


def decode_text(data: str | list[str]) -> str:
    """Return the text that ``encode_text`` was given."""
    return data if isinstance(data, str) else "\n".join(data)
