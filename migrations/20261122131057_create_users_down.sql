-- Rollback: 20261122131057_create_users.sql
-- Down: loses every row of users

DROP TABLE users;
