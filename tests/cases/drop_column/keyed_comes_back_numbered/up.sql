-- users_drop_index_idx_users_nick
DROP INDEX idx_users_nick;

-- users_drop_index_idx_users_title
-- Down: fails while users holds duplicates in idx_users_title
DROP INDEX idx_users_title;

-- users_drop_unique_team_slug
ALTER TABLE users DROP CONSTRAINT users_team_slug_key;

-- users_drop_unique_team_title
ALTER TABLE users DROP CONSTRAINT users_team_title_key;

-- users_drop_column_email
-- Hazard: loses data in users.email
-- Down: users.email comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_email_key;
ALTER TABLE users DROP COLUMN email;

-- users_drop_column_code
-- Hazard: loses data in users.code
-- Down: users.code comes back with a made-up value in every row, no two alike
-- Down: fails while users holds more than 999 rows
ALTER TABLE users DROP CONSTRAINT users_code_key;
ALTER TABLE users DROP COLUMN code;

-- users_drop_column_letters
-- Hazard: loses data in users.letters
-- Down: users.letters comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_letters_key;
ALTER TABLE users DROP COLUMN letters;

-- users_drop_column_rank
-- Hazard: loses data in users.rank
-- Down: users.rank comes back with a made-up value in every row, no two alike
-- Down: fails while users holds more than 32767 rows
ALTER TABLE users DROP CONSTRAINT users_rank_key;
ALTER TABLE users DROP COLUMN rank;

-- users_drop_column_number
-- Hazard: loses data in users.number
-- Down: users.number comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_number_key;
ALTER TABLE users DROP COLUMN number;

-- users_drop_column_share
-- Hazard: loses data in users.share
-- Down: users.share comes back with a made-up value in every row, no two alike
-- Down: fails while users holds more than 999 rows
ALTER TABLE users DROP CONSTRAINT users_share_key;
ALTER TABLE users DROP COLUMN share;

-- users_drop_column_total
-- Hazard: loses data in users.total
-- Down: users.total comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_total_key;
ALTER TABLE users DROP COLUMN total;

-- users_drop_column_key
-- Hazard: loses data in users.key
-- Down: users.key comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_key_key;
ALTER TABLE users DROP COLUMN key;

-- users_drop_column_day
-- Hazard: loses data in users.day
-- Down: users.day comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_day_key;
ALTER TABLE users DROP COLUMN day;

-- users_drop_column_at
-- Hazard: loses data in users.at
-- Down: users.at comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_at_key;
ALTER TABLE users DROP COLUMN at;

-- users_drop_column_seen
-- Hazard: loses data in users.seen
-- Down: users.seen comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_seen_key;
ALTER TABLE users DROP COLUMN seen;

-- users_drop_column_slot
-- Hazard: loses data in users.slot
-- Down: users.slot comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_slot_key;
ALTER TABLE users DROP COLUMN slot;

-- users_drop_column_score
-- Hazard: loses data in users.score
-- Down: users.score comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_score_key;
ALTER TABLE users DROP COLUMN score;

-- users_drop_column_address
-- Hazard: loses data in users.address
-- Down: users.address comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_address_key;
ALTER TABLE users DROP COLUMN address;

-- users_drop_column_tags
-- Hazard: loses data in users.tags
-- Down: users.tags comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP CONSTRAINT users_tags_key;
ALTER TABLE users DROP COLUMN tags;

-- users_drop_column_slug
-- Hazard: loses data in users.slug
-- Down: users.slug comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP COLUMN slug;

-- users_drop_column_nick
-- Hazard: loses data in users.nick
-- Down: users.nick comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP COLUMN nick;

-- users_drop_column_title
-- Hazard: loses data in users.title
-- Down: users.title comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP COLUMN title;
