-- rename_range_type_price_range_to_cost_range
ALTER TYPE price_range RENAME TO cost_range;

-- offers_alter_column_price
-- Hazard: fails where offers.price does not read as cost_range
-- Hazard: rewrites offers under an exclusive lock
-- Down: fails where offers.price does not read as price_range
ALTER TABLE offers ALTER COLUMN price TYPE cost_range USING price::text::cost_range;
