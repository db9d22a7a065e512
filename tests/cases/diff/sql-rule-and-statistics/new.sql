-- What crmgen only carries along is made and dropped as it is written.

CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);
CREATE STATISTICS together (dependencies) ON a, b FROM t;
