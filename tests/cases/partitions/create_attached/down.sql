-- create_old_data_rest
DROP TABLE "old data".rest;

-- create_old_data_2023
DROP TABLE "old data"."2023";

-- create_old_data_2024
DROP TABLE "old data"."2024";

-- old_data_events_us_add_index_us_own
DROP INDEX "old data".us_own;

-- create_old_data_events_us
DROP TABLE "old data"."Events ""us";

-- events_add_index_events_lower
DROP INDEX events_lower;

-- events_add_index_events_country
DROP INDEX events_country;

-- create_events
DROP TABLE events;
