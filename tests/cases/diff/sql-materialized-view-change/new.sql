-- It is made again, with its index.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE MATERIALIZED VIEW m AS SELECT a, count(*) AS n, min(id) AS first FROM t GROUP BY a;
CREATE UNIQUE INDEX m_a_idx ON m (a);
