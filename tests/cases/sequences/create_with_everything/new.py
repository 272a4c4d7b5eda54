def define(db):
    db.sequence(
        "order_numbers",
        "integer",
        start=1000,
        increment=10,
        minimum=100,
        maximum=100000,
        cache=20,
        cycle=True,
        unlogged=True,
        comment="on paper",
        grants={"fluent_test_reader": "select", "Fluent Test Writer": ["usage", "update"]},
    )
