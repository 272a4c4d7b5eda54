"""What few columns have, from a column as declared: storage, statistics, sequences, privileges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from fluentorm.errors import Place
from fluentorm.schema.builder_calls import Calls
from fluentorm.schema.builder_text import collation_sql, plain
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import (
    DEFAULT_SEQUENCE,
    PLAIN_COLUMN,
    ColumnDetails,
    Generated,
    Identity,
)
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import bare_name, key_beside, quote_name, sibling
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sequence_options import SequenceSettings, read_sequence
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.builder_options import FieldDraft
    from fluentorm.schema.database_objects import Sequence

Report: TypeAlias = Callable[[str, str | None], None]

_STORAGE = ("plain", "external", "extended", "main", "default")
_COMPRESSION = ("pglz", "lz4", "default")


class Reporting(Calls):
    """The checks of calls for a column that is resolved late: what is wrong goes to ``report``."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def _problem(self, message: str, hint: str | None = None, place: Place | None = None) -> None:
        self._report(message, hint)


def column_details(name: str, given: Mapping[str, Any], report: Report) -> ColumnDetails:
    """Return storage, compression, statistics, parameters and privileges of a column."""
    calls, what = Reporting(report), f'column "{name}"'
    compression = _word(calls, f"compression of {what}", given.get("compression"), _COMPRESSION)
    statistics = calls._number(f"statistics of {what}", given.get("statistics"))
    privileges = NO_PRIVILEGES
    if given.get("grants"):
        from fluentorm.schema.grants import read_privileges

        privileges = read_privileges(calls, what, Kind.COLUMN, given["grants"])
    storage = _word(calls, f"storage of {what}", given.get("storage"), _STORAGE)
    details = ColumnDetails(
        storage=None if storage == "default" else storage,
        compression=None if compression == "default" else compression,
        statistics=None if statistics == -1 else statistics,  # as ALTER TABLE takes it
        options=calls._parameters(f"parameters of {what}", given.get("parameters")),
        privileges=privileges,
    )
    return PLAIN_COLUMN if details == PLAIN_COLUMN else details


def generated_of(name: str, given: Mapping[str, Any], report: Report) -> Generated | None:
    """Return how the server computes a column; None where it does not."""
    calls, what = Reporting(report), f'column "{name}"'
    text = calls._text(f"generated of {what}", given.get("generated"))
    if text is None:
        if given.get("virtual"):
            report(f"{what} is virtual, but not generated", 'give generated="..."')
        return None
    for other in ("default", "default_value", "auto_generated", "auto_generate_type", "sequence"):
        if given.get(other):
            report(f"{what} has both generated and {other}", "remove one of the two")
    return Generated(expression=text, virtual=given.get("virtual") is True)


def collation_of(name: str, given: Mapping[str, Any], report: Report) -> str | None:
    """Return a column's collation as SQL."""
    calls = Reporting(report)
    return collation_sql(calls._text(f'the collation of column "{name}"', given.get("collation")))


def identity_of(draft: FieldDraft, table: str, always: bool, report: Report) -> Identity:
    """Return the identity of a column that counts up by itself."""
    settings, key = _sequence(draft, table, report)
    usual = sibling(table, postgres_name(bare_name(table), draft.name, "seq"))
    options = read_sequence(Reporting(report), f'column "{draft.name}"', settings, draft.full_type)
    return Identity(
        always=always,
        options=DEFAULT_SEQUENCE if options == DEFAULT_SEQUENCE else options,
        sequence=None if key in (None, usual) else key,
        privileges=_sequence_privileges(draft, settings, report),
    )


def serial_sequence(
    draft: FieldDraft, table: str, before: tuple[str, str], report: Report
) -> Sequence:
    """Return the sequence of a serial column.

    ``before`` are the names of table and column before, from which an old default name follows.
    """
    from fluentorm.schema.database_objects import Sequence

    settings, key = _sequence(draft, table, report)
    usual = sibling(table, postgres_name(bare_name(table), draft.name, "seq"))
    old = sibling(before[0], postgres_name(bare_name(before[0]), before[1], "seq"))
    return Sequence(
        name=key or usual,
        type=draft.full_type,
        options=read_sequence(
            Reporting(report), f'column "{draft.name}"', settings, draft.full_type
        ),
        owned_by=Ref(Kind.COLUMN, table, draft.name),
        privileges=_sequence_privileges(draft, settings, report),
        renamed_from=old if key is None and old != usual else None,
        origin=draft.place,
    )


def next_value(sequence: str) -> str:
    """Return the default that takes the next value of a sequence."""
    return f"nextval({quote_literal(quote_name(sequence))}::regclass)"


def _sequence(
    draft: FieldDraft, table: str, report: Report
) -> tuple[Mapping[str, Any], str | None]:
    """Return the options of a column's sequence, and its key where one is given."""
    given = draft.options.get("sequence")
    if given is None:
        return {}, None
    calls, what = Reporting(report), f'sequence of column "{draft.name}"'
    if not isinstance(given, Mapping):
        report(f"{what} must be a dict, not {given!r}", 'write sequence={"start": 100}')
        return {}, None
    known = ("name", "grants", "revokes", *SequenceSettings.__annotations__)
    for option in given.keys() - set(known):
        calls._problem_option(what, str(option), known)
    name = given.get("name")
    key = None if name is None else calls._key_name(what, name)
    return given, None if key is None else key_beside(table, plain(str(name)))


def _sequence_privileges(
    draft: FieldDraft, settings: Mapping[str, Any], report: Report
) -> Privileges:
    if not settings.get("grants") and not settings.get("revokes"):
        return NO_PRIVILEGES
    from fluentorm.schema.grants import read_privileges

    calls, what = Reporting(report), f'sequence of column "{draft.name}"'
    grants, revokes = settings.get("grants"), settings.get("revokes")
    return read_privileges(calls, what, Kind.SEQUENCE, grants, revokes)


def _word(calls: Calls, what: str, given: object, words: tuple[str, ...]) -> str | None:
    return None if given is None else calls._word(what, given, words)
