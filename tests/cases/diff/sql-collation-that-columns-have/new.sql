CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE ci UNIQUE);
