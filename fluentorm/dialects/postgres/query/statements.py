"""Statements as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.query.expressions import Expressions, qualifier
from fluentorm.dialects.postgres.query.types import is_binary, sender
from fluentorm.errors import QueryError
from fluentorm.query.nodes import (
    Compound,
    Conflict,
    CopyIn,
    CteSource,
    DeleteNode,
    Explain,
    InsertNode,
    Join,
    Lock,
    NamedSource,
    Output,
    SelectNode,
    SubquerySource,
    TableSource,
    Truncate,
    UnnestSource,
    UpdateNode,
)
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fluentorm.query.nodes import Node

_EXCLUDED = NamedSource("excluded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """SQL with ``$1``, ``$2``..., and what of the values goes there.

    ``order`` holds the place of each parameter's value, and is None where that is every value in
    order. ``senders`` make what the driver takes of values that it would take for something else.
    ``binary`` says whether the result may come in the binary format.
    """

    sql: str
    encoded: bytes
    order: tuple[int, ...]
    in_order: bool
    senders: tuple[tuple[int, Callable[[Any], object]], ...]
    binary: bool


def compile_statement(node: Node) -> Compiled:
    """Return the SQL of a statement's shape."""
    writer = Statements()
    sql = writer.statement(node)
    senders = ((number, sender(name)) for number, name in enumerate(writer.types))
    return Compiled(
        sql=sql,
        encoded=sql.encode(),
        order=tuple(writer.order),
        in_order=writer.position == len(writer.order),
        senders=tuple((number, send) for number, send in senders if send is not None),
        binary=all(is_binary(output.type) for output in _outputs(node)),
    )


