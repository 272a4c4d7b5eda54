"""Python names for database names.

A name that Python can spell stays as it is. Others are bent into shape, and two that come out
alike are told apart by a number; names that needed no bending are served first, so that a new
table with an awkward name never renames the class of an old one.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable

# The normal form may be many times longer than the 63 bytes of a name.
_LONGEST = 63
_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_UNSAFE_ASCII = re.compile(r"[^A-Za-z0-9_]")
# Modules of the package itself, pytest's plugin file, and names that Windows keeps for devices.
_RESERVED_MODULES = frozenset(
    """
    registry enums conftest con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9
    lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9
""".split()
)
# What generated modules import, and the builtins that look like classes (as of Python 3.14).
_RESERVED_CLASSES = frozenset(
    """
    AnyModel ClassVar CidrNetwork ColumnInfo Decimal FetchMany FetchOne Field InetAddress Input
    JsonInput JsonValue JunctionInfo MODELS Many Model ModelRegistry Multirange NotRequired
    NullableField One Range RelationInfo
    StrEnum TableInfo TypedDict TYPE_CHECKING
    UNSET UUID UniqueInfo Unset
    None True False Ellipsis NotImplemented BaseException BaseExceptionGroup Exception
    ExceptionGroup GeneratorExit KeyboardInterrupt StopAsyncIteration StopIteration SystemExit
    ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError
    ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
    ConnectionResetError EOFError EnvironmentError FileExistsError FileNotFoundError
    FloatingPointError IOError ImportError IndentationError IndexError InterruptedError
    IsADirectoryError KeyError LookupError MemoryError ModuleNotFoundError NameError
    NotADirectoryError NotImplementedError OSError OverflowError PermissionError ProcessLookupError
    PythonFinalizationError RecursionError ReferenceError RuntimeError SyntaxError SystemError
    TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
    UnicodeError UnicodeTranslateError ValueError WindowsError ZeroDivisionError
    BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning
    PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning
    UserWarning Warning
""".split()
)
# Names that the annotations of a generated class use, and the members of the row class and of its
# metaclass.
RESERVED_ATTRIBUTES = frozenset(
    """
    int float bool str bytes list object dataclass dt self cls
    ClassVar CidrNetwork ColumnInfo Decimal FetchMany FetchOne Field InetAddress Input JsonInput
    JsonValue JunctionInfo Many Model Multirange NotRequired NullableField One Range RelationInfo
    TYPE_CHECKING TableInfo TypedDict UNSET UUID UniqueInfo Unset tuple mro
    CreateInput UpdateInput from_row to_json_response to_json_response_safe
    copy_in count find_all find_by_id get_by_id hard_delete insert insert_and_return insert_from
    insert_many insert_many_and_return insert_query load query restore soft_delete table_exists
    truncate update update_and_return upsert upsert_and_return
""".split()
)


def module_names(tables: Iterable[str]) -> dict[str, str]:
    """Return a module name for each table: ASCII, lower case, and unique on any file system."""
    return _allocate(tables, _module, _RESERVED_MODULES)


def class_names(names: Iterable[str], suffixes: tuple[str, ...], taken: set[str]) -> dict[str, str]:
    """Return a class name in PascalCase for each name, and add what it uses to ``taken``.

    ``suffixes`` are appended to it for further classes, which must be free as well.
    """
    result: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: (not _PLAIN.fullmatch(name), name)):
        base = _pascal_case(name)
        base = f"{base}Row" if base in _RESERVED_CLASSES else base
        chosen, count = base, 1
        used = [base + suffix for suffix in suffixes]
        while not taken.isdisjoint(used):
            count += 1
            chosen = f"{base}{count}"
            used = [chosen + suffix for suffix in suffixes]
        taken.update(used)
        result[name] = chosen
    return result


def plain_class_name(name: str) -> str:
    """Return the name that a table's class has unless it is taken or reserved."""
    return _pascal_case(name)


def attribute_names(names: Iterable[str], reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return an attribute name for each column or relation, none of them ``reserved``."""
    return _allocate(names, attribute, RESERVED_ATTRIBUTES.union(reserved))


def member_names(values: Iterable[str]) -> dict[str, str]:
    """Return a member name in upper case for each value of an enum."""
    return _allocate(values, _member, frozenset())


def attribute(name: str) -> str:
    """Return a name that a class may have as attribute.

    >>> attribute("email"), attribute("2fa code"), attribute("class"), attribute("__v")
    ('email', 'n_2fa_code', 'class_', 'v')
    """
    if name.isascii() and name.isidentifier() and not name.startswith("__"):
        return f"{name}_" if keyword.iskeyword(name) else name
    text = identifier(name, first="n_")
    if text.startswith("__"):  # Python mangles these inside a class
        text = identifier(text.lstrip("_"), first="n_")
    return f"{text}_" if keyword.iskeyword(text) else text


def identifier(name: str, *, first: str) -> str:
    """Return the nearest identifier; ``first`` goes before one that cannot begin so.

    Characters that no identifier has become underscores, and their code points when nothing else
    is left. Python compares identifiers in the normal form NFKC (reference 2.3).
    """
    normal = unicodedata.normalize("NFKC", name)
    text = "".join(char if f"a{char}".isidentifier() else "_" for char in normal)[:_LONGEST]
    text = text if any(char.isalnum() for char in text) else _code_points(name)
    return text if text.isidentifier() else first + text


def _allocate(
    names: Iterable[str], shape: Callable[[str], str], reserved: frozenset[str]
) -> dict[str, str]:
    """Give each name its shape, or that with a number; those of the right shape come first."""
    ordered = list(dict.fromkeys(names))
    shapes = {name: shape(name) for name in ordered}
    taken = set(reserved)
    chosen: dict[str, str] = {}
    for name in sorted(ordered, key=lambda name: (shapes[name] != name or name in reserved, name)):
        base = candidate = shapes[name]
        if base in reserved:
            base = candidate = f"{base}_"
        count = 1
        while candidate in taken:
            count += 1
            candidate = f"{base}_{count}"
        taken.add(candidate)
        chosen[name] = candidate
    return {name: chosen[name] for name in ordered}


def _module(name: str) -> str:
    if _PLAIN.fullmatch(name) and not keyword.iskeyword(name):
        return name
    ascii_name = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    text = _UNSAFE_ASCII.sub("_", ascii_name.lower())
    text = text if any(char.isalnum() for char in text) else _code_points(name)
    text = text.strip("_")
    if text[0].isdigit():
        text = f"t_{text}"
    return f"{text}_" if keyword.iskeyword(text) else text


def _code_points(name: str) -> str:
    """Return a name for what has no letter or digit in it."""
    text = "_".join(f"u{ord(char):x}" for char in name if char != "_")
    return text[:_LONGEST].rstrip("_") or "blank"


def _pascal_case(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return "".join([part[0].upper() + part[1:] for part in name.split("_")])[:_LONGEST]
    text = identifier(name, first="_")
    joined = "".join(part[0].upper() + part[1:] for part in text.split("_") if part)
    joined = unicodedata.normalize("NFKC", joined)[:_LONGEST]
    return joined if joined[0].isupper() else f"T{joined}"


def _member(value: str) -> str:
    if not value:
        return "EMPTY"
    text = unicodedata.normalize("NFKC", identifier(value, first="VALUE_").upper())[:_LONGEST]
    text = text.lstrip("_") or text
    if not text.isidentifier():
        text = f"VALUE_{text}"
    # Enum keeps names such as _x_ for itself, and Python True, False and None.
    return text.rstrip("_") or text
