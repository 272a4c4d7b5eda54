"""What a TableSchema remembers while schema files call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fluentorm.errors import Place
from fluentorm.schema.builder_objects import ObjectState
from fluentorm.schema.builder_options import FieldDraft
from fluentorm.schema.hints import Relation
from fluentorm.schema.objects import Constraint, Enum, Index, NotNull, PrimaryKey
from fluentorm.schema.privileges import Privileges
from fluentorm.schema.qualified import KEY_HINT, bare_name, canonical_key

if TYPE_CHECKING:
    from fluentorm.schema.builder_steering import Filling


class BuilderState(ObjectState):
    """The collected declarations of one table, and all that is wrong with them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        key = canonical_key(name)
        self.name = name if key is None else key
        self._bare = bare_name(self.name)
        if key is None:
            self._problem(f'the name of a table cannot be "{name}"', KEY_HINT)
        self._declared: dict[str, FieldDraft] = {}
        self._fields: dict[str, FieldDraft] = {}  # as declared, then as altered
        self._repeated: list[tuple[FieldDraft, FieldDraft]] = []
        self._missing_fields: list[tuple[str, str, Place]] = []
        self._renames: list[tuple[str, str, Place]] = []
        self._key: PrimaryKey | None = None
        self._constraints: dict[str, Constraint] = {}
        self._indexes: dict[str, Index] = {}
        self._relations: dict[str, Relation] = {}
        self._junctions: dict[str, bool] = {}
        self._comment: str | None = None
        self._comment_place: Place | None = None
        self._renamed_from: str | None = None
        self._details: dict[str, tuple[Any, Place]] = {}
        self._storage: dict[str, tuple[str, Place]] = {}
        self._granted: dict[str | None, tuple[Privileges, Place]] = {}
        self._not_nulls: dict[str, tuple[NotNull, Place]] = {}
        self._inherits: dict[str, Place] = {}
        self._partitions: dict[str, BuilderState] = {}
        self._overrides: list[tuple[str, Mapping[str, Any], Place]] = []
        self._unmanaged: str | None = None
        self._fillings: list[Filling] = []
        self._staged_drops: dict[str, Place] = {}
        self._online_renames: dict[str, None] = {}
        self._renamed_online = False
        self._blocking_ok: str | None = None

    @property
    def _has_parent(self) -> bool:
        """Say whether columns come from another table."""
        return "partition_of" in self._details or bool(self._inherits)

    def _detail(self, name: str, value: object) -> None:
        """Keep what a call says of the table; report another that said otherwise."""
        earlier = self._details.setdefault(name, (value, self._here()))
        if value is not None and earlier[0] != value:
            self._problem(f"{name} is already {earlier[0]} at {earlier[1]}", "keep one of the two")

    def _add_field(
        self,
        name: object,
        type_: str,
        options: Mapping[str, Any],
        enum: Enum | None = None,
        *,
        serial: bool = False,
    ) -> None:
        place = self._here()
        text = name if type(name) is str else self._name("a column", name)
        if text is None:
            return
        draft = FieldDraft(text, type_, options, place, enum, serial=serial)
        earlier = self._declared.setdefault(text, draft)
        if earlier is draft:
            self._fields[text] = draft
        else:
            self._repeated.append((earlier, draft))
