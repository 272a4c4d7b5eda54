-- rooms_add_pk
-- Hazard: fails while rooms (id, during) holds NULL or duplicates
ALTER TABLE rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id, during WITHOUT OVERLAPS);

-- bookings_add_unique_room_id_during
-- Hazard: fails while bookings (room_id, during) holds duplicates
ALTER TABLE bookings
    ADD CONSTRAINT bookings_room_id_during_key UNIQUE (room_id, during WITHOUT OVERLAPS);
