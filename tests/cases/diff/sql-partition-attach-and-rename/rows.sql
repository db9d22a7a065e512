INSERT INTO t VALUES (1, 'a', 'x'); INSERT INTO t_b VALUES (2, 'b', 'y');
