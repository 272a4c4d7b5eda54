-- bookings_add_exclusion_bookings_apart
-- Hazard: fails while rows of bookings exclude each other by bookings_apart
ALTER TABLE bookings ADD CONSTRAINT bookings_apart EXCLUDE USING gist (during WITH &&);
