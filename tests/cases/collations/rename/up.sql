-- rename_collation_german_to_deutsch
ALTER COLLATION german RENAME TO deutsch;
