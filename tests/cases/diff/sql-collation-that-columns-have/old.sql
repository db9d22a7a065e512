-- A collation that columns have cannot be dropped and made again.

CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE ci UNIQUE);
