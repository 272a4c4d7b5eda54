"""What is no migration at all: it is said, with the line, and nothing breaks."""

import pytest

from tests.lint.support import lint

GOOD = "CREATE INDEX i ON t (n);"


def told(text: str) -> list[tuple[str, int, str]]:
    return [
        (f.rule, f.line, f.message) for f in lint(text) if f.rule in ("TX000", "TX005", "TX001")
    ]


@pytest.mark.parametrize(
    ("text", "rule", "line", "words"),
    [
        ("SELECT 1;\nALTER TABEL t;\n", "TX000", 2, 'syntax error at or near "TABEL"'),
        ("SELECT 1;\nSELECT 'open;\n", "TX000", 2, "unterminated string"),
        ("/* never ends", "TX000", 1, "unterminated comment"),
        ("SELECT 1;\nDO $x$ BEGIN", "TX000", 2, "unterminated dollar-quoted string"),
        (r"\i other.sql" + "\nSELECT 1;", "TX005", 1, "the command \\i"),
        ("SELECT 1;\nSELECT :name;", "TX005", 2, "the variable :name"),
        ("COPY t FROM STDIN;\n1\t2\n\\.\n", "TX005", 1, "COPY FROM STDIN"),
        ("SELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;", "TX001", 2, "BEGIN"),
        ("SELECT 1\0;", "TX000", 1, "NUL"),
        ("SELECT " + "(" * 20_000 + "1" + ")" * 20_000, "TX000", 1, "memory exhausted"),
        ("SELECT " + "1+" * 20_000 + "1", "TX000", 1, "nested too deeply"),
        ("-- Step: 1 short\nSELECT 1;\n-- Step: 3 short\nSELECT 2;", "TX000", 3, ""),
        ("-- Step: 1 sometimes\nSELECT 1;", "TX000", 1, ""),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else str(value),
)
def test_it_is_said_with_its_line(text: str, rule: str, line: int, words: str) -> None:
    assert [(r, n) for r, n, said in told(text) if words in said and r == rule] != []
    assert (rule, line) in [(r, n) for r, n, _ in told(text)]


def test_the_rest_of_a_file_is_checked_all_the_same() -> None:
    rules = {f.rule for f in lint(f"ALTER TABEL t;\n{GOOD}\n\\d t\n")}
    assert {"TX000", "LK001", "TX005"} <= rules


@pytest.mark.parametrize("text", ["", "-- only a comment\n", ";;;", "\n\n"])
def test_nothing_to_check_is_nothing_found(text: str) -> None:
    assert lint(text) == []


def test_lines_count_in_letters_of_any_kind() -> None:
    text = f"SELECT 'äöü — 漢字';\n-- ünïcödé\n{GOOD}\n"
    assert [f.line for f in lint(text) if f.rule == "LK001"] == [3]


@pytest.mark.parametrize("name", ["x" * 64, "ä" * 40])
def test_names_that_are_cut_off(name: str) -> None:
    assert "ST005" in {f.rule for f in lint(f'CREATE TABLE "{name}" (id bigint PRIMARY KEY);')}


def test_two_names_that_become_one() -> None:
    text = "".join(f"CREATE TABLE {'x' * 63}{end} (id bigint);" for end in "ab")
    assert any("become the same name" in f.message for f in lint(text))
