INSERT INTO sports_cars VALUES (1, 'fast');
