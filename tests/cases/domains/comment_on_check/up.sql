-- alter_domain_quantity
COMMENT ON CONSTRAINT positive ON DOMAIN quantity IS 'new';
