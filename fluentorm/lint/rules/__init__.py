"""The rules, a module for each family; importing this fills the catalogue."""

from fluentorm.lint.rules import (
    compatibility,
    constraints,
    data_loss,
    data_movement,
    history,
    indexes,
    lock_scope,
    partitions,
    replication,
    rewrites,
    security,
    style,
    suppression,
    trace,
    transactions,
    versions,
)

__all__ = [
    "compatibility",
    "constraints",
    "data_loss",
    "data_movement",
    "history",
    "indexes",
    "lock_scope",
    "partitions",
    "replication",
    "rewrites",
    "security",
    "style",
    "suppression",
    "trace",
    "transactions",
    "versions",
]
