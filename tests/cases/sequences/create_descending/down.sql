-- create_sequence_countdown
DROP SEQUENCE countdown;
