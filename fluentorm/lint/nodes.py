"""Reading the parser's tree: names, types, expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, word
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What the grammar writes as one word and the catalog as another.
_SERIALS = {"serial": "int4", "bigserial": "int8", "smallserial": "int2"}
_SERIALS |= {"serial4": "int4", "serial8": "int8", "serial2": "int2"}
# provolatile = 'v' in pg_catalog of PostgreSQL 18, as far as a default or a generated column may
# call them, and those of contrib.
_VOLATILE = frozenset(
    "random random_normal setseed gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 "
    "uuid_generate_v1mc "
    "uuid_generate_v4 gen_random_bytes gen_salt clock_timestamp timeofday nextval currval lastval "
    "setval pg_current_xact_id txid_current pg_current_wal_lsn pg_backend_pid pg_sleep "
    "set_config query_to_xml".split()
)
_STABLE = frozenset(
    "now transaction_timestamp statement_timestamp current_setting current_database "
    "current_schema current_schemas version to_char to_timestamp age inet_client_addr "
    "pg_current_xact_id_if_assigned localtimestamp".split()
)


@dataclass(frozen=True, slots=True)
class SqlType:
    """A type as written: its name in the catalog, its modifiers, and whether it is an array.

    ``serial`` is the pseudo-type that was written, such as bigserial.
    """

    name: str
    modifiers: tuple[int, ...] = ()
    array: bool = False
    serial: bool = False

    def __str__(self) -> str:
        modifiers = f"({','.join(map(str, self.modifiers))})" if self.modifiers else ""
        return f"{_SHOWN.get(self.name, self.name)}{modifiers}{'[]' if self.array else ''}"


_SHOWN = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "bpchar": "char",
}
UNKNOWN_TYPE = SqlType("?")


def key(namespace: str, name: str) -> str:
    """Return an object's key: the bare name in public, the namespace before it elsewhere."""
    return f"{namespace}.{name}" if namespace and namespace != "public" else name


def relation_key(node: Node) -> str:
    """Return the key of a relation in a statement."""
    return key(node.schemaname, node.relname)


def dotted(names: Iterable[Node]) -> str:
    """Return the key that a list of names gives."""
    parts = [item.string.sval for item in names]
    parts = [part for part in parts if part != "pg_catalog"]
    return key(".".join(parts[:-1]), parts[-1]) if parts else ""


def object_name(node: Node) -> str:
    """Return the key of an object to drop or comment on, in each of the ways the tree has."""
    kind = node.WhichOneof("node")
    if kind == "list":
        return dotted(node.list.items)
    if kind == "type_name":
        return dotted(node.type_name.names)
    if kind == "object_with_args":
        return dotted(node.object_with_args.objname)
    return str(node.string.sval) if kind == "string" else ""


def strings(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the texts of a list of names."""
    return tuple(item.string.sval for item in nodes)


def type_of(node: Node) -> SqlType:
    """Return the type that a TypeName says."""
    name = dotted(node.names)
    modifiers = tuple(item.a_const.ival.ival for item in node.typmods if item.HasField("a_const"))
    if name == "interval":
        modifiers = modifiers[1:]  # the first says which fields; a precision comes after it
    serial = name in _SERIALS
    return SqlType(_SERIALS.get(name, name), modifiers, bool(node.array_bounds), serial)


def walk(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield kind and message of everything in a tree, from the top."""
    kind = node.DESCRIPTOR.name
    if kind == "Node":
        which = node.WhichOneof("node")
        if which is not None:
            yield from walk(getattr(node, which))
        return
    yield kind, node
    for field, value in node.ListFields():
        if field.message_type is None:
            continue
        for part in value if field.is_repeated else (value,):
            yield from walk(part)


def columns_in(node: Node) -> frozenset[str]:
    """Return the last names of all columns that an expression mentions."""
    return frozenset(
        part.fields[-1].string.sval
        for kind, part in walk(node)
        if kind == "ColumnRef" and part.fields and part.fields[-1].HasField("string")
    )


def functions_in(node: Node) -> frozenset[str]:
    """Return the keys of all functions that an expression calls."""
    return frozenset(dotted(part.funcname) for kind, part in walk(node) if kind == "FuncCall")


def relations_in(node: Node) -> frozenset[str]:
    """Return the keys of all relations that a tree names."""
    return frozenset(relation_key(part) for kind, part in walk(node) if kind == "RangeVar")


def literals_in(node: Node) -> frozenset[str]:
    """Return all string literals of a tree."""
    return frozenset(
        part.sval.sval for kind, part in walk(node) if kind == "A_Const" and part.HasField("sval")
    )


def volatility(node: Node, known: dict[str, str]) -> str:
    """Return how an expression varies: "null", "constant", "stable" or "volatile".

    ``known`` has the volatility of functions that migrations made. A function that nobody knows is
    taken for a stable one of an extension.
    """
    found = "constant"
    for kind, part in walk(node):
        if kind == "FuncCall":
            name = dotted(part.funcname)
            own = known.get(name, "volatile" if name in _VOLATILE else "")
            if own == "volatile":
                return "volatile"
            if own == "stable" or name in _STABLE:
                found = "stable"
        elif kind == "SQLValueFunction":
            found = "stable"
    if found == "constant" and _is_null(node):
        return "null"
    return found


def _is_null(node: Node) -> bool:
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    return node.WhichOneof("node") == "a_const" and bool(node.a_const.isnull)


def conjuncts(node: Node) -> Iterator[Node]:
    """Yield the parts of a condition that AND joins."""
    if node.WhichOneof("node") == "bool_expr" and word(node.bool_expr, "boolop") == "AND_EXPR":
        for part in node.bool_expr.args:
            yield from conjuncts(part)
    else:
        yield node


def proven_not_null(node: Node) -> frozenset[str]:
    """Return the columns that a CHECK proves to hold no NULL, as the server sees it (12, up)."""
    found = set()
    for part in conjuncts(node):
        if part.WhichOneof("node") == "null_test":
            test = part.null_test
            if word(test, "nulltesttype") == "IS_NOT_NULL" and test.arg.HasField("column_ref"):
                found.add(test.arg.column_ref.fields[-1].string.sval)
    return frozenset(found)


def option(options: Iterable[Node], name: str) -> Node | None:
    """Return the argument of an option by name, None where it is not there."""
    for item in options:
        if item.def_elem.defname == name:
            return item.def_elem.arg
    return None


def has_option(options: Iterable[Node], name: str) -> bool:
    """Say whether an option is there and not switched off."""
    for item in options:
        if item.def_elem.defname == name:
            return option_text(item.def_elem.arg).lower() not in ("false", "off", "0", "no")
    return False


def option_text(node: Node) -> str:
    """Return an option's value as text; empty where it has none."""
    kind = node.WhichOneof("node")
    if kind == "string":
        return str(node.string.sval)
    if kind == "boolean":
        return "true" if node.boolean.boolval else "false"
    if kind == "integer":
        return str(node.integer.ival)
    if kind == "a_const":
        return str(node.a_const.sval.sval or node.a_const.ival.ival)
    return ""
