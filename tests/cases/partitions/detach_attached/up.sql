-- alter_old
-- Hazard: takes the rows of old out of events
-- Down: fails while old holds rows outside FOR VALUES IN (2023)
ALTER TABLE events DETACH PARTITION old;
