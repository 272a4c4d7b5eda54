"""What generated models import; small, and free of the tool."""

from fluentorm.query.info import (
    ColumnInfo,
    JunctionInfo,
    RelationInfo,
    TableInfo,
    UniqueInfo,
)
from fluentorm.query.inputs import UNSET, Input, Unset, given
from fluentorm.runtime.fields import FetchMany, FetchOne, Field, Many, NullableField, One
from fluentorm.runtime.json_data import JsonInput, JsonValue
from fluentorm.runtime.model import AnyModel, Model
from fluentorm.runtime.registry import ModelRegistry, lazy_exports

__all__ = [
    "UNSET",
    "AnyModel",
    "ColumnInfo",
    "FetchMany",
    "FetchOne",
    "Field",
    "Input",
    "JsonInput",
    "JsonValue",
    "JunctionInfo",
    "Many",
    "Model",
    "ModelRegistry",
    "NullableField",
    "One",
    "RelationInfo",
    "TableInfo",
    "UniqueInfo",
    "Unset",
    "given",
    "lazy_exports",
]
