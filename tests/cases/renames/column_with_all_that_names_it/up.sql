-- users_rename_column_mail_to_email
ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users RENAME CONSTRAINT users_mail_key TO users_email_key;
ALTER INDEX idx_users_mail RENAME TO idx_users_email;
