-- users_add_unique_email_age
-- Hazard: fails while users (email, age) holds duplicates
ALTER TABLE users ADD CONSTRAINT users_email_age_key UNIQUE (email, age);
