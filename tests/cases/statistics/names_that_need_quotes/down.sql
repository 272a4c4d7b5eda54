-- create_statistics_stats_x
DROP STATISTICS "Stats; x";
