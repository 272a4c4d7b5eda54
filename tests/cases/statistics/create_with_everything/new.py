from fluentorm import sql


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.text("code")
    t.statistics(
        "users_places",
        ["city", "code", sql("lower(city)")],
        kinds=["mcv", "ndistinct"],
        target=500,
        comment="they go together",
    )
