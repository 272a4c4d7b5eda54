"""The options of triggers, rules, policies and statistics, as calls take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from fluentorm.schema.sql_text import SqlText


class TriggerOptions(TypedDict, total=False):
    """What may be said about a trigger besides its name, timing, events and function.

    ``columns`` are those of UPDATE OF; ``each_row`` (True) or once for each statement; ``when`` is
    SQL over OLD and NEW; ``old_table`` and ``new_table`` name the transition tables. A
    ``constraint`` trigger may have ``references_table`` and be ``deferrable``. ``enabled`` is
    ``origin`` (the usual), ``always``, ``replica`` or ``disabled``.
    """

    columns: Iterable[str] | str
    each_row: bool
    when: SqlText | str | None
    old_table: str | None
    new_table: str | None
    constraint: bool
    references_table: str | None
    deferrable: bool
    initially_deferred: bool
    enabled: str
    comment: str | None
    renamed_from: str | None


class RuleOptions(TypedDict, total=False):
    """What may be said about a rule besides its name and definition; ``enabled`` as triggers'."""

    enabled: str
    comment: str | None
    renamed_from: str | None


class PolicyOptions(TypedDict, total=False):
    """What may be said about a row-level security policy.

    ``command`` is ``all``, ``select``, ``insert``, ``update`` or ``delete``; ``permissive`` (True)
    or restrictive; ``roles`` (everybody) to whom it applies; ``using`` is SQL for the rows that
    are seen, ``check`` for those that are written.
    """

    command: str
    permissive: bool
    roles: Iterable[str] | str
    using: SqlText | str | None
    check: SqlText | str | None
    comment: str | None
    renamed_from: str | None


class StatisticsOptions(TypedDict, total=False):
    """What may be said about extended statistics besides name and columns.

    ``kinds`` are of ``ndistinct``, ``dependencies`` and ``mcv`` (all); ``target`` their size.
    """

    kinds: Iterable[str] | str
    target: int | None
    comment: str | None
    renamed_from: str | None
