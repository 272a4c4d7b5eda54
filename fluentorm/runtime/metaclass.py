"""How a row class is made: slots for the values, columns and relations on the class."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, dataclass_transform

from fluentorm.errors import QueryError
from fluentorm.query.slotted import finish, slots_of
from fluentorm.runtime.enums import enum_reader
from fluentorm.runtime.fields import ColumnAccess, RelationAccess, fetcher

if TYPE_CHECKING:
    from fluentorm.query.info import TableInfo
    from fluentorm.query.program import Make
    from fluentorm.query.table import Table

# By package and table, for models of one package to find each other.
_models: dict[tuple[str, str], Any] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class ModelMeta(type):
    """Makes models.

    Each has a metaclass of its own that holds its columns: the class has the typed columns, its
    rows have slots, and neither knows of the other.
    """

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> ModelMeta:
        """Make a model's class."""
        info: TableInfo | None = namespace.get("__table__")
        if info is None:
            return super().__new__(cls, name, bases, namespace, **options)
        defaults = slots_of(namespace, ("__loaded__",))
        for relation in info.relations:
            namespace[relation.attribute] = RelationAccess(relation)
            namespace[f"fetch_{relation.attribute}"] = fetcher(relation)
        own = type(f"{name}Meta", (cls,), {})
        made: Any = type.__new__(own, name, bases, namespace, **options)
        finish(made, defaults)
        for column in info.columns:
            setattr(own, column.attribute, ColumnAccess(column.attribute))
        made.__known__ = None
        _models[_package(made), info.name] = made
        return made  # type: ignore[no-any-return]

    @property
    def __fluent__(cls: Any) -> Table:
        """What queries know about the table."""
        known = cls.__dict__.get("__known__")
        if known is None:
            known = _table(cls)
            type.__setattr__(cls, "__known__", known)
        return known  # type: ignore[no-any-return]


def _table(model: Any) -> Table:
    from fluentorm.query.table import Table

    info = model.__dict__.get("__table__")
    if info is None:
        raise QueryError(f"{model.__name__} has no table", hint="use a generated model")
    reads = {column.name: enum_reader(info, column) for column in info.enum_columns}
    return Table(info, model, lambda: _maker(model, reads), reads, _finder(model))


def _finder(model: Any) -> Callable[[str], Table]:
    package = _package(model)

    def find(table: str) -> Table:
        found = _models.get((package, table))
        if found is None:
            try:
                found = import_module(f"{package}.registry").MODELS[table]
            except (ImportError, KeyError):
                raise QueryError(
                    f'there is no model of table "{table}" in "{package}"',
                    hint="generate the models again: doit generate_models",
                ) from None
        return found.__fluent__  # type: ignore[no-any-return]

    return find


def _package(model: Any) -> str:
    module = str(model.__module__)
    return module.rpartition(".")[0] or module


def _maker(model: Any, reads: dict[str, Any]) -> Make:
    """Compile what makes a row of the values of all columns.

    A class that refuses assignments makes each of them slow. So the values go into the slots of a
    twin without that rule, which then becomes a row of the model.
    """
    names = [column.attribute for column in model.__table__.columns]
    twin = type.__new__(
        ModelMeta,
        model.__name__,
        model.__bases__,
        {
            "__slots__": model.__slots__,
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
        },
    )
    scope: dict[str, Any] = {"_new": object.__new__, "_twin": twin, "_model": model}
    lines = [f"({''.join(f'_row.{name}, ' for name in names)}) = _values"] if names else []
    for number, column in enumerate(model.__table__.columns):
        if column.name in reads:
            scope[f"_read{number}"] = reads[column.name]
            lines.append(f"_row.{column.attribute} = _read{number}(_row.{column.attribute})")
    body = ["_row = _new(_twin)", *lines, "_row.__class__ = _model", "return _row"]
    source = "def make(_values):\n" + "\n".join(f"    {line}" for line in body)
    exec(source, scope)  # noqa: S102 - names of attributes, nothing else
    return scope["make"]  # type: ignore[no-any-return]


def forget(package: str) -> None:
    """Forget the models of a package, for one that is generated and imported anew."""
    for key in [key for key in _models if key[0] == package]:
        del _models[key]
    sys.modules.pop(f"{package}.registry", None)
