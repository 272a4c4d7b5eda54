-- alter_range_type_price_range
-- Hazard: rewrites offers under an exclusive lock
-- Hazard: rewrites offers under an exclusive lock
-- Down: offers.price comes back as price_range from what USING made of it
-- Down: fails where offers.price does not read as price_range
-- Down: offers.price comes back as text from what USING made of it
DROP INDEX offers_price;
ALTER TABLE offers ALTER COLUMN price TYPE text USING price::text;
DROP TYPE price_range;
CREATE TYPE price_range AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
ALTER TABLE offers ALTER COLUMN price TYPE price_range USING price::price_range;
CREATE INDEX offers_price ON offers USING gist (price);
