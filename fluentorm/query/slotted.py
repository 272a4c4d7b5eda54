"""Classes whose annotated fields are slots: dataclasses in all but the time they take to define.

The standard library compiles six methods for each class. An application imports hundreds of models
with three classes each; here ``__init__`` is compiled when the first value is made, and the other
methods are shared. ``dataclasses.fields``, ``asdict`` and ``replace`` work as with any dataclass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from fluentorm.values import LateInit


def slots_of(namespace: dict[str, Any], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    """Turn the annotated fields of a class body into slots and return the defaults they had.

    Annotations are text here (``from __future__ import annotations``); ClassVars are no fields.
    """
    names = [
        name
        for name, annotation in namespace.get("__annotations__", {}).items()
        if not str(annotation).startswith(("ClassVar", "typing.ClassVar"))
    ]
    defaults = {name: namespace.pop(name) for name in names if name in namespace}
    namespace["__slots__"] = (*names, *extra)
    return defaults


def finish(cls: type, defaults: dict[str, Any]) -> tuple[str, ...]:
    """Make a class with slots a frozen dataclass and return the names of its fields."""
    names = tuple(name for name in vars(cls)["__slots__"] if not name.startswith("__"))
    cls.__dataclass_fields__ = _LateFields(cls, defaults)  # type: ignore[attr-defined]
    cls.__init__ = LateInit(cls)  # type: ignore[misc]
    key: Callable[[Any], object] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash((cls, key(self)))

    cls.__eq__ = equal  # type: ignore[assignment, method-assign]
    cls.__hash__ = hashed  # type: ignore[assignment, method-assign]
    return names


class Frozen:
    """Values that do not change."""

    __slots__ = ()

    def __repr__(self) -> str:
        names = [field.name for field in dataclasses.fields(self) if field.repr]  # type: ignore[arg-type]
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f'cannot assign to field "{name}"')

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f'cannot delete field "{name}"')

    def __getstate__(self) -> dict[str, Any]:
        names = [field.name for field in dataclasses.fields(self)]  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


class _LateFields:
    """The fields of a dataclass, described when somebody asks for them."""

    def __init__(self, cls: Any, defaults: dict[str, Any]) -> None:
        self._cls = cls
        self._defaults = defaults

    def __get__(self, instance: object, owner: type) -> Any:
        cls = self._cls
        # The standard library takes what the class says for a field's default.
        described = type(cls.__name__, (), {"__annotations__": cls.__annotations__})
        described.__module__ = cls.__module__
        for name, default in self._defaults.items():
            setattr(described, name, default)
        plain: Any = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)
        fields = plain(described).__dataclass_fields__
        type.__setattr__(cls, "__dataclass_fields__", fields)
        return fields
