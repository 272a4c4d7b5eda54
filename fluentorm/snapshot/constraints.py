"""Constraints and indexes as JSON data and back; what equals its default is left out."""

from __future__ import annotations

from typing import assert_never

from fluentorm.schema.objects import (
    Action,
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    IndexKey,
    Match,
    PrimaryKey,
    Unique,
)
from fluentorm.snapshot.values import JsonDict, decode_options, encode_options


def encode_constraint(constraint: Constraint) -> JsonDict:
    """Return a constraint as a dict."""
    data: JsonDict = {"name": constraint.name}
    match constraint:
        case PrimaryKey():
            data["kind"] = "primary_key"
            data["columns"] = list(constraint.columns)
        case Unique():
            data["kind"] = "unique"
            data["columns"] = list(constraint.columns)
            if constraint.nulls_not_distinct:
                data["nulls_not_distinct"] = True
        case Check():
            data["kind"] = "check"
            data["expression"] = constraint.expression
            if constraint.no_inherit:
                data["no_inherit"] = True
        case ForeignKey():
            data |= _encode_foreign_key(constraint)
        case Exclusion():
            data |= _encode_exclusion(constraint)
        case _:
            assert_never(constraint)
    data |= _encode_state(constraint)
    if constraint.comment is not None:
        data["comment"] = constraint.comment
    return data


def _encode_state(constraint: Constraint) -> JsonDict:
    """Return what a constraint shares with some of the others."""
    data: JsonDict = {}
    if isinstance(constraint, PrimaryKey | Unique | Exclusion):
        if constraint.include:
            data["include"] = list(constraint.include)
        if not isinstance(constraint, Exclusion) and constraint.without_overlaps:
            data["without_overlaps"] = True
        if constraint.storage:
            data["storage"] = encode_options(constraint.storage)
    if not isinstance(constraint, Check):
        if constraint.deferrable:
            data["deferrable"] = True
        if constraint.initially_deferred:
            data["initially_deferred"] = True
    if isinstance(constraint, Check | ForeignKey):
        if not constraint.validated:
            data["validated"] = False
        if not constraint.enforced:
            data["enforced"] = False
    return data


def _encode_foreign_key(key: ForeignKey) -> JsonDict:
    data: JsonDict = {
        "kind": "foreign_key",
        "columns": list(key.columns),
        "references_table": key.references_table,
        "references_columns": list(key.references_columns),
    }
    if key.on_delete is not Action.NO_ACTION:
        data["on_delete"] = key.on_delete.value
    if key.on_delete_columns:
        data["on_delete_columns"] = list(key.on_delete_columns)
    if key.on_update is not Action.NO_ACTION:
        data["on_update"] = key.on_update.value
    if key.match is not Match.SIMPLE:
        data["match"] = key.match.value
    if key.period:
        data["period"] = True
    return data


def _encode_exclusion(constraint: Exclusion) -> JsonDict:
    data: JsonDict = {
        "kind": "exclusion",
        "elements": [[_encode_key(key), operator] for key, operator in constraint.elements],
        "method": constraint.method,
    }
    if constraint.where is not None:
        data["where"] = constraint.where
    return data


def decode_constraint(data: JsonDict) -> Constraint:
    """Return the constraint that ``encode_constraint`` was given."""
    name, kind, comment, get = data["name"], data["kind"], data.get("comment"), data.get
    if kind == "check":
        return Check(
            name=name,
            expression=data["expression"],
            no_inherit=get("no_inherit", False),
            validated=get("validated", True),
            enforced=get("enforced", True),
            comment=comment,
        )
    if kind == "foreign_key":
        return _decode_foreign_key(data)
    deferrable = get("deferrable", False)
    deferred = get("initially_deferred", False)
    include = tuple(get("include", ()))
    storage = decode_options(get("storage", {}))
    if kind == "exclusion":
        return Exclusion(
            name=name,
            elements=tuple((_decode_key(key), operator) for key, operator in data["elements"]),
            method=data["method"],
            include=include,
            where=get("where"),
            storage=storage,
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    if kind == "primary_key":
        return PrimaryKey(
            name=name,
            columns=tuple(data["columns"]),
            include=include,
            without_overlaps=get("without_overlaps", False),
            storage=storage,
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    if kind == "unique":
        return Unique(
            name=name,
            columns=tuple(data["columns"]),
            nulls_not_distinct=get("nulls_not_distinct", False),
            include=include,
            without_overlaps=get("without_overlaps", False),
            storage=storage,
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    raise ValueError(f'no constraint is of kind "{kind}"')


def _decode_foreign_key(data: JsonDict) -> ForeignKey:
    get = data.get
    return ForeignKey(
        name=data["name"],
        columns=tuple(data["columns"]),
        references_table=data["references_table"],
        references_columns=tuple(data["references_columns"]),
        on_delete=Action(get("on_delete", "no_action")),
        on_update=Action(get("on_update", "no_action")),
        match=Match(get("match", "simple")),
        on_delete_columns=tuple(get("on_delete_columns", ())),
        period=get("period", False),
        validated=get("validated", True),
        enforced=get("enforced", True),
        deferrable=get("deferrable", False),
        initially_deferred=get("initially_deferred", False),
        comment=get("comment"),
    )


def encode_index(index: Index) -> JsonDict:
    """Return an index as a dict."""
    data: JsonDict = {"name": index.name, "keys": [_encode_key(key) for key in index.keys]}
    if index.unique:
        data["unique"] = True
    if index.method != "btree":
        data["method"] = index.method
    if index.include:
        data["include"] = list(index.include)
    if index.where is not None:
        data["where"] = index.where
    if index.nulls_not_distinct:
        data["nulls_not_distinct"] = True
    if index.storage:
        data["storage"] = encode_options(index.storage)
    if index.statistics:
        data["statistics"] = [list(pair) for pair in index.statistics]
    if index.comment is not None:
        data["comment"] = index.comment
    return data


def decode_index(data: JsonDict) -> Index:
    """Return the index that ``encode_index`` was given."""
    get = data.get
    return Index(
        name=data["name"],
        keys=tuple(_decode_key(key) for key in data["keys"]),
        unique=get("unique", False),
        method=get("method", "btree"),
        include=tuple(get("include", ())),
        where=get("where"),
        nulls_not_distinct=get("nulls_not_distinct", False),
        storage=decode_options(get("storage", {})),
        statistics=tuple((number, target) for number, target in get("statistics", ())),
        comment=get("comment"),
    )


def _encode_key(key: IndexKey) -> str | JsonDict:
    """Return the name alone for a plain column, which almost every key is."""
    data: JsonDict = {}
    if key.column is not None:
        data["column"] = key.column
    if key.expression is not None:
        data["expression"] = key.expression
    if key.descending:
        data["descending"] = True
    if key.nulls_first is not None:
        data["nulls_first"] = key.nulls_first
    if key.opclass is not None:
        data["opclass"] = key.opclass
    if key.collation is not None:
        data["collation"] = key.collation
    if len(data) == 1 and key.column is not None:
        return key.column
    return data


def _decode_key(data: str | JsonDict) -> IndexKey:
    return IndexKey(column=data) if isinstance(data, str) else IndexKey(**data)
