-- alter_domain_quantity
COMMENT ON CONSTRAINT quantity_not_null ON DOMAIN quantity IS 'zero is a number, too';
