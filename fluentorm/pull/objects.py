"""The objects that belong to no table, as calls of a DatabaseSchema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.pull.attached import attached_call
from fluentorm.pull.calls import Call, call
from fluentorm.pull.constraints import index_arguments
from fluentorm.pull.values import (
    default_value,
    granted,
    grants,
    names,
    parameters,
    sequence_settings,
)
from fluentorm.schema.database_objects import (
    Aggregate,
    Collation,
    CompositeType,
    DefaultPrivileges,
    Domain,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
)
from fluentorm.schema.qualified import qualify, split
from fluentorm.schema.sql_text import SqlText

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Enum

_OWN_COSTS = {"c": 1.0, "internal": 1.0}


def enum_call(enum: Enum) -> Call:
    """Return the call of an enum type that is declared by itself."""
    return call(
        "enum",
        name=enum.name,
        values=list(enum.values),
        comment=enum.comment,
        **granted(enum.privileges),
    )


def object_call(item: DatabaseObject) -> Call:
    """Return the call of an object of any kind."""
    match item:
        case Trigger() | Rule() | Policy() | Statistics():
            return attached_call(item, of_table=False)
        case View() | MaterializedView():
            return _view(item)
        case Routine():
            return _routine(item)
        case Aggregate():
            return _aggregate(item)
        case EventTrigger() | Publication() | DefaultPrivileges():
            return _of_database(item)
        case _:
            return _of_types(item)


def _of_types(
    item: Namespace | Extension | Collation | Domain | CompositeType | RangeType | Sequence,
) -> Call:
    match item:
        case Namespace():
            return call(
                "namespace", name=item.name, comment=item.comment, **granted(item.privileges)
            )
        case Extension():
            return call(
                "extension",
                name=item.name,
                namespace=item.namespace,
                version=item.version,
                comment=item.comment,
            )
        case Collation():
            return _collation(item)
        case Domain():
            return _domain(item)
        case CompositeType():
            attributes = {
                a.name: _either("type", a.type, collation=a.collation, comment=a.comment)
                for a in item.attributes
            }
            return _described("composite_type", item, attributes=attributes)
        case RangeType():
            return _described(
                "range_type",
                item,
                subtype=item.subtype,
                opclass=item.opclass,
                collation=item.collation,
                canonical=item.canonical,
                subtype_diff=item.subtype_diff,
                multirange=item.multirange,
            )
        case Sequence():
            return _described(
                "sequence",
                item,
                type=None if item.type == "bigint" else item.type,
                **sequence_settings(item.options),
                unlogged=item.unlogged,
                owned_by=_column(item),
            )


def _described(
    method: str,
    item: Domain | CompositeType | RangeType | Sequence | Routine | Aggregate,
    **arguments: object,
) -> Call:
    return call(
        method,
        name=item.name,
        **arguments,
        comment=item.comment,
        **granted(item.privileges),
    )


def _either(main: str, value: object, **more: object) -> object:
    """Return the main part alone, or a dict of all where there is more."""
    rest = call("", **more).arguments
    return {main: value, **rest} if rest else value


def _collation(item: Collation) -> Call:
    made = call(
        "collation",
        name=item.name,
        provider=None if item.provider == "icu" else item.provider,
        locale=item.locale,
        lc_collate=item.lc_collate,
        lc_ctype=item.lc_ctype,
        rules=item.rules,
        comment=item.comment,
    )
    if item.deterministic:
        return made
    return Call(method=made.method, arguments={**made.arguments, "deterministic": False})


def _domain(item: Domain) -> Call:
    checks = {}
    for check in item.checks:
        value = _either("expression", check.expression, comment=check.comment)
        if not check.validated:
            spread = value if isinstance(value, dict) else {"expression": value}
            value = {**spread, "validated": False}
        checks[check.name] = value
    made = _described("domain", item, type=item.type, collation=item.collation, checks=checks)
    arguments = dict(made.arguments)
    not_null = call("", name=item.not_null_name, comment=item.not_null_comment).arguments
    if not_null and not item.nullable:
        short = item.not_null_comment is None
        arguments["not_null"] = item.not_null_name if short else not_null
    elif not item.nullable:
        arguments["nullable"] = False
    if item.default is not None:
        arguments["default"] = default_value(item.default, item.type)
    return Call(method=made.method, arguments=arguments)


def _column(item: Sequence) -> str | None:
    """Return the column of a sequence as a dotted name."""
    ref = item.owned_by
    if ref is None or ref.part is None:
        return None
    namespace, table = split(ref.name)
    parts = (table, ref.part) if namespace == "public" else (namespace, table, ref.part)
    return ".".join(qualify("public", part) for part in parts)


def _view(item: View | MaterializedView) -> Call:
    columns = {
        c.name: call(
            "",
            default=None if c.default is None else SqlText(c.default),
            statistics=c.statistics,
            comment=c.comment,
            **granted(c.privileges),
        ).arguments
        for c in item.columns
    }
    if isinstance(item, View):
        own = {
            name: value == "true" if value in ("true", "false") else value
            for name, value in item.options
        }
        made = call("view", name=item.name, query=item.query, names=list(item.names))
        # A flag that is false is said where the database has it so.
        made = Call(method="view", arguments={**made.arguments, **own})
    else:
        made = call(
            "materialized_view",
            name=item.name,
            query=item.query,
            names=list(item.names),
            storage=parameters(item.storage),
            indexes=[index_arguments(index) for index in item.indexes],
            cluster_on=item.cluster_on,
        )
        if not item.populated:
            made = Call(method=made.method, arguments={**made.arguments, "populated": False})
    rest = call("", columns=columns, comment=item.comment, **granted(item.privileges))
    return Call(method=made.method, arguments={**made.arguments, **rest.arguments})


def _routine(item: Routine) -> Call:
    return _described(
        "procedure" if item.procedure else "function",
        item,
        arguments=item.arguments or None,
        returns=item.returns,
        language=None if item.language == "sql" else item.language,
        volatility=None if item.volatility == "volatile" else item.volatility,
        strict=item.strict,
        security_definer=item.security_definer,
        leakproof=item.leakproof,
        window=item.window,
        parallel=None if item.parallel == "unsafe" else item.parallel,
        cost=_number(item.cost),
        rows=_number(item.rows),
        support=item.support,
        settings=dict(item.settings),
        library=item.library,
        body=item.body,
    )


def _number(value: float | None) -> object:
    return int(value) if value is not None and value == int(value) else value


def _aggregate(item: Aggregate) -> Call:
    definition = {name: _parameter(name, text) for name, text in item.definition}
    return _described("aggregate", item, arguments=item.arguments, **definition)


def _parameter(name: str, text: str) -> object:
    if name in ("initcond", "minitcond"):
        return SqlText(text)
    if text == "true":
        return True
    return int(text) if text.isdigit() else text


def _of_database(item: EventTrigger | Publication | DefaultPrivileges) -> Call:
    match item:
        case EventTrigger():
            return call(
                "event_trigger",
                name=item.name,
                event=item.event,
                function=item.function,
                tags=list(item.tags),
                enabled=None if item.enabled == "origin" else item.enabled,
                comment=item.comment,
            )
        case Publication():
            return _publication(item)
        case DefaultPrivileges():
            return call(
                "default_privileges",
                objects=item.objects,
                grants=grants(item.privileges.grants),
                revokes=grants(item.privileges.revokes),
                role=item.role,
                namespace=item.namespace,
            )


def _publication(item: Publication) -> Call:
    options = dict(item.options)
    publish = options.pop("publish", None)
    parts = {
        t.table: call("", columns=list(t.columns), where=t.where).arguments for t in item.tables
    }
    tables: object = parts if any(parts.values()) else list(parts)
    made = call(
        "publication",
        name=item.name,
        tables=tables,
        namespaces=names(item.namespaces) if item.namespaces else None,
        all_tables=item.all_tables,
        options=parameters(tuple(options.items())),
        comment=item.comment,
    )
    if publish is None:
        return made
    words = [word.strip() for word in publish.split(",") if word.strip()]
    return Call(method=made.method, arguments={**made.arguments, "publish": words})
