-- bookings_alter_column_during
-- Hazard: rewrites bookings under an exclusive lock
-- Down: bookings.during comes back as tsrange from what USING made of it
-- Down: fails where bookings.during does not read as tsrange
ALTER TABLE bookings
    ALTER COLUMN during TYPE tstzrange USING tstzrange(lower(during), upper(during));
