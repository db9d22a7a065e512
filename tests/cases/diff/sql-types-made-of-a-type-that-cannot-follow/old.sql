-- What is made of a type that gives way, and has no way to follow, stops.
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE span AS RANGE (subtype = mood);
CREATE TYPE place AS (x integer, y text);
CREATE TYPE route AS (start_at place, end_at place);
CREATE TABLE t (id integer PRIMARY KEY, r route);
