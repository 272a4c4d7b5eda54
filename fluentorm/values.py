"""Frozen dataclasses that cost little to define.

Making one with the standard library takes a third of a millisecond: it writes and compiles six
methods, of which most are never called. A command imports a hundred of these classes, and has
two tenths of a second in all. Here the methods are closures, and ``__init__`` is compiled when
the first value is made.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(*, frozen=False, slots=False, kw_only=False):
        """Do what ``dataclasses.dataclass`` does with these options."""
        plain = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )

        def decorate(cls: type) -> type:
            made = plain(cls)
            for name, method in _methods(made, frozen=frozen).items():
                if name not in cls.__dict__:
                    setattr(made, name, method)
            return made

        return decorate


class LateInit:
    """An ``__init__`` that is compiled when it is first looked at."""

    def __init__(self, cls: type) -> None:
        self._cls = cls

    def __get__(self, instance: object, owner: type) -> Any:
        init = _compiled_init(self._cls)
        self._cls.__init__ = init  # type: ignore[misc]
        return init.__get__(instance, owner)


def _compiled_init(cls: type) -> Any:
    scope: dict[str, Any] = {"_put": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, lines = ["self"], []
    keyword = False
    for number, field in enumerate(dataclasses.fields(cls)):
        if not field.init:  # __post_init__ sets it
            continue
        name, parameter, value = field.name, field.name, field.name
        if field.default is not dataclasses.MISSING:
            scope[f"_default{number}"] = field.default
            parameter = f"{name}=_default{number}"
        elif field.default_factory is not dataclasses.MISSING:
            scope[f"_make{number}"] = field.default_factory
            parameter = f"{name}=_missing"
            value = f"_make{number}() if {name} is _missing else {name}"
        if field.kw_only and not keyword:
            keyword = True
            parameters.append("*")
        parameters.append(parameter)
        lines.append(_putting(cls, name, value, scope))
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or ["    pass"])
    exec(source, scope)  # noqa: S102 - names of fields, nothing else
    init = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _putting(cls: type, name: str, value: str, scope: dict[str, Any]) -> str:
    """Return the line that sets a field: by its slot, in half the time that a name takes."""
    # Not by getattr(): a model's metaclass has a column of that name.
    slot = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
    if not isinstance(slot, MemberDescriptorType):
        return f"    _put(self, {name!r}, {value})"
    scope[f"_put_{name}"] = slot.__set__
    return f"    _put_{name}(self, {value})"


def _methods(cls: type, *, frozen: bool) -> dict[str, Any]:
    fields = dataclasses.fields(cls)
    compared = [field.name for field in fields if field.compare]
    in_repr = [field.name for field in fields if field.repr]
    key: Callable[[object], object] = attrgetter(*compared) if compared else lambda _: ()

    def equal(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(key(self))

    def shown(self: object) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in in_repr)
        return f"{self.__class__.__qualname__}({values})"

    common = {"__init__": LateInit(cls), "__eq__": equal, "__repr__": shown}
    return common | ({"__hash__": hashed, **_FROZEN} if frozen else {"__hash__": None})


def _refuse(_self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f'cannot assign to field "{name}"')


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN = {
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
