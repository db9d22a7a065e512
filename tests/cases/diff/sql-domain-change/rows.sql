INSERT INTO t VALUES (1, 1.5, 'one'), (2, 0, 'two');
