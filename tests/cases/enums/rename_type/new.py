def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b"], type_name="feeling", type_renamed_from="users_mood")
