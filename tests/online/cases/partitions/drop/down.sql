-- Rollback: 20260101000000_drop_events_2022.sql
-- Down: events_2022 comes back empty

-- Step: 1 short
CREATE TABLE events_2022 (
    LIKE events INCLUDING ALL
        EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING STATISTICS
);

-- Step: 2 short
ALTER TABLE events ATTACH PARTITION events_2022 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
