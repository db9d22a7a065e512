INSERT INTO p VALUES (1, 'one', 1), (2, 'two', 2);
INSERT INTO c VALUES (1, 'one', 1, 1), (2, NULL, 2, NULL);
