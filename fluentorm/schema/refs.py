"""What can be referred to: the kinds of objects, and the reference to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of object; the value is what a person calls it."""

    NAMESPACE = "namespace"
    EXTENSION = "extension"
    COLLATION = "collation"
    ENUM = "enum"
    DOMAIN = "domain"
    COMPOSITE = "composite type"
    RANGE = "range type"
    SEQUENCE = "sequence"
    TABLE = "table"
    COLUMN = "column"
    CONSTRAINT = "constraint"
    INDEX = "index"
    VIEW = "view"
    MATERIALIZED_VIEW = "materialized view"
    FUNCTION = "function"
    PROCEDURE = "procedure"
    AGGREGATE = "aggregate"
    TRIGGER = "trigger"
    RULE = "rule"
    POLICY = "policy"
    STATISTICS = "statistics"
    EVENT_TRIGGER = "event trigger"
    PUBLICATION = "publication"
    DEFAULT_PRIVILEGES = "default privileges"
    LARGE_OBJECT = "large object"  # none is declared: only what new ones get

    __hash__ = str.__hash__  # that of Enum is not in C, and references are keys everywhere


OBJECT_TYPES = frozenset({Kind.DOMAIN, Kind.COMPOSITE, Kind.RANGE})
"""The kinds of types that are among the objects of a model."""

TYPES = OBJECT_TYPES | {Kind.ENUM}
"""The kinds of types that a model has."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One object: ``name`` is its key (see schema.qualified), or that of the relation it is in.

    ``part`` is the bare name of what is within a relation: a column, a constraint, an index, a
    trigger, a rule or a policy. A routine's name is followed by the types of its arguments:
    ``billing.total(integer, text)``.
    """

    kind: Kind
    name: str
    part: str | None = None

    def __str__(self) -> str:
        inside = f".{self.part}" if self.part is not None else ""
        return f'{self.kind.value} "{self.name}{inside}"'
