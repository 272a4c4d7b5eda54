INSERT INTO users
SELECT n, 1, 'e' || n, n, n, n, n, n / 100.0, n, gen_random_uuid(), now()::date + n::integer,
       now() + n * interval '1 day', now() + n * interval '1 day', '10:00'::time + n * interval '1 second',
       n, '10.0.0.1'::inet + n, ARRAY[n::text], 's' || n, 'n' || n, 't' || n
FROM generate_series(1::bigint, 12) n
