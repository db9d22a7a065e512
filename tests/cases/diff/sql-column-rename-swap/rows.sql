INSERT INTO t VALUES (1, 5, 'was b');
