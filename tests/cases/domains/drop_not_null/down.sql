-- alter_domain_quantity
ALTER DOMAIN quantity SET NOT NULL;
