"""What generated models import; small, and free of the tool."""

from fluentorm.runtime.info import (
    ColumnInfo,
    JunctionInfo,
    RelationInfo,
    TableInfo,
    UniqueInfo,
)
from fluentorm.runtime.json_data import JsonInput, JsonValue
from fluentorm.runtime.model import AnyModel, Model
from fluentorm.runtime.registry import ModelRegistry, lazy_exports
from fluentorm.runtime.unset import UNSET, Input, Unset, given

__all__ = [
    "UNSET",
    "AnyModel",
    "ColumnInfo",
    "Input",
    "JsonInput",
    "JsonValue",
    "JunctionInfo",
    "Model",
    "ModelRegistry",
    "RelationInfo",
    "TableInfo",
    "UniqueInfo",
    "Unset",
    "given",
    "lazy_exports",
]
