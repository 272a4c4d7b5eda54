-- users_add_check_users_age_check
-- Hazard: fails while rows of users violate users_age_check
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0 OR age IS NULL);
