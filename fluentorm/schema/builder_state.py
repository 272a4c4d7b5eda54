"""What a TableSchema remembers while schema files call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fluentorm.errors import Place
from fluentorm.schema.builder_objects import ObjectState
from fluentorm.schema.builder_options import FieldDraft
from fluentorm.schema.hints import Relation
from fluentorm.schema.objects import Constraint, Enum, Index, PrimaryKey
from fluentorm.schema.qualified import KEY_HINT, bare_name, canonical_key


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

    def _add_field(
        self,
        name: object,
        type_: str,
        options: Mapping[str, Any],
        enum: Enum | None = None,
    ) -> None:
        place = self._here()
        text = name if type(name) is str else self._name("a column", name)
        if text is None:
            return
        draft = FieldDraft(text, type_, options, place, enum)
        earlier = self._declared.setdefault(text, draft)
        if earlier is draft:
            self._fields[text] = draft
        else:
            self._repeated.append((earlier, draft))
