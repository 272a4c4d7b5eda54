-- alter_domain_quantity
ALTER DOMAIN quantity RENAME CONSTRAINT sane TO known;
ALTER DOMAIN quantity ADD CONSTRAINT sane CHECK (VALUE < 10);
