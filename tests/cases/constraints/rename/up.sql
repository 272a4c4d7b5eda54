-- users_rename_constraint_users_email_key_to_one_email
ALTER TABLE users RENAME CONSTRAINT users_email_key TO one_email;
