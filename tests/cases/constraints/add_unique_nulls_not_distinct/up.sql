-- users_add_unique_age
-- Hazard: fails while users.age holds duplicates
ALTER TABLE users ADD CONSTRAINT users_age_key UNIQUE NULLS NOT DISTINCT (age);
