"""The snapshot's text holds the whole state of a model, and only that."""

import dataclasses
from enum import StrEnum

from fluentorm.errors import Place
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    ColumnDetails,
    Enum,
    Exclusion,
    ForeignKey,
    Generated,
    Identity,
    Index,
    IndexKey,
    Match,
    NotNull,
    PrimaryKey,
    SchemaModel,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.snapshot.codec import fingerprint, parse, render

GRANTED = Privileges(
    (Grant("PUBLIC", "SELECT"), Grant("app", "SELECT", True), Grant("app", "UPDATE")),
    (Grant("CURRENT_USER", "TRUNCATE"),),
)
COUNTED = SequenceOptions(start=5, increment=-2, minimum=-9, maximum=9, cache=4, cycle=True)
DETAILS = ColumnDetails(
    storage="external",
    compression="pglz",
    statistics=0,
    options=(("n_distinct", "5"),),
    not_null=NotNull(name="nn", no_inherit=True, validated=False, comment="why"),
    inherited=True,
    privileges=GRANTED,
)
TABLE_DETAILS = TableDetails(
    unlogged=True,
    partition_by="RANGE (n)",
    partition_of="p",
    bound="DEFAULT",
    inherits=("a", "billing.b"),
    storage=(("fillfactor", "70"),),
    row_security=True,
    force_row_security=True,
    replica_identity="full",
    replica_identity_index="i",
    cluster_on="i",
    privileges=GRANTED,
)

EVERYTHING = SchemaModel(
    enums={
        "mood": Enum(name="mood", values=("sad", "ok"), comment="how it feels", privileges=GRANTED)
    },
    tables={
        'Näme "x"': Table(
            name='Näme "x"',
            comment="all of it",
            details=TABLE_DETAILS,
            unmanaged_partitions="t_[0-9]+",
            columns={
                "id": Column(name="id", type="bigint", identity=Identity(always=True)),
                "n": Column(name="n", type="integer", identity=Identity()),
                "o": Column(
                    name="o",
                    type="integer",
                    identity=Identity(
                        options=COUNTED,
                        sequence="billing.s",
                        privileges=Privileges(grants=(Grant("app", "USAGE"),)),
                    ),
                    details=DETAILS,
                ),
                "g": Column(
                    name="g",
                    type="text",
                    generated=Generated(expression="lower(x)", virtual=True),
                    collation='"C"',
                ),
                "h": Column(name="h", type="text", generated=Generated(expression="'x'")),
                "mood": Column(
                    name="mood",
                    type="mood",
                    nullable=True,
                    default="'ok'",
                    comment="today",
                    hints=FieldHints(
                        create_input=InputMode.EXCLUDED,
                        update_input=False,
                        redacted=True,
                        auto_generate=AutoGenerate.UUID,
                    ),
                ),
            },
            constraints={
                "pk": PrimaryKey(
                    name="pk",
                    columns=("id",),
                    include=("n",),
                    without_overlaps=True,
                    storage=(("fillfactor", "70"),),
                    deferrable=True,
                    comment="c",
                ),
                "u": Unique(
                    name="u",
                    columns=("id", "n"),
                    nulls_not_distinct=True,
                    include=("o",),
                    without_overlaps=True,
                    storage=(("fillfactor", "70"),),
                    deferrable=True,
                    initially_deferred=True,
                ),
                "c": Check(name="c", expression="n > 0", comment="positive"),
                "d": Check(
                    name="d", expression="n > 1", no_inherit=True, validated=False, enforced=False
                ),
                "x": Exclusion(
                    name="x",
                    elements=(
                        (IndexKey(column="n"), "="),
                        (IndexKey(expression="f(n)", opclass="o", descending=True), "&&"),
                    ),
                    method="spgist",
                    include=("o",),
                    where="n > 0",
                    storage=(("fillfactor", "70"),),
                    deferrable=True,
                    initially_deferred=True,
                    comment="no two",
                ),
                "f": ForeignKey(
                    name="f",
                    columns=("n",),
                    references_table="t",
                    references_columns=("id",),
                    on_delete=Action.SET_NULL,
                    on_update=Action.CASCADE,
                    match=Match.FULL,
                    on_delete_columns=("n",),
                    period=True,
                    validated=False,
                    enforced=False,
                    deferrable=True,
                ),
            },
            indexes={
                "i": Index(
                    name="i",
                    keys=(
                        IndexKey(column="n"),
                        IndexKey(
                            expression="lower(x)",
                            descending=True,
                            nulls_first=False,
                            opclass="text_pattern_ops",
                            collation='"C"',
                        ),
                    ),
                    unique=True,
                    method="gist",
                    include=("id",),
                    where="n > 1",
                    nulls_not_distinct=True,
                    storage=(("fillfactor", "70"),),
                    statistics=((2, 500),),
                    comment="fast",
                )
            },
            relations={
                "owner": Relation(
                    name="owner",
                    kind=RelationKind.MANY_TO_ONE,
                    columns=("n",),
                    references_table="t",
                    references_columns=("id",),
                    constraint="f",
                )
            },
            source_files=("schemas/01_x.py", "schemas/02_x.yaml"),
        ),
    },
)


