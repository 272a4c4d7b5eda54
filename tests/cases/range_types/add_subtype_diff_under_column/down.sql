-- alter_range_type_price_range
DROP INDEX offers_price;
ALTER TABLE offers ALTER COLUMN price TYPE text USING price::text;
DROP TYPE price_range;
CREATE TYPE price_range AS RANGE (SUBTYPE = double precision);
ALTER TABLE offers ALTER COLUMN price TYPE price_range USING price::price_range;
CREATE INDEX offers_price ON offers USING gist (price);
