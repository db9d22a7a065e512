INSERT INTO p VALUES (1, 'p');
INSERT INTO c VALUES (2, 'c', 'x');
INSERT INTO d VALUES (3, 'd', 'x', 'y');
INSERT INTO t VALUES (1, '2024-01-02', 'k'), (2, '2026-01-02', 'l');
