-- alter_domain_quantity
ALTER DOMAIN quantity DROP NOT NULL;
