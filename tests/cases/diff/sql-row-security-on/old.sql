CREATE ROLE service;
CREATE TABLE t (id integer PRIMARY KEY, tenant integer NOT NULL);
