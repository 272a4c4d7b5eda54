from fluentorm import sql


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("city")
    t.statistics("users_lower", sql("lower(city)"))
