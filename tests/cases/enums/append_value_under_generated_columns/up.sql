-- alter_enum_state
-- Down: fails while orders.state holds 'lost'
ALTER TYPE state ADD VALUE 'lost' AFTER 'closed';
