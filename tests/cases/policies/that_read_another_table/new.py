def users(t):
    t.big_increments("id", primary_key=True)
    t.policy("members", using="id IN (SELECT user_id FROM members)")


def members(t):
    t.big_increments("id", primary_key=True)
    t.big_int("user_id")
