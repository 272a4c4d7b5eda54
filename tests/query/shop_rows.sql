INSERT INTO customers (id, email, name, age, city, active, settings, tags, born, created_at, updated_at, deleted_at) VALUES
(1, 'ann@example.org', 'Ann', 30, 'Rome', true, '{"theme": "dark", "size": {"font": 12}, "list": ["a", "b"]}', '{vip,new}', '1994-05-01', '2024-01-01 10:00+00', '2024-01-01 10:00+00', NULL),
(2, 'bob@example.org', 'Bob', 45, 'Oslo', true, '{"theme": "light", "beta": true}', '{vip}', '1979-02-11', '2024-01-02 10:00+00', '2024-01-02 10:00+00', NULL),
(3, 'cat@example.org', 'Cat', NULL, NULL, false, NULL, '{}', NULL, '2024-01-03 10:00+00', '2024-01-03 10:00+00', NULL),
(4, 'dan@example.org', 'Dan', 18, 'Rome', true, '{}', '{old}', '2006-12-24', '2024-01-04 10:00+00', '2024-01-04 10:00+00', NULL),
(5, 'eve@example.org', 'Eve', 99, 'Paris', true, '[1, 2]', '{vip,old}', '1925-01-01', '2024-01-05 10:00+00', '2024-01-05 10:00+00', '2024-06-01 00:00+00');
INSERT INTO profiles VALUES (1, 'likes trains'), (2, 'likes 100% wool');
INSERT INTO products (name, code, price, stock, sold, weight, state, sizes) VALUES
('Tea pot', 'TEA-1', 25.50, 10, 3000000000, 1.5, 'on_sale', '{1,2}'),
('Tea cup', 'TEA-2', 4.00, 100, 7, 0.2, 'on_sale', '{1}'),
('Lamp', 'LAMP', 80.00, 0, 0, NULL, 'draft', '{}'),
('50%_off \ bag', 'BAG', 9.99, 5, 12, 0.5, 'gone', '{3,4,5}');
INSERT INTO labels (name) VALUES ('kitchen'), ('light'), ('gift');
INSERT INTO product_labels VALUES (1, 1), (1, 3), (2, 1), (3, 2), (4, 3);
INSERT INTO orders VALUES
(1, 1, 'paid', '2024-02-01 09:00+00', NULL),
(2, 1, 'open', '2024-03-01 09:00+00', NULL),
(3, 2, 'paid', '2024-02-15 09:00+00', NULL),
(4, 2, 'paid', '2024-02-20 09:00+00', '2024-02-21 00:00+00'),
(5, 5, 'open', '2024-04-01 09:00+00', NULL);
INSERT INTO order_lines VALUES (1, 1, 1, 1), (1, 2, 2, 6), (2, 1, 3, 1), (3, 1, 2, 2), (3, 2, 4, 1), (4, 1, 1, 1), (5, 1, 4, 3);
INSERT INTO employees VALUES (1, 'Zoe', NULL), (2, 'Yan', 1), (3, 'Xia', 1), (4, 'Wim', 2);
INSERT INTO audit."Events" ("Kind of", at) VALUES ('start', '2024-01-01 00:00'), ('stop', '2024-01-02 00:00');
