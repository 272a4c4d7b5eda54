-- alter_composite_type_pair
ALTER TYPE pair RENAME ATTRIBUTE x TO a;

-- alter_domain_quantity
ALTER DOMAIN quantity RENAME CONSTRAINT quantity_positive TO positive;
