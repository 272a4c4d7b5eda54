def define(db):
    db.function("a_first", "n integer", returns="integer", body="SELECT b_second(n)")
    db.function("b_second", "n integer", returns="integer", body="SELECT c_third(n) + 1")
    db.function("c_third", "n integer", returns="integer", body="SELECT n")
