-- A type with attributes, and a column of it.

CREATE TYPE place AS (street text, town text);
CREATE TABLE t (id integer PRIMARY KEY, a place);
