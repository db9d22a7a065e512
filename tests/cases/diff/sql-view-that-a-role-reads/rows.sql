INSERT INTO t VALUES (1, 'a', 'clerk'), (2, 'z', 'reader');
