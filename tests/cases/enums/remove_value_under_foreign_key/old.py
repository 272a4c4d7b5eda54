def moods(t):
    t.enum("name", ["a", "b", "c"], type_name="mood", primary_key=True)


def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b", "c"], type_name="mood")
    t.belongs_to("mood_row", "mood", "moods", "name")
