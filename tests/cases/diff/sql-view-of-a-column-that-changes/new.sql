-- The view is taken down and put up again with what was granted on it.

CREATE ROLE reader;
CREATE TABLE t (id integer PRIMARY KEY, a bigint NOT NULL);
CREATE VIEW v AS SELECT id, a FROM t WHERE a > 0;
GRANT SELECT ON v TO reader;
