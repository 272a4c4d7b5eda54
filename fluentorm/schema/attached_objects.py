"""Triggers, rules, policies and statistics: what hangs on a table or a view.

A TableSchema declares them for its own table, a DatabaseSchema for any relation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, cast

from fluentorm.schema.attached_options import (
    PolicyOptions,
    RuleOptions,
    StatisticsOptions,
    TriggerOptions,
)
from fluentorm.schema.builder_calls import Calls
from fluentorm.schema.database_objects import Enabled, Policy, Rule, Statistics, Trigger
from fluentorm.schema.objects import AnyOrder
from fluentorm.schema.sql_text import SqlText, quote_identifier
from fluentorm.schema.tokens import tokens

_TIMINGS = ("before", "after", "instead_of")
_EVENTS = ("insert", "update", "delete", "truncate")
_ENABLED = ("origin", "always", "replica", "disabled")
_COMMANDS = ("all", "select", "insert", "update", "delete")
_KINDS = ("ndistinct", "dependencies", "mcv")


def read_trigger(
    calls: Calls,
    name: object,
    table: object,
    timing: object,
    events: Iterable[str] | str,
    call: object,
    options: TriggerOptions,
) -> Trigger | None:
    """Return the trigger that these arguments mean; report what is wrong with it."""
    given, relation = calls._name("a trigger", name), calls._key_name("a trigger's table", table)
    if given is None or relation is None:
        return None
    what = f'trigger "{given}"'
    calls._known_options(what, options, TriggerOptions)
    when = calls._word(f"the timing of {what}", timing, _TIMINGS).upper().replace("_", " ")
    constraint = calls._flag(f"constraint of {what}", options.get("constraint", False))
    columns = options.get("columns") or ()
    references = options.get("references_table")
    function = calls._text(f"the call of {what}", call) or ""
    late = calls._flag(f"initially_deferred of {what}", options.get("initially_deferred", False))
    return Trigger(
        name=given,
        table=relation,
        timing=cast("Literal['BEFORE', 'AFTER', 'INSTEAD OF']", when),
        events=_events(calls, what, events),
        call=function if function.rstrip().endswith(")") else f"{function}()",
        columns=calls._names(f"columns of {what}", columns) if columns else (),
        each_row=calls._flag(f"each_row of {what}", options.get("each_row", True)),
        when=calls._text(f"when of {what}", options.get("when")),
        old_table=calls._text(f"old_table of {what}", options.get("old_table")),
        new_table=calls._text(f"new_table of {what}", options.get("new_table")),
        constraint=constraint,
        references_table=None
        if references is None
        else calls._key_name(f"the table that {what} references", references),
        deferrable=calls._flag(f"deferrable of {what}", options.get("deferrable", False)) or late,
        initially_deferred=late,
        enabled=enabled_word(calls, what, options.get("enabled", "origin")),
        **calls._ending(what, options.get("comment"), options.get("renamed_from")),
    )


def read_rule(
    calls: Calls, name: object, table: object, definition: object, options: RuleOptions
) -> Rule | None:
    """Return the rule that these arguments mean; report what is wrong with it."""
    given, relation = calls._name("a rule", name), calls._key_name("a rule's table", table)
    if given is None or relation is None:
        return None
    what = f'rule "{given}"'
    calls._known_options(what, options, RuleOptions)
    return Rule(
        name=given,
        table=relation,
        definition=statement(calls._text(f"the definition of {what}", definition) or ""),
        enabled=enabled_word(calls, what, options.get("enabled", "origin")),
        **calls._ending(what, options.get("comment"), options.get("renamed_from")),
    )


def read_policy(calls: Calls, name: object, table: object, options: PolicyOptions) -> Policy | None:
    """Return the policy that these arguments mean; report what is wrong with it."""
    given, relation = calls._name("a policy", name), calls._key_name("a policy's table", table)
    if given is None or relation is None:
        return None
    what = f'policy "{given}"'
    calls._known_options(what, options, PolicyOptions)
    command = calls._word(f"the command of {what}", options.get("command", "all"), _COMMANDS)
    roles = options.get("roles") or ()
    names = calls._names(f"roles of {what}", roles, "role") if roles else ()
    return Policy(
        name=given,
        table=relation,
        command=cast("Literal['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']", command.upper()),
        permissive=calls._flag(f"permissive of {what}", options.get("permissive", True)),
        # PUBLIC among the roles makes the others meaningless (policy_role_list_to_array).
        roles=() if any(name.lower() == "public" for name in names) else AnyOrder(names),
        using=calls._text(f"using of {what}", options.get("using")),
        check=calls._text(f"check of {what}", options.get("check")),
        **calls._ending(what, options.get("comment"), options.get("renamed_from")),
    )


def read_statistics(
    calls: Calls,
    name: object,
    table: object,
    columns: Iterable[SqlText | str] | SqlText | str,
    options: StatisticsOptions,
) -> Statistics | None:
    """Return the statistics object that these arguments mean; report what is wrong with it."""
    relation = calls._key_name("the table of statistics", table)
    given = calls._key_name("statistics", name)
    if given is None or relation is None:
        return None
    what = f'statistics "{given}"'
    calls._known_options(what, options, StatisticsOptions)
    kinds = options.get("kinds") or ()
    words = calls._names(f"kinds of {what}", kinds, "kind") if kinds else ()
    chosen = {calls._word(f"a kind of {what}", word, _KINDS) for word in words}
    ending: dict[str, Any] = calls._ending(what, options.get("comment"), None)
    ending["renamed_from"] = calls._old_key(what, options.get("renamed_from"))
    return Statistics(
        name=given,
        table=relation,
        columns=_statistics_columns(calls, what, columns),
        # All of them are what PostgreSQL makes by itself.
        kinds=tuple(kind for kind in _KINDS if kind in chosen) if len(chosen) < 3 else (),
        target=calls._number(f"target of {what}", options.get("target")),
        **ending,
    )


def statement(text: str) -> str:
    """Return a statement without white space and semicolons around it."""
    return text.strip().rstrip(";").rstrip()


def in_parentheses(text: str) -> bool:
    """Say whether one pair of parentheses stands around the whole of an expression.

    >>> in_parentheses("(a + b)"), in_parentheses("(a) + (b)")
    (True, False)
    """
    depth = 0
    solid = [token.text for token in tokens(text) if token.kind != "space"]
    for position, word in enumerate(solid, start=1):
        depth += (word == "(") - (word == ")")
        if depth == 0:
            return position == len(solid) and position > 1
    return False


def _events(calls: Calls, what: str, given: Iterable[str] | str) -> tuple[str, ...]:
    if isinstance(given, str):
        given = given.lower().replace(" or ", ",").replace(" ", "").split(",")
    words = calls._names(f"the events of {what}", given, "event")
    chosen = {calls._word(f"an event of {what}", word, _EVENTS) for word in words}
    return tuple(event.upper() for event in _EVENTS if event in chosen)


def enabled_word(calls: Calls, what: str, given: object) -> Enabled:
    """Return when a trigger or a rule fires; report what is no such word."""
    return cast("Enabled", calls._word(f"enabled of {what}", given, _ENABLED))


def _statistics_columns(calls: Calls, what: str, given: object) -> tuple[str, ...]:
    items = [given] if isinstance(given, str | SqlText) else given
    if not isinstance(items, Iterable):
        calls._problem(f"{what} needs a list of columns, not {items!r}")
        return ()
    found = []
    for item in items:
        if isinstance(item, SqlText):
            text = (calls._text(f"an expression of {what}", item) or "").strip()
            found.append(text if in_parentheses(text) else f"({text})")
        else:
            name = calls._name(f"a column of {what}", item)
            found += [] if name is None else [quote_identifier(name)]
    return tuple(found)
