from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluentorm.codegen.names import (
    RESERVED_ATTRIBUTES,
    attribute_names,
    class_names,
    member_names,
    module_names,
)

NAMES = st.lists(
    st.one_of(
        st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1),
        st.sampled_from(["a b", "a_b", "A b", "class", "_", "__", "2", "registry", "Model", "con"]),
    ),
    unique=True,
    max_size=12,
)


@pytest.mark.parametrize(
    ("table", "module", "class_name"),
    [
        ("users", "users", "Users"),
        ("post_categories", "post_categories", "PostCategories"),
        ("userRoles", "userroles", "UserRoles"),
        ("USERS", "users", "USERS"),
        ("class", "class_", "Class"),
        ("registry", "registry_", "Registry"),
        ("enums", "enums_", "Enums"),
        ("con", "con_", "Con"),
        ("__init__", "init", "Init"),
        ("model", "model", "ModelRow"),
        ("exception", "exception", "ExceptionRow"),
        ("2fa", "t_2fa", "T2fa"),
        ("größe", "grosse", "Größe"),
        ("用户", "u7528_u6237", "T用户"),
        ("🎉", "u1f389", "U1f389"),
        ('a"b', "a_b", "AB"),
        ("_", "blank", "Blank"),
        ("../../etc/passwd", "etc_passwd", "EtcPasswd"),
    ],
)
def test_table_name_gives_module_and_class(table, module, class_name):
    assert module_names([table]) == {table: module}
    assert class_names([table], ("",), set()) == {table: class_name}


def test_plain_name_keeps_its_class_whatever_comes_beside_it():
    tables = ["Users", "user roles", "user_roles", "users", "userRoles"]
    classes = class_names(tables, ("",), set())
    assert classes["users"] == "Users"
    assert classes["user_roles"] == "UserRoles"
    assert module_names(tables)["users"] == "users"


def test_class_makes_room_for_the_inputs_of_another():
    classes = class_names(["users", "users_create_input"], ("", "CreateInput"), set())
    assert classes == {"users": "Users", "users_create_input": "UsersCreateInput2"}


@pytest.mark.parametrize(
    ("column", "attribute"),
    [
        ("email", "email"),
        ("userName", "userName"),
        ("_hidden", "_hidden"),
        ("__private", "private"),
        ("class", "class_"),
        ("None", "None_"),
        ("from_row", "from_row_"),
        ("count", "count_"),
        ("str", "str_"),
        ("2fa code", "n_2fa_code"),
        ("ﬁ", "fi"),
        ("🎉", "u1f389"),
    ],
)
def test_column_name_gives_attribute(column, attribute):
    assert attribute_names([column]) == {column: attribute}


def test_attributes_that_come_out_alike_are_numbered():
    assert attribute_names(["a b", "a-b", "a_b"]) == {"a b": "a_b_2", "a-b": "a_b_3", "a_b": "a_b"}


@pytest.mark.parametrize(
    ("value", "member"),
    [
        ("draft", "DRAFT"),
        ("in progress", "IN_PROGRESS"),
        ("1st", "VALUE_1ST"),
        ("", "EMPTY"),
        ("_x_", "X"),
        ("mro", "MRO"),
        ("-", "U2D"),
    ],
)
def test_enum_value_gives_member(value, member):
    assert member_names([value]) == {value: member}


@given(NAMES)
def test_any_names_give_safe_and_different_python_names(names):
    modules = module_names(names)
    assert list(modules) == names
    assert len(set(modules.values())) == len(names)
    for module in modules.values():
        assert module.isidentifier()
        assert module.isascii()
        assert module == module.lower()
        assert not keyword.iskeyword(module)
    classes = class_names(names, ("", "Json"), set())
    assert len(set(classes.values())) == len(names)
    assert all(name.isidentifier() and name[0].isupper() for name in classes.values())
    for attributes in (attribute_names(names), member_names(names)):
        assert len(set(attributes.values())) == len(names)
        assert all(name.isidentifier() for name in attributes.values())
        assert not any(keyword.iskeyword(name) for name in attributes.values())
    attributes = attribute_names(names)
    assert not RESERVED_ATTRIBUTES & set(attributes.values())
    assert not any(name.startswith("__") for name in attributes.values())
