-- alter_enum_later
-- Down: fails while orders.state holds 'one'
ALTER TYPE later ADD VALUE 'one';
