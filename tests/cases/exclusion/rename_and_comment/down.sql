-- bookings_comment_one_at_a_time
COMMENT ON CONSTRAINT one_at_a_time ON bookings IS NULL;

-- bookings_rename_constraint_bookings_apart_to_one_at_a_time
ALTER TABLE bookings RENAME CONSTRAINT one_at_a_time TO bookings_apart;
