def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.rule(
        "log",
        """ON UPDATE TO users DO ALSO (
    INSERT INTO changes (what) VALUES (OLD.name);
    INSERT INTO changes (what) VALUES (NEW.name)
)""",
    )


def changes(t):
    t.big_increments("id", primary_key=True)
    t.text("what")
