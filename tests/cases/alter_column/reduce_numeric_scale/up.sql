-- users_alter_column_price
-- Hazard: rounds users.price to numeric(10,2)
-- Hazard: rewrites users under an exclusive lock
-- Down: users.price comes back as numeric(10,4) from what numeric(10,2) kept of it
-- Down: fails where users.price is out of range for numeric(10,4)
ALTER TABLE users ALTER COLUMN price TYPE numeric(10,2);
