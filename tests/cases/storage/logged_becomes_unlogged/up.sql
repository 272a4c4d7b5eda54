-- alter_events
-- Hazard: loses every row of events when the server crashes
-- Hazard: rewrites events under an exclusive lock
ALTER TABLE events SET UNLOGGED;