def _read(text: str) -> SchemaModel:
    return parse(text)


def test_everything_survives_the_way_through_text() -> None:
    back = _read(render(EVERYTHING))
    assert back == EVERYTHING
    table, again = EVERYTHING.tables['Näme "x"'], back.tables['Näme "x"']
    assert again.relations == table.relations
    assert again.source_files == table.source_files
    assert again.columns["mood"].hints == table.columns["mood"].hints


def test_an_empty_model_survives() -> None:
    assert _read(render(SchemaModel())) == SchemaModel()


def test_each_field_has_a_line_of_its_own() -> None:
    lines = [line for line in render(EVERYTHING).splitlines() if '"name": "mood"' in line]
    assert len(lines) == 1
    assert '"type": "mood"' in lines[0]


def test_places_and_steering_are_not_state() -> None:
    table = Table(name="t", columns={"a": Column(name="a", type="text")})
    steered = Table(
        name="t",
        columns={
            "a": Column(
                name="a",
                type="text",
                renamed_from="b",
                backfill="''",
                origin=Place("schemas/01_t.py", 4),
            )
        },
        renamed_from="old",
    )
    assert fingerprint(SchemaModel(tables={"t": table})) == fingerprint(
        SchemaModel(tables={"t": steered})
    )


def test_hints_change_the_fingerprint() -> None:
    def model(redacted: bool) -> SchemaModel:
        column = Column(name="a", type="text", hints=FieldHints(redacted=redacted))
        return SchemaModel(tables={"t": Table(name="t", columns={"a": column})})

    assert fingerprint(model(False)) != fingerprint(model(True))


def _other(name: str, value: object) -> object:
    """A value of the same kind that is not equal to the one given."""
    samples = {
        "identity": Identity(options=SequenceOptions(cache=9)),
        "generated": Generated(expression="1"),
        "statistics": ((1, 7),),
        "storage": (("fillfactor", "71"),),
        "options": (("n_distinct", "6"),),
        "details": ColumnDetails(compression="lz4"),
    }
    if name in samples:
        return samples[name]
    match value:
        case bool():
            return not value
        case StrEnum():
            return next(item for item in type(value) if item is not value)
        case str():
            return value + "x"
        case FieldHints():
            return FieldHints(redacted=not value.redacted)
        case tuple():
            return (*value, value[0]) if value else ("x",)
        case _:
            return "x"


def _table_with(item: object) -> SchemaModel:
    table = EVERYTHING.tables['Näme "x"']
    match item:
        case Column():
            changed = dataclasses.replace(table, columns={"x": item})
        case Index():
            changed = dataclasses.replace(table, indexes={"x": item})
        case Relation():
            changed = dataclasses.replace(table, relations={"x": item})
        case _:
            changed = dataclasses.replace(table, constraints={"x": item})
    return SchemaModel(tables={"t": changed})


def test_every_attribute_of_the_state_is_written() -> None:
    table = EVERYTHING.tables['Näme "x"']
    objects = [
        *table.columns.values(),
        *table.constraints.values(),
        *table.indexes.values(),
        *table.relations.values(),
    ]
    steering = {"renamed_from", "backfill", "blocking_ok", "steering", "origin"}
    for item in objects:
        for field in dataclasses.fields(item):
            if field.name in steering:
                continue
            other = dataclasses.replace(
                item, **{field.name: _other(field.name, getattr(item, field.name))}
            )
            assert render(_table_with(other)) != render(_table_with(item)), field.name


def test_what_is_rare_survives_by_itself() -> None:
    """Each attribute is read back without the others beside it."""
    whole = EVERYTHING.tables['Näme "x"']
    for field in dataclasses.fields(TABLE_DETAILS):
        alone = TableDetails(**{field.name: getattr(TABLE_DETAILS, field.name)})
        model = SchemaModel(tables={"t": dataclasses.replace(whole, name="t", details=alone)})
        assert _read(render(model)) == model
    for field in dataclasses.fields(DETAILS):
        only = ColumnDetails(**{field.name: getattr(DETAILS, field.name)})
        column = Column(name="a", type="text", details=only)
        model = SchemaModel(tables={"t": Table(name="t", columns={"a": column})})
        assert _read(render(model)) == model


def test_unmanaged_partitions_are_remembered() -> None:
    back = _read(render(EVERYTHING)).tables['Näme "x"']
    assert back.unmanaged_partitions == "t_[0-9]+"
