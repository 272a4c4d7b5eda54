"""Finding models by name, importing each module when it is first asked for.

An application with a thousand tables that uses ten of them imports ten modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from fluentorm.runtime.model import AnyModel


class ModelRegistry(Mapping[str, "type[AnyModel]"]):
    """The models of a package by the names of their tables, in schema order."""

    __slots__ = ("_classes", "_package")

    def __init__(self, package: str, classes: Mapping[str, tuple[str, str]]) -> None:
        """Take the package's name and, for each table, its module and class."""
        self._package = package
        self._classes = classes

    def __getitem__(self, table: str) -> type[AnyModel]:
        module, name = self._classes[table]
        return cast("type[AnyModel]", getattr(import_module(f"{self._package}.{module}"), name))

    def __contains__(self, table: object) -> bool:
        return table in self._classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def __repr__(self) -> str:
        return f"ModelRegistry({self._package!r}, {len(self)} tables)"


def lazy_exports(package: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return a module's ``__getattr__`` that imports a name's module when the name is used.

    ``modules`` maps each module to the names that the package exports from it (PEP 562).
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(import_module(package), name, value)
        return value

    return load
