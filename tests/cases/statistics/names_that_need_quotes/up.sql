-- create_statistics_stats_x
CREATE STATISTICS "Stats; x" ON "User Id", "select" FROM "Users";
COMMENT ON STATISTICS "Stats; x" IS 'it''s';
