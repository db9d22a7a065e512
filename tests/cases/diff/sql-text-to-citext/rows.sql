INSERT INTO t VALUES (1, 'Ada', 'x', 'C'), (2, 'ben', NULL, 'd');
