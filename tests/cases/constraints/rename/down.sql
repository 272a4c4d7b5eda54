-- users_rename_constraint_users_email_key_to_one_email
ALTER TABLE users RENAME CONSTRAINT one_email TO users_email_key;
