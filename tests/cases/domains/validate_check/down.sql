-- alter_domain_quantity
ALTER DOMAIN quantity DROP CONSTRAINT positive;
ALTER DOMAIN quantity ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
