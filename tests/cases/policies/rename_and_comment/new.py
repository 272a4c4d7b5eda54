def users(t):
    t.big_increments("id", primary_key=True)
    t.policy("mine", using="true", renamed_from="own", comment="new")
