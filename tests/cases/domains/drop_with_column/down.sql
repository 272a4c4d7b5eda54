-- drop_domain_email
CREATE DOMAIN email AS text CONSTRAINT email_has_at CHECK (VALUE LIKE '%@%');

-- users_drop_column_email
ALTER TABLE users ADD COLUMN email email;
