-- A partial unique index is widened; the new one stands first.

CREATE TABLE t (id integer PRIMARY KEY, a integer, closed boolean NOT NULL);
CREATE UNIQUE INDEX t_open_key ON t (a);
