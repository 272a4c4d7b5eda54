def define(db):
    db.function(
        "one",
        returns="integer",
        body="SELECT 1",
        settings={"work_mem": "16MB", "statement_timeout": "5s"},
    )
