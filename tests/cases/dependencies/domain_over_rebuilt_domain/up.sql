-- alter_domain_short
DROP TYPE pair;
DROP DOMAIN shorter;
DROP DOMAIN short;
CREATE DOMAIN short AS character varying(20);
CREATE DOMAIN shorter AS short CONSTRAINT shorter CHECK (length(VALUE) < 5);
CREATE TYPE pair AS (a short, b shorter);
