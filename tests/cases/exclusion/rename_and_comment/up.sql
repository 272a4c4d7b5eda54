-- bookings_rename_constraint_bookings_apart_to_one_at_a_time
ALTER TABLE bookings RENAME CONSTRAINT bookings_apart TO one_at_a_time;

-- bookings_comment_one_at_a_time
COMMENT ON CONSTRAINT one_at_a_time ON bookings IS 'new';
