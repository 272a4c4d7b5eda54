-- bookings_alter_column_during
ALTER TABLE bookings ALTER COLUMN during TYPE tsrange USING during::text::tsrange;
