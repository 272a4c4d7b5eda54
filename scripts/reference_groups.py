"""The calls of the builders by subject, and where what their arguments mean is written."""

from __future__ import annotations

from typing import NamedTuple

from fluentorm.registry.yaml_attached import (
    BOUND,
    POLICY,
    RULE,
    STATISTICS,
    TABLE_OF,
    TRIGGER,
)
from fluentorm.registry.yaml_constraints import (
    BELONGS_TO,
    CHECK,
    EXCLUSION,
    FOREIGN,
    FOREIGN_KEY_OPTIONS,
    HAS_MANY,
    NOT_NULL,
    PRIMARY_KEY,
    UNIQUE,
)
from fluentorm.registry.yaml_fields import COLUMN_OPTIONS, FIELD_METHODS
from fluentorm.registry.yaml_indexes import CONSTRAINT_NAME, INDEX, INDEX_KEY
from fluentorm.registry.yaml_keys import ALTER_FIELD, FILLING, PARTITION_BY, PARTITION_OF
from fluentorm.registry.yaml_objects import (
    AGGREGATE,
    FUNCTION,
    GRANT,
    MATERIALIZED_VIEW,
    NAMESPACE,
    OBJECT_OPTIONS,
    PROCEDURE,
    PUBLICATION,
    SEQUENCE,
    TARGETS,
    VIEW,
)
from fluentorm.registry.yaml_shapes import Key
from fluentorm.schema.attached_options import (
    PolicyOptions,
    RuleOptions,
    StatisticsOptions,
    TriggerOptions,
)
from fluentorm.schema.builder_indexes import IndexOptions
from fluentorm.schema.builder_options import ColumnOptions
from fluentorm.schema.builder_partitions import BoundOptions
from fluentorm.schema.builder_relations import ForeignKeyOptions
from fluentorm.schema.database_grants import PublicationOptions, Targets
from fluentorm.schema.database_routines import AggregateOptions, FunctionOptions, RoutineOptions
from fluentorm.schema.database_state import CommonOptions, GrantOptions
from fluentorm.schema.database_types import SequenceCallOptions
from fluentorm.schema.database_views import MaterializedViewOptions, ViewOptions
from fluentorm.schema.sequence_options import SequenceCall

Keys = dict[str, Key]


class Group(NamedTuple):
    """Methods of one subject.

    ``keys`` say what the arguments of a method mean, ``table`` the keys of a dict of all of them.
    """

    title: str
    methods: tuple[str, ...]
    text: str
    keys: dict[str, Keys]
    table: Keys


def _group(
    title: str, methods: str, text: str = "", *, table: Keys | None = None, **keys: Keys
) -> Group:
    return Group(title, tuple(methods.split()), text, {**FIELD_METHODS, **keys}, table or {})


