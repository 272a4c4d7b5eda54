-- users_rename_column_mail_to_email
ALTER INDEX idx_users_email RENAME TO idx_users_mail;
ALTER TABLE users RENAME CONSTRAINT users_email_key TO users_mail_key;
ALTER TABLE users RENAME COLUMN email TO mail;
