"""Schema-first PostgreSQL: declare tables once, get proven migrations and typed models.

The public names are listed here, once. Each is imported when it is first used, so that an
application that only needs the errors does not load the builder.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.async_database import AsyncDatabase, AsyncTransaction
    from fluentorm.dialects.postgres.database import Database, Transaction
    from fluentorm.dialects.postgres.query.cache import build_sql
    from fluentorm.errors import (
        ChecksumMismatch,
        CheckViolation,
        CodegenError,
        ConfigError,
        ConnectionFailed,
        DatabaseError,
        DeadlockDetected,
        DialectError,
        DiffError,
        EmbeddedError,
        ExclusionViolation,
        Failed,
        FileFormat,
        FluentError,
        ForeignKeyViolation,
        GenerationError,
        Interrupted,
        InvalidSql,
        InvalidValue,
        Irreversible,
        LockNotAvailable,
        LockTimeout,
        MigrationError,
        MissingFile,
        MultipleRows,
        NotFound,
        NotLoaded,
        NotNullViolation,
        OutOfOrder,
        PermissionDenied,
        Place,
        Problem,
        QueryCanceled,
        QueryError,
        ReadOnly,
        SchemaError,
        SeedError,
        SerializationFailure,
        SnapshotDamaged,
        SnapshotError,
        UndefinedColumn,
        UndefinedTable,
        UnfilteredWrite,
        UniqueViolation,
        UnknownVersion,
        UnsupportedOperation,
        VerificationFailed,
    )
    from fluentorm.query.program import AsyncExecutor, Executor
    from fluentorm.registry.evaluate import load_schemas
    from fluentorm.runtime.alias import alias
    from fluentorm.schema.builder import TableSchema
    from fluentorm.schema.builder_indexes import Index
    from fluentorm.schema.database_builder import DatabaseSchema
    from fluentorm.schema.hints import AutoGenerate, InputMode, RelationKind
    from fluentorm.schema.objects import Action, Column, IndexKey, Match, SchemaModel, Table
    from fluentorm.schema.sql_text import SqlText, sql

__version__ = "0.1.0"

# Module -> its public names.
_PUBLIC = {
    "fluentorm.dialects.postgres.async_database": (
        "AsyncDatabase",
        "AsyncTransaction",
    ),
    "fluentorm.dialects.postgres.database": (
        "Database",
        "Transaction",
    ),
    "fluentorm.dialects.postgres.query.cache": ("build_sql",),
    "fluentorm.query.program": ("AsyncExecutor", "Executor"),
    "fluentorm.runtime.alias": ("alias",),
    "fluentorm.schema.builder": ("TableSchema",),
    "fluentorm.schema.builder_indexes": ("Index",),
    "fluentorm.schema.database_builder": ("DatabaseSchema",),
    "fluentorm.schema.sql_text": ("SqlText", "sql"),
    "fluentorm.schema.hints": ("AutoGenerate", "InputMode", "RelationKind"),
    "fluentorm.schema.objects": ("Action", "Column", "IndexKey", "Match", "SchemaModel", "Table"),
    "fluentorm.registry.evaluate": ("load_schemas",),
    "fluentorm.errors": (
        "CheckViolation",
        "ChecksumMismatch",
        "CodegenError",
        "ConfigError",
        "ConnectionFailed",
        "DatabaseError",
        "DeadlockDetected",
        "DialectError",
        "DiffError",
        "EmbeddedError",
        "ExclusionViolation",
        "Failed",
        "FileFormat",
        "FluentError",
        "ForeignKeyViolation",
        "GenerationError",
        "Interrupted",
        "InvalidSql",
        "InvalidValue",
        "Irreversible",
        "LockNotAvailable",
        "LockTimeout",
        "MigrationError",
        "MissingFile",
        "MultipleRows",
        "NotFound",
        "NotLoaded",
        "NotNullViolation",
        "OutOfOrder",
        "PermissionDenied",
        "Place",
        "Problem",
        "QueryCanceled",
        "QueryError",
        "ReadOnly",
        "SchemaError",
        "SeedError",
        "SerializationFailure",
        "SnapshotDamaged",
        "SnapshotError",
        "UndefinedColumn",
        "UndefinedTable",
        "UnfilteredWrite",
        "UniqueViolation",
        "UnknownVersion",
        "UnsupportedOperation",
        "VerificationFailed",
    ),
}
_MODULES = {name: module for module, names in _PUBLIC.items() for name in names}

__all__ = [
    "Action",
    "AsyncDatabase",
    "AsyncExecutor",
    "AsyncTransaction",
    "AutoGenerate",
    "CheckViolation",
    "ChecksumMismatch",
    "CodegenError",
    "Column",
    "ConfigError",
    "ConnectionFailed",
    "Database",
    "DatabaseError",
    "DatabaseSchema",
    "DeadlockDetected",
    "DialectError",
    "DiffError",
    "EmbeddedError",
    "ExclusionViolation",
    "Executor",
    "Failed",
    "FileFormat",
    "FluentError",
    "ForeignKeyViolation",
    "GenerationError",
    "Index",
    "IndexKey",
    "InputMode",
    "Interrupted",
    "InvalidSql",
    "InvalidValue",
    "Irreversible",
    "LockNotAvailable",
    "LockTimeout",
    "Match",
    "MigrationError",
    "MissingFile",
    "MultipleRows",
    "NotFound",
    "NotLoaded",
    "NotNullViolation",
    "OutOfOrder",
    "PermissionDenied",
    "Place",
    "Problem",
    "QueryCanceled",
    "QueryError",
    "ReadOnly",
    "RelationKind",
    "SchemaError",
    "SchemaModel",
    "SeedError",
    "SerializationFailure",
    "SnapshotDamaged",
    "SnapshotError",
    "SqlText",
    "Table",
    "TableSchema",
    "Transaction",
    "UndefinedColumn",
    "UndefinedTable",
    "UnfilteredWrite",
    "UniqueViolation",
    "UnknownVersion",
    "UnsupportedOperation",
    "VerificationFailed",
    "__version__",
    "alias",
    "build_sql",
    "load_schemas",
    "sql",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
