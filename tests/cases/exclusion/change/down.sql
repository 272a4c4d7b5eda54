-- bookings_alter_exclusion_bookings_apart
ALTER TABLE bookings DROP CONSTRAINT bookings_apart;
ALTER TABLE bookings ADD CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&);
