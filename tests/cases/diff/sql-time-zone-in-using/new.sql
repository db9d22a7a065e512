-- The schema says in which zone the times were written down.

CREATE TABLE t (id integer PRIMARY KEY, at timestamptz NOT NULL);
