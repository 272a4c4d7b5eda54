-- alter_domain_quantity
ALTER DOMAIN quantity RENAME CONSTRAINT positive TO quantity_positive;

-- alter_composite_type_pair
ALTER TYPE pair RENAME ATTRIBUTE a TO x;
