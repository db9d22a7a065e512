-- The first migration.

CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE a (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'good');
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a ON DELETE CASCADE);
CREATE INDEX b_a_id_idx ON b (a_id);
