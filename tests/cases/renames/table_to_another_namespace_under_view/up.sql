-- rename_users_to_app_users
ALTER TABLE users SET SCHEMA app;
