INSERT INTO kinds VALUES ('one');
INSERT INTO t VALUES (1, 'one', 1);
