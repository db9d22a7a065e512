-- Nobody is let in meanwhile who was not before.

CREATE ROLE service;
CREATE TABLE t (id integer PRIMARY KEY, tenant integer NOT NULL);