_COLUMN = "The name of a call is the `type` of the field in YAML."
TABLE = (
    _group("Texts", "string text varchar char", _COLUMN),
    _group(
        "Numbers and booleans",
        "boolean small_int integer big_int float double numeric",
        _COLUMN,
    ),
    _group(
        "Numbers that count up",
        "increments small_increments big_increments serial small_serial big_serial",
        _COLUMN,
    ),
    _group("Days and times", "date time timestamp date_time interval timestamps soft_delete"),
    _group(
        "Other types of columns",
        "uuid json jsonb binary inet cidr macaddr bit enum array column",
        f"{_COLUMN} In YAML any other type is written as it is, without `column`.",
    ),
    _group(
        "Constraints",
        "primary_key unique check exclude not_null",
        primary_key=PRIMARY_KEY,
        unique={"name": CONSTRAINT_NAME, **UNIQUE},
        check=CHECK,
        exclude=EXCLUSION,
        not_null=NOT_NULL,
    ),
    _group(
        "Relations and foreign keys",
        "belongs_to has_one has_many has_one_in many_to_many foreign foreign_key foreigns "
        "has_many_list",
        belongs_to=BELONGS_TO,
        has_one=BELONGS_TO,
        many_to_many=BELONGS_TO,
        foreign=FOREIGN,
        foreign_key=BELONGS_TO,
        has_many=HAS_MANY,
        has_one_in=HAS_MANY,
    ),
    _group(
        "Indexes",
        "index add_indexes drop_index",
        'A `Key` is the name of a column, an expression in `sql("...")`, or a dict of these keys. '
        "Constraints by `exclude` have the same keys, with an `operator`.",
        table=INDEX_KEY,
    ),
    _group(
        "Triggers, rules and statistics",
        "trigger rule statistics",
        trigger=TRIGGER,
        rule=RULE,
        statistics=STATISTICS,
    ),
    _group("Security", "row_security policy grant revoke", grant=GRANT),
    _group(
        "Partitions and inheritance",
        "partition_by partition partition_of unmanaged_partitions inherits",
        partition_by=PARTITION_BY,
        partition_of=PARTITION_OF,
    ),
    _group("Storage and replication", "storage unlogged replica_identity cluster_on"),
    _group(
        "Changes",
        "renamed_from rename_table rename_field alter_field alter_fields drop_field backfill "
        "blocking_ok",
        "How a change is made, and what an earlier file or a mixin declared.",
        alter_field=ALTER_FIELD,
        backfill=FILLING,
    ),
    _group("The table itself", "comment"),
    _group(
        "In programs",
        "create_empty create build finish problems get_field_by_name get_index_by_name "
        "get_create_input_fields get_update_input_fields",
        "Schema files need none of these.",
    ),
)
_OBJECTS = {method: {**keys, **TABLE_OF} for method, keys in OBJECT_OPTIONS.items()}
DATABASE = (
    _group("Namespaces and extensions", "namespace extension", **_OBJECTS),
    _group("Types", "enum domain composite_type range_type collation", **_OBJECTS),
    _group("Sequences", "sequence", **_OBJECTS),
    _group("Views", "view materialized_view", **_OBJECTS),
    _group(
        "Functions, procedures and aggregates",
        "function procedure aggregate event_trigger sql_file",
        **_OBJECTS,
    ),
    _group(
        "On tables and views",
        "trigger rule policy statistics",
        "For what a table has of these, `TableSchema` has the same calls.",
        trigger={**TRIGGER, **TABLE_OF},
        rule={**RULE, **TABLE_OF},
        policy={**POLICY, **TABLE_OF},
        statistics={**STATISTICS, **TABLE_OF},
    ),
    _group(
        "Privileges and comments",
        "grant revoke default_privileges comment",
        **{**_OBJECTS, "grant": GRANT, "revoke": GRANT},
    ),
    _group("Publications", "publication", **_OBJECTS),
    _group("What is dropped in two stages", "drop_table drop_type"),
    _group("In programs", "create finish problems", "Schema files need none of these."),
)

OPTIONS: dict[type, Keys] = {
    ColumnOptions: COLUMN_OPTIONS,
    ForeignKeyOptions: FOREIGN_KEY_OPTIONS,
    IndexOptions: INDEX,
    BoundOptions: BOUND,
    TriggerOptions: TRIGGER,
    RuleOptions: RULE,
    PolicyOptions: POLICY,
    StatisticsOptions: STATISTICS,
    CommonOptions: NAMESPACE,
    GrantOptions: NAMESPACE,
    SequenceCallOptions: SEQUENCE,
    ViewOptions: VIEW,
    MaterializedViewOptions: MATERIALIZED_VIEW,
    FunctionOptions: FUNCTION,
    RoutineOptions: PROCEDURE,
    AggregateOptions: AGGREGATE,
    PublicationOptions: PUBLICATION,
    Targets: TARGETS,
    SequenceCall: COLUMN_OPTIONS["sequence"].shape.keys,
}
"""The kinds of options, and what each option means: what the key of its name means in YAML."""
