"""What models need to know beyond what the database stores.

Hints take no part in a physical diff: changing one rewrites the snapshot and the models that use
it, never a migration.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from fluentorm.errors import Place
from fluentorm.values import dataclass


class InputMode(StrEnum):
    """Whether a field is part of a model's CreateInput."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    EXCLUDED = "excluded"


class AutoGenerate(StrEnum):
    """Who fills a field that the application does not."""

    NONE = "none"
    UUID = "uuid"
    TIMESTAMP = "timestamp"
    INCREMENTS = "increments"


class RelationKind(StrEnum):
    """How many rows stand on the two ends of a relation, this table's end first."""

    MANY_TO_ONE = "many_to_one"
    ONE_TO_ONE = "one_to_one"
    ONE_TO_MANY = "one_to_many"
    MANY_TO_MANY = "many_to_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHints:
    """A field's part in the generated inputs and responses."""

    create_input: InputMode = InputMode.REQUIRED
    update_input: bool = True
    redacted: bool = False
    auto_generate: AutoGenerate = AutoGenerate.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A way from this table's rows to another table's.

    ``columns`` of this table match ``references_columns`` of ``references_table``. For
    many-to-many, declared on the junction table, ``columns`` are the junction's. ``constraint`` is
    the foreign key that enforces the relation, None where it is metadata only.
    """

    name: str
    kind: RelationKind
    columns: tuple[str, ...]
    references_table: str
    references_columns: tuple[str, ...]
    constraint: str | None = None
    origin: Place | None = field(default=None, compare=False)
