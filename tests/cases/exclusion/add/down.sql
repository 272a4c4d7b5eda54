-- bookings_add_exclusion_bookings_apart
ALTER TABLE bookings DROP CONSTRAINT bookings_apart;
