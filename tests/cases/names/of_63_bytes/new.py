NAME = "é" * 31 + "x"


def build(t):
    t.big_int(NAME, primary_key=True)
    t.enum("mood", ["a", "b", "c"], type_name=NAME[:-1] + "y")


tables = {NAME: build}
