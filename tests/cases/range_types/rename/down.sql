-- offers_alter_column_price
ALTER TABLE offers ALTER COLUMN price TYPE price_range USING price::text::price_range;

-- rename_range_type_price_range_to_cost_range
ALTER TYPE cost_range RENAME TO price_range;
