-- alter_domain_quantity
ALTER DOMAIN quantity SET DEFAULT 2;
