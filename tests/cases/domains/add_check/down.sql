-- alter_domain_quantity
ALTER DOMAIN quantity DROP CONSTRAINT quantity_positive;
