"""What follows an extension to another namespace: all texts that name its members.

Types, functions and operators of an extension go with it (manual, ALTER EXTENSION), and so does
what uses them; only the texts that tell of it are written anew. A model does not know the members,
so a text that differs in nothing but such a namespace is taken for the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fluentorm.diff.state import HAVE_NAMESPACES
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.qualified import PUBLIC, bare_name, namespace_of
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.tokens import Token, tokens
from fluentorm.values import dataclass


def after_moves_of_extensions(old: SchemaModel, new: SchemaModel) -> SchemaModel:
    """Return the old model as it tells itself once its extensions are where they shall be.

    The extensions themselves are still where they were: they move before anything else happens.
    """
    spaces = frozenset(
        space
        for ref, item in old.objects.items()
        if ref.kind is Kind.EXTENSION and ref in new.objects
        for space in _move(item, new.objects[ref])
    )
    if not spaces:
        return old
    telling = _Telling(spaces=spaces, own=frozenset((*_own(old, spaces), *_own(new, spaces))))
    names = telling.names(old, new)
    return replace(
        old,
        tables=telling.entries(old.tables, new.tables, {}),
        objects={
            **telling.entries(old.objects, new.objects, names),
            **{ref: item for ref, item in old.objects.items() if ref.kind is Kind.EXTENSION},
        },
        depends=None if old.depends is None else _renamed(old.depends, names),
    )


def moves(before: Any, after: Any) -> bool:
    """Say whether an extension is in another namespace afterwards."""
    return bool(_move(before, after))


def _move(before: Any, after: Any) -> tuple[str, ...]:
    spaces = (before.namespace or PUBLIC, after.namespace or PUBLIC)
    return spaces if spaces[0] != spaces[1] else ()


def _own(model: SchemaModel, spaces: frozenset[str]) -> Iterator[str]:
    """Yield the names of what a model has in some namespaces: no members of an extension."""
    refs = (ref for ref in model.objects if ref.kind in HAVE_NAMESPACES)
    keys = [*model.tables, *model.enums, *(ref.name.partition("(")[0] for ref in refs)]
    return (bare_name(key) for key in keys if namespace_of(key) in spaces)


def _renamed(
    depends: Mapping[Ref, frozenset[Ref]], names: Mapping[Ref, Ref]
) -> dict[Ref, frozenset[Ref]]:
    return {
        names.get(ref, ref): frozenset(names.get(one, one) for one in needed)
        for ref, needed in depends.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """How texts are compared: without ``spaces``, but before names that are our ``own``."""

    spaces: frozenset[str]
    own: frozenset[str]

    def names(self, old: SchemaModel, new: SchemaModel) -> dict[Ref, Ref]:
        """Return the routines whose arguments are of moved types, by their old names."""
        arriving = {
            (ref.kind, self._plain(ref.name)): ref for ref in new.objects if ref not in old.objects
        }
        pairs = (
            (ref, arriving.get((ref.kind, self._plain(ref.name))))
            for ref in old.objects
            if ref not in new.objects and "(" in ref.name
        )
        return {ref: other for ref, other in pairs if other is not None}

    def entries(
        self, old: Mapping[Any, Any], new: Mapping[Any, Any], names: Mapping[Any, Any]
    ) -> dict[Any, Any]:
        """Return a mapping with the texts of the new one where they mean the same."""
        return {
            names.get(key, key): self.told(value, new.get(names.get(key, key)))
            for key, value in old.items()
        }

    def told(self, old: Any, new: Any) -> Any:
        """Return a value with the texts of the new one where they mean the same."""
        if old is new or type(old) is not type(new):
            return old
        if isinstance(old, str):
            return new if old != new and self._plain(old) == self._plain(new) else old
        if isinstance(old, Mapping):
            return self.entries(old, new, {})
        if isinstance(old, tuple):
            if len(old) != len(new):
                return old
            items = [self.told(one, other) for one, other in zip(old, new, strict=True)]
            return old._make(items) if hasattr(old, "_make") else type(old)(items)
        if is_dataclass(old):
            names = [one.name for one in fields(old) if one.init]
            values = {name: self.told(getattr(old, name), getattr(new, name)) for name in names}
            return replace(old, **values)  # type: ignore[type-var]
        return old

    def _plain(self, text: str) -> tuple[str, ...]:
        """Return the tokens of a text without the namespaces that extensions move between."""
        solid = [token for token in tokens(text) if token.kind != "space"]
        found: list[str] = []
        number = 0
        while number < len(solid):
            if self._is_operator(solid, number):
                end = next(n for n in range(number, len(solid)) if solid[n].text == ")")
                found += [token.text for token in solid[number + 4 : end]]
                number = end + 1
            elif self._is_member(solid, number):
                number += 2
            else:
                found.append(solid[number].text)
                number += 1
        return tuple(found)

    def _is_member(self, solid: list[Token], number: int) -> bool:
        """Say whether a namespace stands here, and behind it the name of a member."""
        if number + 2 >= len(solid) or solid[number + 1].text != ".":
            return False
        member = solid[number + 2].name
        return solid[number].name in self.spaces and member is not None and member not in self.own

    def _is_operator(self, solid: list[Token], number: int) -> bool:
        """Say whether an operator with its namespace stands here: ``OPERATOR(extensions.=)``."""
        words = [token.text.lower() for token in solid[number : number + 4]]
        if len(words) < 4 or words[:2] != ["operator", "("] or words[3] != ".":
            return False
        closed = any(token.text == ")" for token in solid[number + 4 :])
        return closed and solid[number + 2].name in self.spaces