class Statements(Expressions):
    """Writes statements; collects what stands in WITH before them."""

    def __init__(self) -> None:
        super().__init__()
        self.ctes: dict[str, tuple[Node | None, str]] = {}

    def statement(self, node: Node) -> str:
        """Return a whole statement."""
        if isinstance(node, Explain):
            options = "(ANALYZE)" if node.analyze else ""
            return f"EXPLAIN {options}{' ' if options else ''}{self.statement(node.query)}"
        text = self.query(node)
        if not self.ctes:
            return text
        recursive = "RECURSIVE " if "recursive" in self._marks else ""
        return f"WITH {recursive}{', '.join(text for _, text in self.ctes.values())} {text}"

    @property
    def _marks(self) -> set[str]:
        return {
            "recursive"
            for node, _ in self.ctes.values()
            if isinstance(node, CteSource) and node.recursive
        }

    def query(self, node: Node) -> str:
        """Return a query as SQL."""
        return _WRITERS[type(node)](self, node)

    # --- SELECT -----------------------------------------------------------------------------

    def select(self, node: SelectNode) -> str:
        """Return a SELECT."""
        sources = [*([node.source] if node.source else []), *(join.source for join in node.joins)]
        self.scopes.append(_scope(sources))
        outputs = ", ".join([self.output(output) for output in node.outputs])
        body = self._from(node)
        where = self._where(node)
        group = f" GROUP BY {self.listed(node.group)}" if node.group else ""
        having = f" HAVING {self.expression(node.having)}" if node.having else ""
        tail = self._tail(node)
        distinct = ""
        if node.distinct is True:
            distinct = "DISTINCT "
        elif node.distinct:
            distinct = f"DISTINCT ON ({self.listed(node.distinct)}) "
        lock = self._lock(node.lock) if node.lock else ""
        self.scopes.pop()
        return f"SELECT {distinct}{outputs}{body}{where}{group}{having}{tail}{lock}"

    def _from(self, node: SelectNode) -> str:
        if node.source is None and not node.joins:
            return ""
        text = self.source(node.source) if node.source else ""
        for join in node.joins:
            text += self._join(join, node.deleted, first=not text)
        return f" FROM {text}"

    def _join(self, join: Join, deleted: str, *, first: bool) -> str:
        source = self.source(join.source)
        if first:
            return source
        if join.on is None:
            return f" {join.how} {source}"
        on = self.expression(join.on)
        hidden = _hidden(join.source, "with" if deleted == "with" else "hide")
        if hidden:
            on = f"({on}) AND {hidden}" if _is_or(join.on) else f"{on} AND {hidden}"
        return f" {join.how} {source} ON {on}"

    def _where(self, node: SelectNode | UpdateNode | DeleteNode) -> str:
        """Return the condition, with the rule about deleted rows around all of it."""
        main = node.source if isinstance(node, SelectNode) else node.table
        hidden = [_hidden(main, node.deleted)]
        others = (
            [join.source for join in node.joins if join.on is None]
            if isinstance(node, SelectNode)
            else node.sources
        )
        hidden += [_hidden(other, "with" if node.deleted == "with" else "hide") for other in others]
        parts = [text for text in hidden if text]
        if node.where is not None:
            text = self.expression(node.where)
            parts.insert(0, f"({text})" if parts and _is_or(node.where) else text)
        return f" WHERE {' AND '.join(parts)}" if parts else ""

    def _tail(self, node: SelectNode | Compound) -> str:
        text = f" ORDER BY {self.listed(node.order)}" if node.order else ""
        if node.limit is not None:
            text += f" LIMIT {self.expression(node.limit)}"
        if node.offset is not None:
            text += f" OFFSET {self.expression(node.offset)}"
        return text

    def _lock(self, lock: Lock) -> str:
        text = f" {lock.strength}"
        if lock.of:
            names = [
                quote_identifier(source.alias or source.table.info.name.rpartition(".")[2])
                if isinstance(source, TableSource)
                else quote_identifier(source.name)  # type: ignore[attr-defined]
                for source in lock.of
            ]
            text += f" OF {', '.join(names)}"
        return f"{text} {lock.wait}" if lock.wait else text

    def compound(self, node: Compound) -> str:
        """Return UNION, INTERSECT or EXCEPT."""
        left, right = self._side(node.left), self._side(node.right)
        return f"{left} {node.operator} {right}{self._tail(node)}"

    def _side(self, node: Node) -> str:
        text = self.query(node)
        plain = isinstance(node, SelectNode) and not (
            node.order or node.limit or node.offset or node.lock
        )
        return text if plain else f"({text})"

    def output(self, node: Output) -> str:
        """Return a column of a result."""
        text = self.expression(node.node)
        return f"{text} AS {quote_identifier(node.name)}" if node.name else text

    # --- sources ----------------------------------------------------------------------------

    def source(self, node: Node) -> str:
        """Return what stands in FROM."""
        if isinstance(node, TableSource):
            name = quote_name(node.table.name)
            return f"{name} AS {quote_identifier(node.alias)}" if node.alias else name
        if isinstance(node, SubquerySource):
            lateral = "LATERAL " if node.lateral else ""
            outer = self.scopes
            if not node.lateral:  # sees nothing of what stands beside it
                self.scopes = outer[:-1]
            text = self.query(node.query)
            self.scopes = outer
            return f"{lateral}({text}) AS {quote_identifier(node.name)}"
        if isinstance(node, UnnestSource):
            arrays = self.listed(node.arrays)
            names = ", ".join(f"k{number}" for number in range(1, len(node.arrays) + 1))
            return f"unnest({arrays}) AS {quote_identifier(node.name)} ({names})"
        return self._cte(node)

    def _cte(self, node: Any) -> str:
        self._with(node)
        name = quote_identifier(node.name)
        return f"{name} AS {quote_identifier(node.alias)}" if node.alias else name

    def _with(self, node: CteSource) -> None:
        """Put a query into WITH, once; its values come with every mention, and are used once."""
        if node.query is None:
            return
        known = self.ctes.get(node.name)
        plain = node._replace(alias=None)
        if known is not None and known[0] != plain:
            raise QueryError(f'two queries in WITH are called "{node.name}"')
        outer, used = self.scopes, len(self.order)
        self.scopes = []
        text = self.query(node.query)
        self.scopes = outer
        if known is not None:
            del self.order[used:], self.types[used:]
            return
        hint = {None: "", True: "MATERIALIZED ", False: "NOT MATERIALIZED "}[node.materialized]
        self.ctes[node.name] = (plain, f"{quote_identifier(node.name)} AS {hint}({text})")

    # --- writes -----------------------------------------------------------------------------

    def insert(self, node: InsertNode) -> str:
        """Return an INSERT."""
        columns = [quote_identifier(name) for name in node.columns]
        rows = self._rows(node)
        if not columns and rows == "(DEFAULT)":
            body = " DEFAULT VALUES"
        elif node.query is not None:
            body = f" ({', '.join(columns)}) {self.query(node.query)}"
        else:
            names = columns or [quote_identifier(node.table.table.columns[0].info.name)]
            body = f" ({', '.join(names)}) VALUES {rows}"
        self.scopes.append({node.table, _EXCLUDED})
        conflict = self._conflict(node.conflict) if node.conflict else ""
        returning = self._returning(node.returning)
        self.scopes.pop()
        return f"INSERT INTO {quote_name(node.table.table.name)}{body}{conflict}{returning}"

    def _rows(self, node: InsertNode) -> str:
        found = []
        for form, count in node.rows:
            for _ in range(count):
                values = ["DEFAULT" if value is None else self.expression(value) for value in form]
                found.append(f"({', '.join(values or ['DEFAULT'])})")
        return ", ".join(found)

    def _conflict(self, node: Conflict) -> str:
        text = " ON CONFLICT"
        if node.columns:
            text += f" ({', '.join(map(quote_identifier, node.columns))})"
        elif node.constraint:
            text += f" ON CONSTRAINT {quote_identifier(node.constraint)}"
        if node.target_where is not None:
            text += f" WHERE {self.expression(node.target_where)}"
        if node.updates is None:
            return f"{text} DO NOTHING"
        text += f" DO UPDATE SET {self._updates(node.updates)}"
        return f"{text} WHERE {self.expression(node.where)}" if node.where is not None else text

    def update(self, node: UpdateNode) -> str:
        """Return an UPDATE."""
        self.scopes.append(_scope([node.table, *node.sources]))
        updates = self._updates(node.updates)
        sources = ", ".join([self.source(source) for source in node.sources])
        where = self._where(node)
        returning = self._returning(node.returning)
        self.scopes.pop()
        using = f" FROM {sources}" if sources else ""
        return f"UPDATE {self.source(node.table)} SET {updates}{using}{where}{returning}"

    def delete(self, node: DeleteNode) -> str:
        """Return a DELETE."""
        self.scopes.append(_scope([node.table, *node.sources]))
        sources = ", ".join([self.source(source) for source in node.sources])
        where = self._where(node)
        returning = self._returning(node.returning)
        self.scopes.pop()
        using = f" USING {sources}" if sources else ""
        return f"DELETE FROM {self.source(node.table)}{using}{where}{returning}"

    def truncate(self, node: Truncate) -> str:
        """Return a TRUNCATE."""
        cascade = " CASCADE" if node.cascade else ""
        return f"TRUNCATE {quote_name(node.table.table.name)} RESTART IDENTITY{cascade}"

    def copy(self, node: CopyIn) -> str:
        """Return a COPY."""
        names = ", ".join(quote_identifier(name) for name in node.columns)
        self.types += node.types
        self.order += range(len(node.types))
        self.position = len(node.types)
        return f"COPY {quote_name(node.table.table.name)} ({names}) FROM STDIN"

    def _updates(self, updates: Iterable[tuple[str, Node]]) -> str:
        return ", ".join(
            [f"{quote_identifier(name)} = {self.operand(value)}" for name, value in updates]
        )

    def _returning(self, outputs: tuple[Node, ...]) -> str:
        if not outputs:
            return ""
        return f" RETURNING {', '.join([self.output(output) for output in outputs])}"  # type: ignore[arg-type]


