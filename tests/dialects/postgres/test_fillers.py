"""What rows get in a column that comes back."""

from fluentorm.dialects.postgres.fillers import filler, numbering


def test_filler_knows_lengths_and_arrays():
    assert filler("bit(3)") == "'000'"
    assert filler("mood[]") == "'{}'"
    assert filler("numeric(10,2)") == "0"
    assert filler("interval day to second(3)") == "'0 seconds'"
    assert filler("mood") is None
    assert filler('"Mood"') is None


def test_numbering_counts_in_what_the_type_has():
    assert numbering("integer").expression == "nextval('pg_temp.row_numbers')"
    assert numbering("numeric(12,2)").expression == "nextval('pg_temp.row_numbers')"
    assert numbering("numeric(3,2)").expression == "nextval('pg_temp.row_numbers') * 0.01"
    assert numbering("numeric(2,-3)").expression == "nextval('pg_temp.row_numbers') * 1000"
    assert numbering("time(0) without time zone").expression.endswith("interval '1 seconds'")


def test_numbering_knows_how_many_rows_it_serves():
    assert numbering("smallint").most == 32_767
    assert numbering("character varying(3)").most == 999
    assert numbering("character varying(3)[]").most == 999
    assert numbering("numeric(3,2)").most == 999
    assert numbering("time(0) without time zone").most == 86_399
    assert numbering("character varying(30)").most is None
    assert numbering("time without time zone").most is None


def test_no_numbering_of_what_has_few_values_or_is_not_known():
    assert numbering("boolean") is None
    assert numbering("mood") is None
    assert numbering("mood[]") is None
    assert numbering("interval year") is None
