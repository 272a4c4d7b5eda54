"""What a statement does to a busy database: the lock on each table, and whether it reads it all.

The facts were measured on PostgreSQL 15 and 18 (``pg_locks``, ``relfilenode`` and the counters of
scans while each statement ran) and are those of the manual, 13.3 and the pages of the commands. A
statement is known by its leading words, so that files by hand are understood too. What the words
alone do not tell (the type of a column before, say) comes as ``Facts``; without them the worse is
taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.lock_modes import AS, AX, RX, SRX, SUX, Lock, S, X
from fluentorm.dialects.postgres.lock_words import Words
from fluentorm.dialects.postgres.narrowing import rewrites
from fluentorm.dialects.postgres.volatility import is_volatile
from fluentorm.schema.types import canonical_type
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


_MOMENTS = {"timestamp without time zone", "timestamp with time zone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a statement does to one table, as SQL writes its name; "" is one it does not name.

    ``rewrites`` writes every row anew, ``scans`` reads every row, or builds an index of them.
    ``known`` is False of statements that may do anything, such as DO.
    """

    table: str
    lock: Lock
    rewrites: bool = False
    scans: bool = False
    known: bool = True

    @property
    def long(self) -> bool:
        """Say whether it takes the longer the more rows there are."""
        return self.rewrites or self.scans

    @property
    def stops(self) -> str:
        """Whom it stops for as long as it takes; empty where that is an instant or nobody."""
        return self.lock.blocks if self.long else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the words of a statement do not tell.

    ``type_of`` gives the type of a (table, column) before, None where it is not known;
    ``constrained`` are domains with a check or NOT NULL, as SQL writes them; ``proven`` are the
    (table, column) of which a valid check says that they are not NULL; ``adopted`` are the names
    of foreign keys that all partitions have already, which their parent takes for its own. In
    ``utc`` a time without a zone is stored as the one with a zone that it becomes. ``bounded`` are
    tables with a check that says what the bound says that they get as partitions, and ``indexed``
    the (table, column) that an index holds.
    """

    type_of: Callable[[str, str], str | None] = lambda _table, _column: None
    constrained: frozenset[str] = frozenset()
    proven: frozenset[tuple[str, str]] = frozenset()
    adopted: frozenset[str] = frozenset()
    utc: bool = False
    bounded: frozenset[str] = frozenset()
    indexed: frozenset[tuple[str, str]] = frozenset()


NO_FACTS = Facts()


def effects(statement: str, facts: Facts = NO_FACTS) -> tuple[Effect, ...]:
    """Return what a statement does to tables, the one it is about first; none where it is to none.

    >>> [(e.table, e.lock.name) for e in effects("CREATE INDEX CONCURRENTLY i ON t (a)")]
    [('t', 'SHARE_UPDATE_EXCLUSIVE')]
    """
    words = Words(statement)
    rule = _RULES.get(words.take_word())
    return () if rule is None else _merged(rule(words, facts))


def strongest(found: Iterable[Effect]) -> Effect | None:
    """Return the effect that stops most, None where there is none."""
    return max(found, key=lambda e: (e.long and e.lock >= S, e.lock, e.long), default=None)


def _merged(found: Iterable[Effect]) -> tuple[Effect, ...]:
    """Return one effect for each table, the strongest lock and all that is done to it."""
    tables: dict[str, Effect] = {}
    for one in found:
        other = tables.get(one.table)
        if other is not None:
            one = Effect(
                table=one.table,
                lock=max(one.lock, other.lock),
                rewrites=one.rewrites or other.rewrites,
                scans=one.scans or other.scans,
                known=one.known and other.known,
            )
        tables[one.table] = one
    return tuple(tables.values())


def _alter(words: Words, facts: Facts) -> Iterator[Effect]:
    kind = words.take_kind()
    match kind:
        case "table":
            yield from _alter_table(words, facts)
        case "index":
            # ATTACH locks the index's own table for reading only (measured).
            yield Effect(table=words.take_name(), lock=SUX)
        case "domain":
            words.take_name()
            if words.has("not", "valid") or not words.has_any("add", "validate", "set"):
                return
            if words.has_any("add", "validate") or words.has("set", "not", "null"):
                yield Effect(table="", lock=S, scans=True)
        case "view" | "materialized view":
            yield Effect(table=words.take_name(), lock=AX)
        case "policy" | "trigger" | "rule":
            words.skip_to("on")
            yield Effect(table=words.take_name(), lock=AX)
        case "sequence":
            name = words.take_name()
            strong = words.has_any("rename", "schema", "owner", "logged", "unlogged")
            yield Effect(table=name, lock=AX if strong else SRX)
        case "publication" if words.skip_to("table"):
            yield Effect(table=words.take_name(), lock=SUX)
        case _:
            return


def _alter_table(words: Words, facts: Facts) -> Iterator[Effect]:
    table, only = words.take_name(), words.only
    for action in words.clauses():
        action.only = only
        yield from _action(table, action, facts)


def _action(table: str, words: Words, facts: Facts) -> Iterator[Effect]:
    """Yield what one clause of ALTER TABLE does."""
    verb = words.take_word()
    match verb:
        case "add":
            yield from _add(table, words, facts)
        case "validate":
            yield Effect(table=table, lock=SUX, scans=True)
        case "alter":
            yield from _alter_part(table, words, facts)
        case "attach":
            words.skip_to("partition")
            yield Effect(table=table, lock=SUX)
            part = words.take_name()
            yield Effect(table=part, lock=AX, scans=part not in facts.bounded)
        case "detach":
            words.skip_to("partition")
            part, slowly = words.take_name(), words.has("concurrently")
            yield Effect(table=table, lock=SUX if slowly else AX)
            yield Effect(table=part, lock=AX)
        case "enable" | "disable" if not words.has("row", "level"):
            yield Effect(table=table, lock=AX if words.has("rule") else SRX)
        case "reset" | "cluster":
            yield Effect(table=table, lock=SUX)
        case "set":
            yield _set(table, words)
        case "inherit":
            yield Effect(table=table, lock=AX)
            yield Effect(table=words.take_name(), lock=SUX)
        case _:
            yield Effect(table=table, lock=AX)


def _set(table: str, words: Words) -> Effect:
    if words.opens():
        return Effect(table=table, lock=SUX)
    if words.has_any("logged", "unlogged", "tablespace", "access"):
        return Effect(table=table, lock=AX, rewrites=True)
    return Effect(table=table, lock=SUX if words.has("without", "cluster") else AX)


def _add(table: str, words: Words, facts: Facts) -> Iterator[Effect]:
    name = words.take_name() if words.skip_if("constraint") else ""
    unchecked = words.has("not", "valid") or words.has("not", "enforced")
    if words.starts("check") or words.starts("not", "null"):
        yield Effect(table=table, lock=AX, scans=not unchecked)
    elif words.starts("foreign"):
        checked = not unchecked and name not in facts.adopted
        yield Effect(table=table, lock=SRX, scans=checked)
        words.skip_to("references")
        yield Effect(table=words.take_name(), lock=SRX, scans=checked)
    elif words.starts("unique") or words.starts("primary") or words.starts("exclude"):
        # Of a partitioned table ONLY its own index is made, which holds nothing.
        built = not words.has("using", "index") and not words.only
        yield Effect(table=table, lock=AX, scans=built)
    else:
        words.skip_if("column")
        yield from _add_column(table, words, facts)


def _add_column(table: str, words: Words, facts: Facts) -> Iterator[Effect]:
    words.take_name()
    kind = words.type_text()
    default = words.default_text()
    stored = words.has("generated") and not words.has("virtual") and not words.has("identity")
    rewritten = (
        stored
        or words.has("identity")
        or kind.startswith(("serial", "bigserial", "smallserial"))
        or kind in facts.constrained
        or (default is not None and is_volatile(default))
    )
    checked = words.has_any("check", "unique", "primary")
    if words.has("references"):
        words.skip_to("references")
        yield Effect(table=words.take_name(), lock=SRX)
        checked = checked or default is not None
    yield Effect(table=table, lock=AX, rewrites=rewritten, scans=checked)


def _alter_part(table: str, words: Words, facts: Facts) -> Iterator[Effect]:
    """Yield what ALTER COLUMN and ALTER CONSTRAINT do."""
    if words.skip_if("constraint"):
        enforced = words.has("enforced") and not words.has("not", "enforced")
        yield Effect(table=table, lock=AX, scans=enforced)
        return
    words.skip_if("column")
    column = words.take_name()
    if words.starts("set", "not", "null"):
        yield Effect(table=table, lock=AX, scans=(table, column) not in facts.proven)
    elif words.starts("set", "statistics") or words.starts("set", "(") or words.starts("reset"):
        yield Effect(table=table, lock=SUX)
    elif words.starts("set", "expression"):
        yield Effect(table=table, lock=AX, rewrites=True)
    elif words.starts("type") or words.starts("set", "data"):
        words.skip_to("type")
        rewritten = _retype(table, column, words, facts)
        rebuilt = (table, column) in facts.indexed and _sorts_otherwise(table, column, words, facts)
        yield Effect(table=table, lock=AX, rewrites=rewritten, scans=rebuilt)
    else:
        yield Effect(table=table, lock=AX)


def _retype(table: str, column: str, words: Words, facts: Facts) -> bool:
    before = facts.type_of(table, column)
    if before is None or words.has("using"):
        return True
    after = canonical_type(words.type_text())
    if facts.utc and {before, after} == _MOMENTS:
        return False
    return after in facts.constrained or rewrites(before, after)


def _sorts_otherwise(table: str, column: str, words: Words, facts: Facts) -> bool:
    """Say whether the indexes of a column are built anew for its new type or collation.

    They are kept where only the length changes, and between text and varchar.
    """
    before = facts.type_of(table, column)
    kinds = {_kind(before or ""), _kind(words.type_text())}
    return words.has("collate") or len(kinds - {"text", "character varying"}) > 0 < len(kinds) - 1


def _kind(type_text: str) -> str:
    return canonical_type(type_text).partition("(")[0]


def _create(words: Words, facts: Facts) -> Iterator[Effect]:
    kind = words.take_kind()
    match kind:
        case "table":
            yield from _create_table(words)
        case "index":
            slowly = words.has("concurrently")
            words.skip_to("on")
            only = words.skip_if("only")
            lock = SUX if slowly else S
            yield Effect(table=words.take_name(), lock=lock, scans=not only)
        case "trigger":
            words.skip_to("on")
            yield Effect(table=words.take_name(), lock=SRX)
        case "policy":
            words.skip_to("on")
            yield Effect(table=words.take_name(), lock=AX)
        case "rule":
            words.skip_to("to")
            yield Effect(table=words.take_name(), lock=AX)
        case "view":
            yield Effect(table=words.take_name(), lock=AX)
        case "statistics":
            words.skip_to("from")
            yield Effect(table=words.take_name(), lock=SUX)
        case "publication" if words.skip_to("table"):
            yield Effect(table=words.take_name(), lock=SUX)
        case _:
            return


def _create_table(words: Words) -> Iterator[Effect]:
    words.take_name()
    if words.starts("partition", "of"):
        words.skip_to("of")
        yield Effect(table=words.take_name(), lock=AX)
    for target in words.names_after("references"):
        yield Effect(table=target, lock=SRX)
    for parent in words.names_in_parentheses_after("inherits"):
        yield Effect(table=parent, lock=SUX)


def _drop(words: Words, facts: Facts) -> Iterator[Effect]:
    kind = words.take_kind()
    match kind:
        case "table" | "view" | "materialized view" | "sequence":
            yield from (Effect(table=name, lock=AX) for name in words.take_names())
        case "index":
            slowly = words.skip_if("concurrently")
            names = words.take_names()
            yield from (Effect(table=name, lock=SUX if slowly else AX) for name in names)
        case "trigger" | "policy" | "rule":
            words.skip_to("on")
            yield Effect(table=words.take_name(), lock=AX)
        case _:
            return


def _comment(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_to("on")
    kind = words.take_kind()
    match kind:
        case "table" | "view" | "materialized view" | "index":
            yield Effect(table=words.take_name(), lock=SUX)
        case "column":
            yield Effect(table=words.take_qualifier(), lock=SUX)
        case "constraint" | "trigger" | "policy" | "rule":
            words.take_name()
            if words.skip_if("on") and not words.skip_if("domain"):
                yield Effect(table=words.take_name(), lock=AS)
        case _:
            return


def _refresh(words: Words, facts: Facts) -> Iterator[Effect]:
    words.take_kind()
    slowly = words.skip_if("concurrently")
    yield Effect(table=words.take_name(), lock=X if slowly else AX, rewrites=not slowly, scans=True)


def _grant(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_to("on")
    kind = words.peek_word()
    if kind in _GRANTED_ELSEWHERE:
        return
    words.skip_if("table")
    yield from (Effect(table=name, lock=AS) for name in words.take_names())


_GRANTED_ELSEWHERE = frozenset(
    "all schema sequence function procedure routine type domain database language large "
    "tablespace foreign parameter".split()
)


def _reindex(words: Words, facts: Facts) -> Iterator[Effect]:
    words.take_kind()
    slowly = words.skip_if("concurrently")
    yield Effect(table=words.take_name(), lock=SUX if slowly else AX, scans=True)


def _select(words: Words, facts: Facts) -> Iterator[Effect]:
    if words.skip_to("from") and (name := words.take_name()) and not words.opens():
        yield Effect(table=name, lock=AS, scans=True)


def _update(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_if("only")
    yield Effect(table=words.take_name(), lock=RX, scans=True)


def _insert(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_to("into")
    yield Effect(table=words.take_name(), lock=RX)


def _delete(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_to("from")
    words.skip_if("only")
    yield Effect(table=words.take_name(), lock=RX, scans=True)


def _truncate(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_if("table")
    words.skip_if("only")
    yield from (Effect(table=name, lock=AX, rewrites=True) for name in words.take_names())


def _cluster(words: Words, facts: Facts) -> Iterator[Effect]:
    yield Effect(table=words.take_name(), lock=AX, rewrites=True)


def _analyze(words: Words, facts: Facts) -> Iterator[Effect]:
    yield Effect(table=words.take_name(), lock=SUX)


def _vacuum(words: Words, facts: Facts) -> Iterator[Effect]:
    full = words.has("full")
    words.skip_options()
    words.skip_if("full")
    lock = AX if full else SUX
    yield Effect(table=words.take_name(), lock=lock, rewrites=full, scans=True)


def _lock(words: Words, facts: Facts) -> Iterator[Effect]:
    words.skip_if("table")
    words.skip_if("only")
    names = words.take_names()
    wanted = words.rest()
    lock = next((mode for mode in Lock if f"in {mode.words.lower()} mode" in wanted), AX)
    yield from (Effect(table=name, lock=lock) for name in names)


def _anything(words: Words, facts: Facts) -> Iterator[Effect]:
    yield Effect(table="", lock=AX, known=False)


_RULES: dict[str, Callable[[Words, Facts], Iterator[Effect]]] = {
    "alter": _alter,
    "create": _create,
    "drop": _drop,
    "comment": _comment,
    "refresh": _refresh,
    "grant": _grant,
    "revoke": _grant,
    "reindex": _reindex,
    "select": _select,
    "update": _update,
    "insert": _insert,
    "delete": _delete,
    "truncate": _truncate,
    "cluster": _cluster,
    "analyze": _analyze,
    "vacuum": _vacuum,
    "lock": _lock,
    "do": _anything,
    "call": _anything,
}
