-- rename_range_type_price_range_to_cost_range
ALTER TYPE price_range RENAME TO cost_range;
ALTER TYPE price_multirange RENAME TO cost_multirange;
