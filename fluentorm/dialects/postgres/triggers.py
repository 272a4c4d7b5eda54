"""Triggers, rules, policies and event triggers as statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.builtin import routine_name
from fluentorm.dialects.postgres.clauses import (
    alter_table,
    changed_comment,
    closed,
    comments,
    in_parentheses,
    joined,
)
from fluentorm.dialects.postgres.privileges import roles
from fluentorm.schema.privileges import PUBLIC
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import Enabled, EventTrigger, Policy, Rule, Trigger

_ENABLE: dict[Enabled, str] = {
    "origin": "ENABLE",
    "always": "ENABLE ALWAYS",
    "replica": "ENABLE REPLICA",
    "disabled": "DISABLE",
}


def target(item: Trigger | Rule | Policy) -> str:
    """Return the name of a part of a table, as DROP and COMMENT take it."""
    kind = type(item).__name__.upper()
    return f"{kind} {quote(item.name)} ON {quote_name(item.table)}"


def create_trigger(trigger: Trigger) -> tuple[str, ...]:
    """Return the statements for a new trigger."""
    return (
        _trigger(trigger, "CREATE"),
        *_enabled("TRIGGER", trigger, "origin"),
        *comments([(target(trigger), trigger.comment)]),
    )


def alter_trigger(before: Trigger, after: Trigger) -> tuple[str, ...]:
    """Return the statements that change a trigger; one that is replaced fires as a new one does."""
    same = before == replace(after, enabled=before.enabled, comment=before.comment)
    return (
        *(() if same else (_trigger(after, "CREATE OR REPLACE"),)),
        *_enabled("TRIGGER", after, before.enabled if same else "origin"),
        *changed_comment(target(after), before.comment, after.comment),
    )


def create_rule(rule: Rule) -> tuple[str, ...]:
    """Return the statements for a new rule."""
    return (
        f"CREATE RULE {quote(rule.name)} AS\n{closed(rule.definition)}",
        *_enabled("RULE", rule, "origin"),
        *comments([(target(rule), rule.comment)]),
    )


def alter_rule(before: Rule, after: Rule) -> tuple[str, ...]:
    """Return the statements that change a rule; a replaced one keeps when it fires."""
    same = before.definition == after.definition
    replaced = f"CREATE OR REPLACE RULE {quote(after.name)} AS\n{closed(after.definition)}"
    return (
        *(() if same else (replaced,)),
        *_enabled("RULE", after, before.enabled),
        *changed_comment(target(after), before.comment, after.comment),
    )


def create_policy(policy: Policy) -> tuple[str, ...]:
    """Return the statements for a new policy."""
    parts = [f"CREATE {target(policy)}"]
    if not policy.permissive:
        parts.append("AS RESTRICTIVE")
    if policy.command != "ALL":
        parts.append(f"FOR {policy.command}")
    if policy.roles:
        parts.append(f"TO {roles(policy.roles)}")
    if policy.using is not None:
        parts.append(f"USING {in_parentheses(policy.using)}")
    if policy.check is not None:
        parts.append(f"WITH CHECK {in_parentheses(policy.check)}")
    return (joined(parts), *comments([(target(policy), policy.comment)]))


def alter_policy(before: Policy, after: Policy) -> tuple[str, ...]:
    """Return the statements that change a policy's roles and expressions."""
    parts = []
    if before.roles != after.roles:
        parts.append(f"TO {roles(after.roles or (PUBLIC,))}")
    if after.using is not None and before.using != after.using:
        parts.append(f"USING {in_parentheses(after.using)}")
    if after.check is not None and before.check != after.check:
        parts.append(f"WITH CHECK {in_parentheses(after.check)}")
    return (
        *((joined([f"ALTER {target(after)}", *parts]),) if parts else ()),
        *changed_comment(target(after), before.comment, after.comment),
    )


def create_event_trigger(trigger: EventTrigger) -> tuple[str, ...]:
    """Return the statements for a new event trigger."""
    name = f"EVENT TRIGGER {quote(trigger.name)}"
    parts = [f"CREATE {name} ON {quote(trigger.event)}"]
    if trigger.tags:
        parts.append(f"WHEN TAG IN ({', '.join(quote_literal(tag) for tag in trigger.tags)})")
    parts.append(f"EXECUTE FUNCTION {routine_name(trigger.function, '')}()")
    enabled = () if trigger.enabled == "origin" else (f"ALTER {name} {_ENABLE[trigger.enabled]}",)
    return (joined(parts), *enabled, *comments([(name, trigger.comment)]))


def alter_event_trigger(before: EventTrigger, after: EventTrigger) -> tuple[str, ...]:
    """Return the statements that change when an event trigger fires."""
    name = f"EVENT TRIGGER {quote(after.name)}"
    changed = before.enabled != after.enabled
    return (
        *((f"ALTER {name} {_ENABLE[after.enabled]}",) if changed else ()),
        *changed_comment(name, before.comment, after.comment),
    )


def _trigger(trigger: Trigger, verb: str) -> str:
    kind = "CONSTRAINT TRIGGER" if trigger.constraint else "TRIGGER"
    parts = [
        f"{verb} {kind} {quote(trigger.name)}",
        f"{trigger.timing} {_events(trigger)} ON {quote_name(trigger.table)}",
    ]
    if trigger.references_table is not None:
        parts.append(f"FROM {quote_name(trigger.references_table)}")
    if trigger.initially_deferred:
        parts.append("DEFERRABLE INITIALLY DEFERRED")
    elif trigger.deferrable:
        parts.append("DEFERRABLE")
    tables = (("OLD", trigger.old_table), ("NEW", trigger.new_table))
    if named := [f"{word} TABLE AS {quote(name)}" for word, name in tables if name is not None]:
        parts.append(f"REFERENCING {' '.join(named)}")
    parts.append(f"FOR EACH {'ROW' if trigger.each_row else 'STATEMENT'}")
    if trigger.when is not None:
        parts.append(f"WHEN {in_parentheses(trigger.when)}")
    parts.append(f"EXECUTE FUNCTION {trigger.call}")
    return joined(parts)


def _events(trigger: Trigger) -> str:
    columns = ", ".join(quote(column) for column in trigger.columns)
    events = (
        f"UPDATE OF {columns}" if event == "UPDATE" and columns else event
        for event in trigger.events
    )
    return " OR ".join(events)


def _enabled(kind: str, item: Trigger | Rule, before: Enabled) -> tuple[str, ...]:
    if item.enabled == before:
        return ()
    return (alter_table(item.table, [f"{_ENABLE[item.enabled]} {kind} {quote(item.name)}"]),)
