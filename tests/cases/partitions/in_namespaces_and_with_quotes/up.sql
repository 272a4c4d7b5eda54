-- create_old_data_year_2023
-- Down: loses every row of "old data"."Year 2023"
CREATE TABLE "old data"."Year 2023" PARTITION OF "Events"
    FOR VALUES IN (2023);
