"""The rules, a module for each family; importing this fills the catalogue."""

from fluentorm.lint.rules import (
    compatibility,
    data_loss,
    data_movement,
    history,
    lock_scope,
    locks,
    partitions,
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
    "data_loss",
    "data_movement",
    "history",
    "lock_scope",
    "locks",
    "partitions",
    "rewrites",
    "security",
    "style",
    "suppression",
    "trace",
    "transactions",
    "versions",
]