def _scope(sources: Iterable[Node]) -> set[Node]:
    """Return what columns of some sources refer to."""
    found: set[Node] = set()
    for source in sources:
        name: Node = source
        if isinstance(source, CteSource):
            name = NamedSource(source.alias or source.name)
        elif isinstance(source, SubquerySource | UnnestSource):
            name = NamedSource(source.name)
        if name in found:
            raise QueryError(
                f'"{_called(source)}" is in the query twice', hint="use an alias of it"
            )
        found.add(name)
    return found


def _called(source: Any) -> str:
    if isinstance(source, TableSource):
        return source.alias or source.table.name
    return str(getattr(source, "alias", None) or source.name)


def _hidden(source: Node | None, deleted: str) -> str:
    """Return the condition about deleted rows of a source, empty without one."""
    if deleted == "with" or not isinstance(source, TableSource):
        return ""
    column = source.table.soft_delete
    if column is None:
        return ""
    word = "IS NOT NULL" if deleted == "only" else "IS NULL"
    return f"{qualifier(source)}.{quote_identifier(column.name)} {word}"


def _is_or(node: Node) -> bool:
    """Say whether a condition needs parentheses beside AND."""
    from fluentorm.query.nodes import Logic, Raw

    return isinstance(node, Raw) or (isinstance(node, Logic) and node.operator == "OR")


def _outputs(node: Any) -> Iterable[Output]:
    while isinstance(node, Compound):
        node = node.left
    if isinstance(node, SelectNode):
        return node.outputs
    if isinstance(node, InsertNode | UpdateNode | DeleteNode):
        return node.returning
    return (Output(node, "", "text"),) if isinstance(node, Explain) else ()


_WRITERS: dict[type, Callable[[Statements, Any], str]] = {
    SelectNode: Statements.select,
    Compound: Statements.compound,
    InsertNode: Statements.insert,
    UpdateNode: Statements.update,
    DeleteNode: Statements.delete,
    Truncate: Statements.truncate,
    CopyIn: Statements.copy,
}
