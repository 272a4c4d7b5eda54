-- bookings_add_exclusion_one_room
ALTER TABLE bookings DROP CONSTRAINT one_room;

-- bookings_add_exclusion_apart
ALTER TABLE bookings DROP CONSTRAINT apart;
