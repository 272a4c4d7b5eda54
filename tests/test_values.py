"""Values are dataclasses to everything that looks at them, and as frozen as those."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point with a mark."""

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)
    mark: str | None = field(default=None, compare=False)
    hidden: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Pair:
    first: int
    second: int = 2
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.first + self.second)
        if self.first == self.second:
            raise ValueError("equal")


@dataclass(slots=True)
class Counter:
    count: int = 0


@dataclass(frozen=True)
class Empty:
    pass


def _standard() -> type:
    plain = dataclasses.make_dataclass(
        "Point",
        [(f.name, f.type, copy.copy(f)) for f in fields(Point)],
        frozen=True,
        kw_only=True,
        slots=True,
    )
    plain.__module__ = __name__
    return plain


def test_a_value_looks_like_the_standard_library_made_it() -> None:
    theirs = _standard()
    arguments = {"x": 1, "tags": ["a"], "mark": "m", "hidden": "h"}
    ours, wanted = Point(**arguments), theirs(**arguments)  # type: ignore[arg-type]
    assert repr(ours) == repr(wanted) == "Point(x=1, y=0, tags=['a'], mark='m')"
    assert dataclasses.asdict(ours) == dataclasses.asdict(wanted)
    assert [f.name for f in fields(Point)] == [f.name for f in fields(theirs)]
    assert str(inspect.signature(Point)).split(" ->")[0].count("*") == 1
    assert list(inspect.signature(Point).parameters) == list(inspect.signature(theirs).parameters)
    assert Point.__slots__ == theirs.__slots__  # type: ignore[attr-defined]


def test_defaults_are_made_anew_for_each_value() -> None:
    one, two = Point(x=1), Point(x=1)
    one.tags.append("a")
    assert two.tags == []


def test_what_is_not_compared_makes_no_difference() -> None:
    assert Point(x=1, mark="a") == Point(x=1, mark="b")
    assert Point(x=1) != Point(x=2)
    assert Point(x=1) != 1
    assert Pair(1) != Point(x=1)
    assert hash(Pair(1)) == hash(Pair(1, 2))
    assert {Pair(1), Pair(1, 2), Pair(3)} == {Pair(1), Pair(3)}
    assert Empty() == Empty()
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(x=1))


def test_a_frozen_value_stays_as_it_is() -> None:
    value = Pair(1)
    with pytest.raises(FrozenInstanceError, match='"first"'):
        value.first = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match='"first"'):
        del value.first  # type: ignore[misc]
    assert value.first == 1


def test_arguments_are_checked_as_python_does() -> None:
    with pytest.raises(TypeError, match=r"Point.__init__\(\) missing 1 required keyword-only"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Point.__init__\(\) takes 1 positional argument"):
        Point(1)  # type: ignore[misc]
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(x=1, z=2)  # type: ignore[call-arg]


def test_a_check_after_the_making_is_run() -> None:
    with pytest.raises(ValueError, match="equal"):
        Pair(2)
    with pytest.raises(ValueError, match="equal"):
        replace(Pair(1), second=1)
    assert replace(Pair(1), second=3).total == 4


def test_values_can_be_replaced_copied_and_pickled() -> None:
    value = Point(x=1, tags=["a"], mark="m", hidden="h")
    assert replace(value, y=3) == Point(x=1, y=3, tags=["a"])
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    for twin in (copy.copy(value), copy.deepcopy(value), pickled):
        assert twin == value
        assert (twin.mark, twin.hidden) == ("m", "h")


def test_a_value_that_is_not_frozen_can_be_changed_and_not_hashed() -> None:
    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)
