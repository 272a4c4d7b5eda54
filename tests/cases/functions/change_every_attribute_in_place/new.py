def define(db):
    db.function(
        "add",
        "a integer",
        returns="integer",
        body="SELECT a",
        volatility="stable",
        strict=True,
        security_definer=True,
        leakproof=True,
        parallel="safe",
        cost=7,
        settings={"work_mem": "8MB"},
    )
