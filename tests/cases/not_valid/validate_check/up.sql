-- users_alter_check_users_adult
-- Hazard: fails while rows of users violate users_adult
ALTER TABLE users VALIDATE CONSTRAINT users_adult;
