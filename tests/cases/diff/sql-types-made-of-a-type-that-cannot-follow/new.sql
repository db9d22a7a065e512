CREATE TYPE mood AS ENUM ('b', 'a');
CREATE TYPE span AS RANGE (subtype = mood);
CREATE TYPE place AS (y text, x integer);
CREATE TYPE route AS (start_at place, end_at place);
CREATE TABLE t (id integer PRIMARY KEY, r route);
