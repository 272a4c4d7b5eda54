"""Random conditions find the rows that Python finds, and any value comes back as it was."""

from __future__ import annotations

import operator
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fluentorm import Database, FluentError

pytestmark = pytest.mark.acceptance

relaxed = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HOSTILE = (
    "'",
    '"',
    "';--",
    "%",
    "%s",
    "$1",
    "{}",
    "\\",
    "\\'",
    "\u202e",
    "é",
    "e\u0301",
    "𐍈",
    "NULL",
    "",
    " ",
    "\n",
    "_",
)
texts = st.sampled_from(HOSTILE) | st.text(
    st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=5
)
numbers = st.integers(-(2**31), 2**31 - 1)
maybe_numbers = st.none() | st.integers(-3, 3)
rows_of = st.lists(st.tuples(texts, maybe_numbers, st.booleans()), max_size=8)
COMPARISONS = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)


class Both:
    """A condition for the server, and the same one in Python with SQL's three truths."""

    def __init__(self, sql, python):
        self.sql, self.python = sql, python


def _known(function, *values):
    return None if None in values else function(*values)


def _and(left, right):
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left, right):
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def conditions():
    from shop import Customers

    def comparison(compare, value):
        return Both(compare(Customers.age, value), lambda row: _known(compare, row[1], value))

    leaves = st.one_of(
        st.builds(comparison, st.sampled_from(COMPARISONS), st.integers(-3, 3)),
        texts.map(lambda text: Both(Customers.name == text, lambda row: row[0] == text)),
        texts.map(lambda text: Both(Customers.name != text, lambda row: row[0] != text)),
        texts.map(lambda t: Both(Customers.name.starts_with(t), lambda row: row[0].startswith(t))),
        texts.map(lambda t: Both(Customers.name.ends_with(t), lambda row: row[0].endswith(t))),
        texts.map(lambda text: Both(Customers.name.has_text(text), lambda row: text in row[0])),
        st.lists(texts, max_size=3).map(
            lambda found: Both(Customers.name.in_(found), lambda row: row[0] in found)
        ),
        st.lists(st.integers(-3, 3), max_size=3).map(
            lambda found: Both(
                Customers.age.not_in(found),
                lambda row: True if not found else _known(lambda age: age not in found, row[1]),
            )
        ),
        st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(
            lambda ends: Both(
                Customers.age.between(*ends),
                lambda row: _known(lambda age: ends[0] <= age <= ends[1], row[1]),
            )
        ),
        st.just(Both(Customers.age.is_null(), lambda row: row[1] is None)),
        st.just(Both(Customers.active == True, lambda row: row[2])),  # noqa: E712 SQL's
    )

    def deeper(inner):
        return st.one_of(
            st.tuples(inner, inner).map(
                lambda two: Both(
                    two[0].sql & two[1].sql,
                    lambda row: _and(two[0].python(row), two[1].python(row)),
                )
            ),
            st.tuples(inner, inner).map(
                lambda two: Both(
                    two[0].sql | two[1].sql,
                    lambda row: _or(two[0].python(row), two[1].python(row)),
                )
            ),
            inner.map(
                lambda one: Both(~one.sql, lambda row: _known(operator.not_, one.python(row)))
            ),
        )

    return st.recursive(leaves, deeper, max_leaves=8)


class _Enough(Exception):
    pass


@pytest.fixture
def tx_of(shop):
    """Give what runs a function in a transaction that is taken back."""
    with psycopg.connect(shop, autocommit=True) as connection:
        db = Database(connection)

        def run(work):
            found = []
            with pytest.raises(_Enough), db.transaction() as tx:
                found.append(work(tx))
                raise _Enough
            return found[0]

        yield run


