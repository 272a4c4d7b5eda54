-- users_alter_check_users_age_check
-- Hazard: fails while rows of users violate users_age_check
-- Down: fails while rows of users violate users_age_check
ALTER TABLE users DROP CONSTRAINT users_age_check;
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 18);
