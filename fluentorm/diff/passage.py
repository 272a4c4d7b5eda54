"""How the values of a column outlive that its type is dropped and made anew: as text meanwhile.

The text of a composite value tells its attributes by their places. Where those change, in the type
itself or in one inside of it, the text is JSON, which tells them by their names. PostgreSQL reads
JSON into a composite type only, so for arrays and domains there is a temporary one around them.
A range is a text in JSON too: of a range over such a type nothing tells the attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from fluentorm.diff.delta import Delta
from fluentorm.diff.operations import WRAPPER, AttributeName
from fluentorm.diff.spent import unspent
from fluentorm.errors import Problem
from fluentorm.schema.alterable import renamed_attributes
from fluentorm.schema.database_objects import CompositeType, Domain, RangeType
from fluentorm.schema.names import usual_multirange
from fluentorm.schema.objects import Column
from fluentorm.schema.qualified import key_of
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.types import split_type
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The expressions that make text of a column's values, and values of that text.

    ``plain`` says that they are mere casts, ``wrapped`` that the way back needs the ``WRAPPER``.
    ``removed`` and ``added`` are the attributes that only the old types or the new ones have.
    """

    out: str
    into: str
    plain: bool = False
    wrapped: bool = False
    removed: tuple[AttributeName, ...] = ()
    added: tuple[AttributeName, ...] = ()


AS_IT_IS = Passage(out="", into="", plain=True)


class Passages:
    """How the values of columns go through text around the changes of a delta."""

    def __init__(self, delta: Delta) -> None:
        self._moved, self._new, self._delta = delta.moved, delta.new, delta

    def of(self, before: Column, after: Column) -> Passage:
        """Return how the values of one column go."""
        name = quote_identifier(after.name)
        refs = [ref for ref, _ in self._rearranged(before.type)]
        if before.type != after.type or not refs:
            return Passage(out=f"{name}::text", into=f"{name}::{after.type}", plain=True)
        wrapped = not self._has_attributes(before.type)
        into = f"json_populate_record(NULL::{after.type}, {name}::json)"
        if wrapped:
            whole = f"json_build_object('value', {name}::json)"
            into = f"(json_populate_record(NULL::{WRAPPER}, {whole})).value"
        sides = [(ref, self._attributes(ref)) for ref in sorted(set(refs))]
        return Passage(
            out=f"to_json({name})::text",
            into=into,
            wrapped=wrapped,
            removed=tuple((ref.name, a) for ref, (old, new) in sides for a in old if a not in new),
            added=tuple((ref.name, a) for ref, (old, new) in sides for a in new if a not in old),
        )

    def problems(self) -> Iterator[Problem]:
        """Say which columns hold values that no text brings over."""
        for ref in sorted(self._delta.objects.retyped):
            old, table = self._moved.tables.get(ref.name), self._new.tables.get(ref.name)
            if old is None or table is None or ref.name in self._delta.remade:
                continue
            before, after = old.columns.get(ref.part or ""), table.columns.get(ref.part or "")
            if before is None or after is None or before.type != after.type:
                continue
            if unspent(before, after) is None and before.generated is None:
                yield from self._problems_of(table.name, before, after)

    def _problems_of(self, table: str, before: Column, after: Column) -> Iterator[Problem]:
        place = f'column "{after.name}" of table "{table}" holds values that cannot be brought over'
        for ref, in_range in self._rearranged(before.type):
            if in_range:
                yield Problem(
                    f"{place}: ranges over {ref}, whose attributes change their places",
                    after.origin,
                    "leave the attributes where they are and let new ones come last, or make a "
                    "type of another name",
                )
                return
            if self._renamed(ref):
                yield Problem(
                    f"{place}: attributes of {ref} get other names and other places at once",
                    getattr(self._new.objects[ref], "origin", None),
                    "generate after renaming them, and again after moving them",
                )
                return

    def _has_attributes(self, kind: str) -> bool:
        """Say whether a type is composite by itself: neither an array nor a domain."""
        key = key_of(kind)
        return Ref(Kind.COMPOSITE, key) in self._moved.objects or key in self._moved.tables

    def _rearranged(self, kind: str) -> Iterator[tuple[Ref, bool]]:
        """Yield the types in one whose attributes change places, and whether in a range."""
        seen: set[tuple[str, bool]] = set()
        pending = [(kind, False)]
        while pending:
            one = pending.pop()
            if one in seen:
                continue
            seen.add(one)
            key, in_range = key_of(split_type(one[0]).base), one[1]
            domain = self._moved.objects.get(Ref(Kind.DOMAIN, key))
            if isinstance(domain, Domain):
                pending.append((domain.type, in_range))
            composite = self._moved.objects.get(Ref(Kind.COMPOSITE, key))
            if isinstance(composite, CompositeType):
                pending += ((attribute.type, in_range) for attribute in composite.attributes)
                old, new = self._attributes(composite.ref)
                if old != new:
                    yield composite.ref, in_range
            elif key in self._moved.tables:
                yield Ref(Kind.TABLE, key), in_range
            elif key in self._subtypes:
                pending.append((self._subtypes[key], True))

    @cached_property
    def _subtypes(self) -> dict[str, str]:
        """Return what range and multirange types are over, by their keys."""
        found = {}
        for item in self._moved.objects.values():
            if isinstance(item, RangeType):
                found[item.name] = item.subtype
                found[item.multirange or usual_multirange(item.name)] = item.subtype
        return found

    def _renamed(self, ref: Ref) -> bool:
        before, after = self._moved.objects.get(ref), self._new.objects.get(ref)
        if not (isinstance(before, CompositeType) and isinstance(after, CompositeType)):
            return False
        return bool(renamed_attributes(before, after))

    def _attributes(self, ref: Ref) -> tuple[list[str], list[str]]:
        """Return the attributes of a type that stays, before and after, by their later names."""
        before, after = self._moved.objects.get(ref), self._new.objects.get(ref)
        if not (isinstance(before, CompositeType) and isinstance(after, CompositeType)):
            return [], []
        renamed = renamed_attributes(before, after)
        old = [renamed.get(attribute.name, attribute.name) for attribute in before.attributes]
        return old, [attribute.name for attribute in after.attributes]
