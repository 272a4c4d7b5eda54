-- users_drop_column_email
-- Hazard: loses data in users.email
-- Down: users.email comes back empty
ALTER TABLE users DROP COLUMN email;

-- drop_domain_email
DROP DOMAIN email;
