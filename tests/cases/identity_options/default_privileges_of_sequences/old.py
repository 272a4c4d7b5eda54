def define(db):
    db.default_privileges("sequences", grants={"fluent_test_reader": ["usage"]})


def orders(t):
    t.big_increments("id", primary_key=True, sequence={"grants": {"fluent_test_reader": ["usage"]}})
