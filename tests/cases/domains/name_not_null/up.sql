-- alter_domain_quantity
ALTER DOMAIN quantity RENAME CONSTRAINT quantity_not_null TO "known quantity";

-- alter_domain_price
-- Hazard: fails while columns of type price hold NULL
ALTER DOMAIN price ADD CONSTRAINT price_known NOT NULL;
COMMENT ON CONSTRAINT price_known ON DOMAIN price IS 'nothing is free';
