-- alter_domain_price
ALTER DOMAIN price DROP NOT NULL;

-- alter_domain_quantity
ALTER DOMAIN quantity RENAME CONSTRAINT "known quantity" TO quantity_not_null;
