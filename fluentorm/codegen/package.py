"""The source of what a generated package has once: enums, registry and ``__init__``."""

from __future__ import annotations

from collections.abc import Iterator
from re import compile as pattern

from fluentorm.codegen.fields import rule_marks
from fluentorm.codegen.headers import FUTURE, export_order, header, import_from, import_order
from fluentorm.codegen.layout import LIMIT, Group, Item, is_plain, lay_out, line, quoted, width
from fluentorm.codegen.names import member_names
from fluentorm.codegen.spec import SUFFIXES, EnumSpec, PackageSpec

# What ruff's rule S105 takes for the name of a password.
_SECRET = pattern(r"(?:^|_)(?:PAS+WO?R?D|PASS(?:PHRASE)?|PWD|TOKEN|SECRETE?)(?:$|_)")


def render_enums(spec: PackageSpec) -> str:
    """Return the source of ``enums.py``."""
    lines = [*header(()), '"""The enum types of the database."""', "", FUTURE, ""]
    lines.append("from enum import StrEnum")
    for enum in spec.enums:
        lines += ["", "", *_enum(enum)]
    return _text(lines)


def render_registry(spec: PackageSpec) -> str:
    """Return the source of ``registry.py``."""
    entries: list[Item] = [
        Group(
            f"{quoted(table)}: (",
            [quoted(module), quoted(spec.classes[table])],
            ")",
            is_tuple=True,
        )
        for table, module in spec.modules.items()
    ]
    package = '__name__.rpartition(".")[0]'
    models = Group("{", entries, "}", exploded=bool(entries))
    call = Group("ModelRegistry(", [package, models], ")", exploded=bool(entries))
    lines = [
        *header(()),
        '"""Every model by the name of its table, in the order of the schema."""',
        "",
        FUTURE,
        "",
        "from typing import Final",
        "",
        "from fluentorm.runtime import ModelRegistry",
        "",
        *lay_out(call, lead="MODELS: Final = "),
    ]
    return _text(lines)


def render_init(spec: PackageSpec) -> str:
    """Return the source of ``__init__.py``: every name, its module imported when it is used."""
    exports = _exports(spec)
    names = sorted((name for found in exports.values() for name in found), key=export_order)
    lines = [
        *header(()),
        '"""Typed models of the database; each is imported when it is first used."""',
        "",
        FUTURE,
        "",
        "from typing import TYPE_CHECKING",
        "",
        "from fluentorm.runtime import lazy_exports",
        "",
        "if TYPE_CHECKING:",
    ]
    for module in sorted(exports, key=import_order):
        lines += [f"    {text}" for text in import_from(f".{module}", exports[module], indent=4)]
    lines += ["else:", *_lazy_exports(exports), ""]
    lines += lay_out(
        Group("[", [quoted(name) for name in names], "]", exploded=True), lead="__all__ = "
    )
    return _text(lines)


def _exports(spec: PackageSpec) -> dict[str, list[str]]:
    """Return the names that the package exports from each module."""
    exports = {"registry": ["MODELS"]}
    if spec.enums:
        exports["enums"] = [enum.class_name for enum in spec.enums]
    for table, module in spec.modules.items():
        exports[module] = [f"{spec.classes[table]}{suffix}" for suffix in SUFFIXES]
    return exports


def _lazy_exports(exports: dict[str, list[str]]) -> list[str]:
    entries: list[Item] = [
        Group(f"{quoted(module)}: (", [quoted(name) for name in names], ")", is_tuple=True)
        for module, names in exports.items()
    ]
    modules = Group("{", entries, "}", exploded=True)
    call = Group("lazy_exports(", ["__name__", modules], ")", exploded=True)
    return lay_out(call, indent=4, lead="__getattr__ = ")


def _enum(enum: EnumSpec) -> Iterator[str]:
    yield f"class {enum.class_name}(StrEnum):"
    yield f'    """{_title(enum)}."""'
    members = member_names(enum.values)
    if members:
        yield ""
    for value, member in members.items():
        marks = [mark for mark in rule_marks(member) if mark == "E741"]
        if value and _SECRET.search(member):
            marks.append("S105")
        yield from _member(member, quoted(value), marks)


def _member(name: str, value: str, marks: list[str]) -> list[str]:
    text = f"    {name} = {value}"
    if width(text) > LIMIT and width(f"        {value}") <= LIMIT:
        return [line(f"    {name} = (", *marks), f"        {value}", "    )"]
    return [line(text, *marks)]


def _title(enum: EnumSpec) -> str:
    return f'The values of enum "{enum.name}"' if is_plain(enum.name) else "The values of an enum"


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
