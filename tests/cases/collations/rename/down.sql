-- rename_collation_german_to_deutsch
ALTER COLLATION deutsch RENAME TO german;
