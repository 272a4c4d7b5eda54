"""The calls of a DatabaseSchema for functions, procedures, aggregates and event triggers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from fluentorm.schema.arguments import arguments_of, signature_of
from fluentorm.schema.attached_objects import enabled_word, statement
from fluentorm.schema.builder_text import sql_text
from fluentorm.schema.database_objects import Aggregate, EventTrigger, Routine
from fluentorm.schema.database_state import CommonOptions, DatabaseState, GrantOptions
from fluentorm.schema.objects import AnyOrder
from fluentorm.schema.refs import Kind
from fluentorm.schema.routine_text import canonical_arguments, canonical_result, is_sql_body
from fluentorm.schema.sql_text import SqlText, quote_identifier, quote_literal

_VOLATILITY = ("volatile", "stable", "immutable")
_PARALLEL = ("unsafe", "restricted", "safe")
_EVENTS = ("ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite", "login")


class RoutineOptions(GrantOptions, total=False):
    """What may be said about a procedure besides its name and arguments.

    ``language`` is ``sql`` (the default), ``plpgsql``...; ``settings`` are those that hold while
    it runs (``{"search_path": "billing, pg_temp"}``); ``library`` is that of a C function, whose
    symbol is the body.
    """

    language: str
    security_definer: bool
    settings: Mapping[str, object]
    library: str | None


class FunctionOptions(RoutineOptions, total=False):
    """What may be said about a function besides its name and arguments.

    ``volatility`` is ``volatile`` (the default), ``stable`` or ``immutable``; ``strict`` functions
    are not called with NULL; ``parallel`` is ``unsafe`` (the default), ``restricted`` or ``safe``;
    ``cost``, ``rows`` and ``support`` are for the planner.
    """

    volatility: str
    strict: bool
    leakproof: bool
    window: bool
    parallel: str
    cost: float | None
    rows: float | None
    support: str | None


class AggregateOptions(GrantOptions, total=False):
    """The parameters of CREATE AGGREGATE; functions, types and operators are SQL text.

    ``initcond`` and ``minitcond`` are values.
    """

    sfunc: str
    stype: str
    sspace: int
    finalfunc: str
    finalfunc_extra: bool
    finalfunc_modify: str
    combinefunc: str
    serialfunc: str
    deserialfunc: str
    initcond: object
    msfunc: str
    minvfunc: str
    mstype: str
    msspace: int
    mfinalfunc: str
    mfinalfunc_extra: bool
    mfinalfunc_modify: str
    minitcond: object
    sortop: str
    parallel: str
    hypothetical: bool


class RoutineMethods(DatabaseState):
    """The calls for routines."""

    def function(
        self,
        name: str,
        arguments: str = "",
        *,
        returns: str | None = None,
        body: SqlText | str,
        **options: Unpack[FunctionOptions],
    ) -> None:
        """Declare a function; ``arguments`` are those of CREATE FUNCTION, as SQL.

        ``body`` is its source as it is, or in SQL ``RETURN ...`` or ``BEGIN ATOMIC ... END``.

        >>> db.function(
        ...     "tax",
        ...     "amount numeric",
        ...     returns="numeric",
        ...     body="RETURN amount * 0.19",
        ...     volatility="immutable",
        ... )
        """
        self._known_options(f'function "{name}"', options, FunctionOptions)
        with self._reading(body):
            self._routine(name, arguments, returns, body, options, procedure=False)

    def procedure(
        self,
        name: str,
        arguments: str = "",
        *,
        body: SqlText | str,
        **options: Unpack[RoutineOptions],
    ) -> None:
        """Declare a procedure; the rest as ``function``.

        >>> db.procedure("forget", "days integer", language="plpgsql", body="BEGIN NULL; END")
        """
        self._known_options(f'procedure "{name}"', options, RoutineOptions)
        with self._reading(body):
            self._routine(name, arguments, None, body, options, procedure=True)

    def aggregate(self, name: str, arguments: str, **options: Unpack[AggregateOptions]) -> None:
        """Declare an aggregate; ``arguments`` are those of CREATE AGGREGATE, as SQL.

        >>> db.aggregate("product", "numeric", sfunc="numeric_mul", stype="numeric", initcond=1)
        """
        given = self._key_name("an aggregate", name)
        text = self._text(f'the arguments of aggregate "{given}"', arguments)
        if given is None or text is None:
            return
        what = f'aggregate "{given}"'
        self._known_options(what, options, AggregateOptions)
        for needed in ("sfunc", "stype"):
            if options.get(needed) is None:
                self._problem(f"{what} has no {needed}")
        self._add(
            Aggregate(
                name=given,
                signature=signature_of(text),
                arguments=canonical_arguments(text),
                definition=self._definition(what, options),
                **self._granted(what, Kind.AGGREGATE, options),
            )
        )

    def event_trigger(
        self,
        name: str,
        event: str,
        function: str,
        *,
        tags: Iterable[str] | str = (),
        enabled: str = "origin",
        **options: Unpack[CommonOptions],
    ) -> None:
        """Declare an event trigger; ``tags`` are the commands it fires for (all).

        >>> db.event_trigger("audit", "ddl_command_end", "note_it", tags=["CREATE TABLE"])
        """
        given = self._name("an event trigger", name)
        if given is None:
            return
        what = f'event trigger "{given}"'
        self._known_options(what, options, CommonOptions)
        called = self._text(f"the function of {what}", function) or ""
        words = self._names(f"the tags of {what}", tags, "tag") if tags else ()
        self._add(
            EventTrigger(
                name=given,
                event=self._word(f"the event of {what}", event, _EVENTS),
                function=self._key_name(
                    f"the function of {what}", called.strip().removesuffix("()")
                )
                or "",
                tags=AnyOrder(word.upper() for word in words),
                enabled=enabled_word(self, what, enabled),
                **self._ending(what, options.get("comment"), options.get("renamed_from")),
            )
        )

    def _routine(
        self,
        name: object,
        arguments: object,
        returns: object,
        body: object,
        options: FunctionOptions | RoutineOptions,
        *,
        procedure: bool,
    ) -> None:
        kind = Kind.PROCEDURE if procedure else Kind.FUNCTION
        given = self._key_name(f"a {kind.value}", name)
        what = f'{kind.value} "{given}"'
        text = self._text(f"the arguments of {what}", arguments)
        if given is None or text is None:
            return
        result = self._text(f"returns of {what}", returns)
        if not procedure and result is None and not _has_results(text):
            self._problem(f"{what} has no returns", 'write returns="void" where it gives nothing')
        language = (self._text(f"language of {what}", options.get("language")) or "sql").lower()
        source = self._string(f"the body of {what}", body)
        atomic = language == "sql" and is_sql_body(source or "")
        self._add(
            Routine(
                name=given,
                signature=signature_of(text),
                arguments=canonical_arguments(text),
                returns=None if result is None else canonical_result(result),
                body=statement(sql_text(source)) if source and atomic else source or "",
                procedure=procedure,
                language=language,
                atomic=atomic,
                library=self._text(f"library of {what}", options.get("library")),
                security_definer=self._flag(
                    f"security_definer of {what}", options.get("security_definer", False)
                ),
                settings=self._settings(what, options.get("settings")),
                **self._planning(what, options, language, result or ""),
                **self._granted(what, kind, options),
            )
        )

    def _planning(
        self, what: str, options: Mapping[str, Any], language: str, returns: str
    ) -> dict[str, Any]:
        """Return what only functions have."""
        volatility = options.get("volatility", "volatile")
        parallel = options.get("parallel", "unsafe")
        cost, rows = (self._float(f"{n} of {what}", options.get(n)) for n in ("cost", "rows"))
        own_cost = 1 if language in ("c", "internal") else 100
        return {
            "volatility": self._word(f"volatility of {what}", volatility, _VOLATILITY),
            "parallel": self._word(f"parallel of {what}", parallel, _PARALLEL),
            "strict": self._flag(f"strict of {what}", options.get("strict", False)),
            "leakproof": self._flag(f"leakproof of {what}", options.get("leakproof", False)),
            "window": self._flag(f"window of {what}", options.get("window", False)),
            # PostgreSQL's own numbers (manual, CREATE FUNCTION) are stored as none.
            "cost": None if cost == own_cost else cost,
            "rows": None if rows == 1000 else rows,
            "support": self._text(f"support of {what}", options.get("support")),
        }

    def _float(self, what: str, given: object) -> float | None:
        if given is None:
            return None
        if isinstance(given, int | float) and not isinstance(given, bool) and given > 0:
            return float(given)
        self._problem(f"{what} must be a number above 0, not {given!r}")
        return None

    def _settings(self, what: str, given: object) -> tuple[tuple[str, str], ...]:
        """Return the settings, lists as PostgreSQL keeps them: names with commas between."""
        if isinstance(given, Mapping):
            given = {
                name: ", ".join(quote_identifier(str(item)) for item in value)
                if isinstance(value, list | tuple)
                else value
                for name, value in given.items()
            }
        return self._parameters(f"settings of {what}", given)

    def _definition(self, what: str, options: AggregateOptions) -> tuple[tuple[str, str], ...]:
        found = []
        for name in AggregateOptions.__annotations__:
            value = options.get(name)
            if value is None or name in GrantOptions.__annotations__:
                continue
            if isinstance(value, bool):
                if value:
                    found.append((name, "true"))
            elif name in ("initcond", "minitcond"):
                text = value.text if isinstance(value, SqlText) else quote_literal(str(value))
                found.append((name, text))
            elif name in ("stype", "mstype"):
                found.append((name, self._sql_type(f"{name} of {what}", value)))
            else:
                found.append((name, self._text(f"{name} of {what}", str(value)) or ""))
        return tuple(found)


def _has_results(arguments: str) -> bool:
    return any(one.mode in ("out", "inout") for one in arguments_of(arguments))
