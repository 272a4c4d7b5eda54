"""Which migrations touched which table."""

from fluentorm.document.history import Touch, history


def generated(name: str, table: str, kind: str, text: str = "") -> Touch:
    return Touch(name=name, table=table, kind=kind, text=text)


def by_hand(name: str, text: str) -> Touch:
    return Touch(name=name, table=None, kind=None, text=text)


def test_generated_ones_touch_the_table_of_their_header() -> None:
    found = history(
        ["users", "posts"],
        [
            generated("1_create_users.sql", "users", "create_table"),
            generated("2_posts_add_fk.sql", "posts", "add_foreign_key", "REFERENCES users"),
        ],
    )
    assert found == {"users": ("1_create_users.sql",), "posts": ("2_posts_add_fk.sql",)}


def test_those_by_hand_touch_what_they_name() -> None:
    migrations = [by_hand("1_fill.sql", "-- not posts\nUPDATE \"Users\" SET name = 'posts'")]
    assert history(["Users", "users", "posts", "billing.Users"], migrations) == {
        "Users": ("1_fill.sql",),
        "users": (),
        "posts": (),
        "billing.Users": (),
    }


def test_a_table_has_the_history_of_its_earlier_names() -> None:
    rename = '-- Table: people\nALTER TABLE "Users" RENAME TO people;\n'
    move = "ALTER TABLE people SET SCHEMA app;\n"
    migrations = [
        generated("1", "Users", "create_table"),
        generated("2", "people", "rename_table", rename),
        generated("3", "app.people", "rename_table", move),
        generated("4", "app.folk", "rename_table", "ALTER TABLE app.people RENAME TO folk;"),
        generated("5", "Users", "create_table"),
    ]
    assert history(["app.folk", "Users"], migrations) == {
        "app.folk": ("1", "2", "3", "4"),
        "Users": ("5",),
    }
