-- rename_users_to_app_users
ALTER TABLE app.users SET SCHEMA public;
