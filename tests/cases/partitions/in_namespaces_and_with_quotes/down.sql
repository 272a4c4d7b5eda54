-- create_old_data_year_2023
DROP TABLE "old data"."Year 2023";
