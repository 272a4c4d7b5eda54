-- bookings_add_exclusion_apart
-- Hazard: fails while rows of bookings exclude each other by apart
ALTER TABLE bookings ADD CONSTRAINT apart EXCLUDE USING gist ((tstzrange("from", "to")) WITH &&);

-- bookings_add_exclusion_one_room
-- Hazard: fails while rows of bookings exclude each other by one_room
ALTER TABLE bookings ADD CONSTRAINT one_room EXCLUDE USING hash (room WITH =);
