-- bookings_add_unique_room_id_during
ALTER TABLE bookings DROP CONSTRAINT bookings_room_id_during_key;

-- rooms_add_pk
ALTER TABLE rooms DROP CONSTRAINT rooms_pkey;
