-- create_sequence_countdown
-- Down: loses the position of countdown
CREATE SEQUENCE countdown AS smallint INCREMENT BY -1 START WITH -5;
