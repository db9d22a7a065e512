INSERT INTO t VALUES (1, 1, false), (2, 2, true);
