import pytest

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.errors import FileFormat
from fluentorm.migrate.header import parse_header


def steps(text, **options):
    return parse_steps(Script(path="1_x.sql", text=text, **options))


def test_everything_up_to_the_next_step_line_belongs_to_a_step():
    text = (
        "-- Migration: 1_x.sql\n\n-- Step: 1 short\nSELECT 1;\nSELECT 2;\n\n"
        "--step : 2  LONG\n-- a comment\nSELECT 3"
    )
    first, second = steps(text)
    assert (first.number, first.kind, first.sqls) == (1, StepKind.SHORT, ("SELECT 1", "SELECT 2"))
    assert (second.number, second.kind, second.sqls) == (2, StepKind.LONG, ("SELECT 3",))
    assert text[first.start : first.end] + text[second.start :] == text[text.index("-- Step") :]


def test_a_file_without_step_lines_has_no_steps():
    assert steps("SELECT 1;\n-- a step: 1 short\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT '\n-- Step: 1 short\n';",
        "SELECT $$\n-- Step: 1 short\n$$;",
        'SELECT 1 AS "\n-- Step: 1 short\n";',
        "/*\n-- Step: 1 short\n*/ SELECT 1;",
        "SELECT 1; -- Step: 1 short",
        "CREATE PROCEDURE f()\nBEGIN ATOMIC\nSELECT 1;\n-- Step: 1 short\nSELECT 2;\nEND;",
    ],
)
def test_a_step_line_cannot_hide(text):
    assert steps(text) == ()


def test_a_probe_stands_below_its_step_line():
    text = "-- Step: 1 short\n-- Probe: SELECT 1 = 1;\nSELECT 1;\n-- Step: 2 bare\nVACUUM"
    first, second = steps(text)
    assert first.probe == "SELECT 1 = 1"
    assert second.probe is None


def test_a_backfill_has_options_and_its_statement_taken_apart():
    (step,) = steps(
        '-- Step: 1 backfill deferred by (id, "X y") batch 500\n'
        "UPDATE ONLY public.a AS x SET b = (SELECT 1 WHERE true), c = d IS DISTINCT FROM e\n"
        "FROM c, (SELECT 1 WHERE false) AS d WHERE x.b IS NULL OR false -- why\n;"
    )
    assert (step.deferred, step.key, step.batch) == (True, ("id", '"X y"'), 500)
    assert step.update.target == "ONLY public.a AS x, c, (SELECT 1 WHERE false) AS d"
    assert step.update.bounded("x.id < 3").endswith(
        "AS d WHERE (x.id < 3) AND (x.b IS NULL OR false\n)"
    )


def test_the_hash_of_a_step_is_that_of_what_it_does():
    one, other, same, probed = (
        steps(f"-- Step: 1 {text}")[0].sql_hash
        for text in (
            "short\nSELECT 1;",
            "long\nSELECT 1;",
            "short\n-- said otherwise\nSELECT 1",
            "short\n-- Probe: SELECT true\nSELECT 1",
        )
    )
    assert one == same
    assert len({one, other, probed}) == 3


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("-- Step: 2 short\nSELECT 1;", 1, "step 2 where step 1 was to come"),
        ("-- Step: 1 short\nSELECT 1;\n-- Step: 3 short\nSELECT 1", 3, "step 3 where step 2"),
        ("-- Step: 1 short\nSELECT 1;\n-- Step: 1 short\nSELECT 1", 3, "step 1 where step 2"),
        ("-- Step: 1 quick\nSELECT 1;", 1, '"quick" is no kind of step'),
        ("-- Step: one\nSELECT 1;", 1, "which means nothing"),
        ("-- Step: 1\nSELECT 1;", 1, "which means nothing"),
        ("-- Step: 1 short please\nSELECT 1;", 1, 'ends with "please"'),
        ("-- Step: 1 backfill later\nUPDATE a SET b=1 WHERE c", 1, 'ends with "later"'),
        ("-- Step: 1 backfill batch 0\nUPDATE a SET b=1 WHERE c", 1, 'ends with "batch 0"'),
        ("SELECT 1;\n-- Step: 1 short\nSELECT 1;", 1, "a statement before the first step"),
        ("-- Step: 1 short\n-- Step: 2 short\nSELECT 1;", 1, "step 1 has no statement"),
        ("-- Step: 1 short\nSELECT 1\n-- Step: 2 short\nSELECT 1;", 3, "inside a statement"),
        ("-- Step: 1 bare\nVACUUM;\nVACUUM;", 3, "step 1 has 2"),
        ("-- Step: 1 backfill\nUPDATE a SET b = 1;", 2, "has no WHERE"),
        ("-- Step: 1 backfill\nUPDATE a SET b = (SELECT 1 WHERE true);", 2, "has no WHERE"),
        ("-- Step: 1 backfill\nDELETE FROM a WHERE b;", 2, "must be an UPDATE"),
        ("-- Step: 1 backfill\nUPDATE a SET b=1 WHERE c RETURNING d;", 2, "no RETURNING"),
        ("-- Step: 1 backfill\nUPDATE a SET b=1 WHERE CURRENT OF c;", 2, "WHERE CURRENT OF"),
        ("-- Step: 1 backfill\nUPDATE a SET b=1 WHERE;", 2, "is empty"),
        ("-- Step: 1 short\nSELECT 1;\n-- Probe: SELECT true\n", 3, "belongs to no step"),
        ("-- Step: 1 short\n-- Probe:\nSELECT 1;", 2, "belongs to no step"),
        ("-- Step: 1 short\nSELECT 'a", 2, "unterminated string"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text, line, told):
    with pytest.raises(FileFormat, match=told) as caught:
        steps(text)
    assert caught.value.place.line == line
    assert caught.value.hint


def test_steps_and_no_transaction_exclude_each_other():
    with pytest.raises(FileFormat, match="exclude each other"):
        steps("-- Step: 1 short\nSELECT 1;", transactional=False)


def test_the_header_ends_at_the_first_step_line():
    header = parse_header(
        "-- Contract: 1_a.sql\n-- Blocking: at night\n-- Step: 1 short\n-- Transaction: none\n", "x"
    )
    assert (header.contract, header.blocking) == ("1_a.sql", "at night")
    assert header.transactional
