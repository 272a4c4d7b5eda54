-- rename_composite_type_pair_to_couple
ALTER TYPE couple RENAME TO pair;
