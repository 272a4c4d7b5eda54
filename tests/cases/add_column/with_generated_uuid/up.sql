-- users_add_column_token
-- Hazard: rewrites users under an exclusive lock
-- Down: loses data in users.token
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
