-- offers_drop_index_offers_price
DROP INDEX offers_price;

-- offers_alter_column_price
-- Hazard: rewrites offers under an exclusive lock
-- Down: offers.price comes back as price_range from what USING made of it
-- Down: fails where offers.price does not read as price_range
ALTER TABLE offers ALTER COLUMN price TYPE text USING price::text;

-- alter_range_type_price_range
DROP TYPE price_range;
CREATE TYPE price_range AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);

-- offers_alter_column_price
-- Hazard: rewrites offers under an exclusive lock
-- Down: offers.price comes back as text from what USING made of it
ALTER TABLE offers ALTER COLUMN price TYPE price_range USING price::price_range;

-- offers_add_index_offers_price
CREATE INDEX offers_price ON offers USING gist (price);
