CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE a (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'good');
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a ON DELETE CASCADE);