def test_conditions_find_what_python_finds(tx_of):
    from shop import Customers

    @relaxed
    @given(rows=rows_of, condition=conditions())
    def check(rows, condition):
        def work(tx):
            Customers.query().with_deleted().all_rows().soft_delete(tx)
            Customers.insert_many(
                tx,
                [
                    Customers.CreateInput(
                        id=100 + n, email=f"e{n}", name=name, age=age, active=active
                    )
                    for n, (name, age, active) in enumerate(rows)
                ],
            )
            return Customers.query().where(condition.sql).pluck(tx, Customers.id)

        wanted = [100 + n for n, row in enumerate(rows) if condition.python(row) is True]
        assert sorted(tx_of(work)) == wanted

    check()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def test_any_value_comes_back_as_it_was_or_is_refused(tx_of):
    from shop import Customers

    @relaxed
    @given(
        name=st.text(max_size=20) | st.sampled_from(HOSTILE),
        age=st.integers(-(2**33), 2**33),
        settings_=json_values,
        tags=st.lists(texts, max_size=4),
        born=st.dates(),
    )
    @example(name="a\0", age=1, settings_=None, tags=[], born=None)
    @example(name="\ud800", age=1, settings_=None, tags=[], born=None)
    @example(name="x", age=1, settings_={"\0": 1}, tags=[], born=None)
    @example(name="x", age=1, settings_=None, tags=["\0"], born=None)
    def check(name, age, settings_, tags, born):
        data = Customers.CreateInput(
            id=100, email="x", name=name, age=age, settings=settings_, tags=tags, born=born
        )

        def work(tx):
            try:
                with tx.transaction() as inner:
                    row = Customers.insert_and_return(inner, data)
            except FluentError:
                return None
            assert Customers.query().where(Customers.name == name).exists(tx)
            assert Customers.query().where(Customers.tags == tags).exists(tx)
            return row

        row = tx_of(work)
        if row is None:
            hostile = f"{name}{settings_!r}{tags!r}"
            assert (
                abs(age) > 2**31 - 1
                or "\0" in hostile
                or "\\x00" in hostile
                or any("\ud800" <= char <= "\udfff" for char in name)
            )
        else:
            assert (row.name, row.age, row.tags, row.born) == (name, age, tags, born)
            assert row.settings == settings_

    check()


def test_copy_takes_what_an_insert_takes(tx_of):
    from shop import Customers

    @relaxed
    @given(rows=rows_of, tags=st.lists(st.lists(texts, max_size=3), min_size=8, max_size=8))
    @example(rows=[("\\N", None, True), ("\\.", 1, True)], tags=[["\\N", "\t"], []])
    @example(rows=[("\b\t\n\v\f\r\\", 0, False), ("", None, True)], tags=[[""], ["NULL"]])
    @example(rows=[("a", 1, True), ("b\0", 1, True)], tags=[[], []])
    @example(rows=[("a", 1, True), ("\ud800", 1, True)], tags=[[], []])
    def check(rows, tags):
        data = [
            Customers.CreateInput(
                id=100 + n,
                email=f"e{n}",
                name=name,
                age=age,
                active=active,
                settings={name: [name, age]},
                tags=tags[n],
            )
            for n, (name, age, active) in enumerate(rows)
        ]

        def work(tx, how):
            try:
                with tx.transaction() as inner:
                    how(inner, data)
            except FluentError as error:
                return type(error)
            found = Customers.query().where(Customers.id >= 100).order_by(Customers.id).fetch(tx)
            return [(row.name, row.age, row.active, row.settings, row.tags) for row in found]

        copied = tx_of(lambda tx: work(tx, Customers.copy_in))
        inserted = tx_of(lambda tx: work(tx, Customers.insert_many))
        assert copied == inserted
        assert isinstance(copied, type) == any("\0" in row[0] or "\ud800" in row[0] for row in rows)

    check()


def test_numbers_keep_every_digit(tx_of):
    from shop import Products

    @relaxed
    @given(price=st.decimals("-99999999", "99999999", places=2), weight=st.floats(allow_nan=False))
    def check(price, weight):
        data = Products.CreateInput(name="x", code="x", price=price, weight=weight)
        row = tx_of(lambda tx: Products.insert_and_return(tx, data))
        assert row.price == price
        assert isinstance(row.price, Decimal)
        assert row.weight == weight

    check()
