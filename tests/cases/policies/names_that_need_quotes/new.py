def users(t):
    t.big_increments("Id", primary_key=True)
    t.policy("Own; rows", using='"Id" > 1', comment="it's", roles=["Fluent Test Writer"])


tables = {"order": users}
