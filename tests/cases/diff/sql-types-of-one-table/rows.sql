INSERT INTO t (id, a, b, c, d, e) VALUES (1, 1, '12', '2026-01-02', 'won', 'x'), (2, 7, '13', NULL, 'open', NULL);
