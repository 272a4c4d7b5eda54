-- alter_enum_users_mood
-- Down: fails while users.mood holds 'c'
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';

-- users_add_check_not_c
-- Hazard: fails while rows of users violate not_c
ALTER TABLE users ADD CONSTRAINT not_c CHECK (mood <> 'c');

-- users_add_index_c
CREATE INDEX c ON users (mood) WHERE mood = 'c';
