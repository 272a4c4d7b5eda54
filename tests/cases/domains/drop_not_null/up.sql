-- alter_domain_quantity
-- Down: fails while columns of type quantity hold NULL
ALTER DOMAIN quantity DROP NOT NULL;
