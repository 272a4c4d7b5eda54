"""What a row class knows about its table, written out as a ``TableInfo``."""

from __future__ import annotations

from collections.abc import Sequence

from fluentorm.codegen.fields import Field, relation_attributes
from fluentorm.codegen.layout import Group, Item, quoted
from fluentorm.codegen.spec import RelationSpec, TableSpec


def table_info(spec: TableSpec, fields: list[Field]) -> Group:
    """Return the table's columns, keys and relations as a call."""
    items: list[Item] = [f"name={quoted(spec.name)}"]
    enums = dict(spec.enums)
    columns = [_column_info(field, enums) for field in fields]
    items.append(Group("columns=(", columns, ")", is_tuple=True))
    if spec.primary_key:
        items.append(_strings("primary_key=", spec.primary_key))
    if spec.unique:
        unique = [
            Group("UniqueInfo(", [f"name={quoted(name)}", _strings("columns=", names)], ")")
            for name, names in spec.unique
        ]
        items.append(Group("unique=(", unique, ")", is_tuple=True))
    if spec.relations:
        relations = _relation_infos(spec, fields)
        items.append(Group("relations=(", relations, ")", is_tuple=True))
    return Group("TableInfo(", items, ")", exploded=True)


def _column_info(field: Field, enums: dict[str, str]) -> Group:
    spec = field.spec
    items = [f"name={quoted(spec.name)}"]
    if field.attribute != spec.name:
        items.append(f"attribute={quoted(field.attribute)}")
    items.append(f"pg_type={quoted(spec.type)}")
    items += [f"{flag}=True" for flag in ("nullable", "has_default") if getattr(spec, flag)]
    if spec.identity:
        items.append(f'identity="{spec.identity}"')
    if spec.redacted:
        items.append("redacted=True")
    if spec.auto != "none":
        items.append(f'auto="{spec.auto}"')
    enum = enums.get(spec.type.removesuffix("[]"))
    if enum:
        items.append(f"enum={enum}")
    return Group("ColumnInfo(", items, ")")


def _relation_infos(spec: TableSpec, fields: list[Field]) -> list[Item]:
    attributes = relation_attributes(spec, fields)
    return [_relation_info(relation, attributes[relation.name]) for relation in spec.relations]


def _relation_info(relation: RelationSpec, attribute: str) -> Group:
    items: list[Item] = [f"name={quoted(relation.name)}"]
    if attribute != relation.name:
        items.append(f"attribute={quoted(attribute)}")
    items.append(f'kind="{relation.kind}"')
    items.append(_strings("columns=", relation.columns))
    items.append(f"table={quoted(relation.table)}")
    items.append(_strings("references_columns=", relation.references_columns))
    if relation.constraint:
        items.append(f"constraint={quoted(relation.constraint)}")
    if relation.junction:
        table, columns, references = relation.junction
        parts: list[Item] = [
            f"table={quoted(table)}",
            _strings("columns=", columns),
            _strings("references_columns=", references),
        ]
        items.append(Group("junction=JunctionInfo(", parts, ")"))
    return Group("RelationInfo(", items, ")")


def _strings(lead: str, names: Sequence[str]) -> Group:
    return Group(f"{lead}(", [quoted(name) for name in names], ")", is_tuple=True)
