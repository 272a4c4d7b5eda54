def define(db):
    db.function(
        "quoted",
        returns="text",
        language="plpgsql",
        body="\nBEGIN\n  RETURN $$it's$$ || $function$ x $function$;\nEND\n",
    )
