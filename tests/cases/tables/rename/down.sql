-- rename_users_to_people
ALTER INDEX idx_people_email RENAME TO idx_users_email;
ALTER TABLE people RENAME CONSTRAINT people_email_key TO users_email_key;
ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;
ALTER TABLE people RENAME TO users;
