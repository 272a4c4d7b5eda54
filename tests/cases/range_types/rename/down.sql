-- rename_range_type_price_range_to_cost_range
ALTER TYPE cost_range RENAME TO price_range;
ALTER TYPE cost_multirange RENAME TO price_multirange;
