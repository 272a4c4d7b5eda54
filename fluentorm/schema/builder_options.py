"""What the author may say about a column, and how that is kept until the table is whole.

A column is resolved late, when the table is built: whether a uuid gets a default depends on the
primary key and the foreign keys, and ``alter_field`` may change any option in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from fluentorm.errors import Place
from fluentorm.schema.hints import AutoGenerate, InputMode
from fluentorm.schema.objects import Enum
from fluentorm.schema.sql_text import SqlText
from fluentorm.schema.types import canonical_type
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.sequence_options import SequenceCall

TIMESTAMPTZ = "timestamp with time zone"
TIMESTAMP = "timestamp without time zone"

# The builder's words for types, where they have no argument of their own. ``alter_field(type=)``
# and ``array(of=)`` take these first and PostgreSQL's own words then.
FIELD_TYPES: dict[str, str] = {
    "uuid": "uuid",
    "string": "text",
    "text": "text",
    "boolean": "boolean",
    "small_int": "smallint",
    "integer": "integer",
    "big_int": "bigint",
    "float": "real",
    "double": "double precision",
    "numeric": "numeric",
    "date": "date",
    "time": "time without time zone",
    "interval": "interval",
    "timestamp": TIMESTAMPTZ,
    "date_time": TIMESTAMPTZ,
    "json": "json",
    "jsonb": "jsonb",
    "binary": "bytea",
    "inet": "inet",
    "cidr": "cidr",
    "macaddr": "macaddr",
}


class ColumnOptions(TypedDict, total=False):
    """The options of every column method; each may be left out.

    ``nullable`` (False) and its opposite ``not_null``; ``default``, a Python value, ``sql("...")``
    or None for no default; ``default_value``, text that is quoted unless it is an expression;
    ``create_input`` (optional where the column is nullable or generated, else required) and
    ``update_input`` (True), the column's part in the models' inputs; ``redacted``, left out of
    safe JSON; ``auto_generated`` and ``auto_generate_type``, who fills it; ``always``, identity
    columns that refuse given values; ``sequence``, the options of its sequence, with ``name``;
    ``generated``, SQL that the server computes the column from, stored, or with ``virtual``
    (PostgreSQL 18) at each reading; ``collation``; ``storage`` (``plain``, ``external``,
    ``extended``, ``main``), ``compression`` (``pglz``, ``lz4``), ``statistics``, a target, and
    ``parameters`` (``{"n_distinct": -0.5}``); ``grants``, roles to privileges on the column;
    ``renamed_from``, its name before; ``using`` and ``backfill``, SQL for the migration that
    changes its type or makes it NOT NULL; ``blocking_ok``, why a change of it may stop others.
    """

    primary_key: bool
    unique: bool
    nullable: bool
    not_null: bool
    array: bool
    default: object
    default_value: object
    create_input: InputMode | str | None
    update_input: bool
    redacted: bool
    auto_generated: bool
    auto_generate_type: AutoGenerate | str | None
    always: bool
    sequence: SequenceCall | None
    generated: SqlText | str | None
    virtual: bool
    collation: str | None
    storage: str | None
    compression: str | None
    statistics: int | None
    parameters: Mapping[str, object] | None
    grants: Mapping[str, Iterable[str] | str] | None
    comment: str | None
    renamed_from: str | None
    using: SqlText | str | None
    backfill: object
    blocking_ok: str | None


RARE = frozenset(
    "generated virtual collation storage compression statistics parameters grants sequence".split()
)
"""The options that few columns have."""

OPTION_NAMES = frozenset(ColumnOptions.__annotations__)
FLAGS = frozenset(
    "primary_key unique nullable not_null array update_input redacted auto_generated always "
    "virtual".split()
)


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A column as declared: ``type`` is canonical and of the element where ``array`` is given."""

    name: str
    type: str
    options: Mapping[str, Any]
    place: Place
    enum: Enum | None = None
    altered: Place | None = None  # where alter_field changed it last
    serial: bool = False

    @property
    def full_type(self) -> str:
        """The canonical type of the column itself."""
        return f"{self.type}[]" if self.options.get("array") else self.type


def field_type(word: str) -> str:
    """Return the canonical type for one of the builder's words or any type of PostgreSQL's.

    >>> field_type("string"), field_type("varchar(20)"), field_type("date_time[]")
    ('text', 'character varying(20)', 'timestamp with time zone[]')
    """
    element = word.removesuffix("[]").strip()
    if element in FIELD_TYPES:
        return FIELD_TYPES[element] + word.strip()[len(element) :]
    return canonical_type(word)
