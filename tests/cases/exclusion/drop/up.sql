-- bookings_drop_exclusion_bookings_apart
-- Down: fails while rows of bookings exclude each other by bookings_apart
ALTER TABLE bookings DROP CONSTRAINT bookings_apart;
