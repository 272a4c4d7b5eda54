-- alter_domain_quantity
COMMENT ON CONSTRAINT quantity_not_null ON DOMAIN quantity IS NULL;
