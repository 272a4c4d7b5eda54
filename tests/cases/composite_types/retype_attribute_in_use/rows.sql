INSERT INTO boxes VALUES (1, (3, 'a "b", c'), '{"(1,cm)"}'), (2, NULL, NULL), (3, (NULL, NULL), '{}');
