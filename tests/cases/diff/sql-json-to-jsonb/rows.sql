INSERT INTO t VALUES (1, '{"b": 1,   "a": 2}'), (2, '[1,2]'), (3, NULL);
