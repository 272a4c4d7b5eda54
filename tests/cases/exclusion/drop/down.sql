-- bookings_drop_exclusion_bookings_apart
ALTER TABLE bookings ADD CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&);
COMMENT ON CONSTRAINT bookings_apart ON bookings IS 'old';
