def visits(t):
    t.big_int("user_id")
    t.date("day", default="2024-01-01")
    t.primary_key(["user_id", "day"])
