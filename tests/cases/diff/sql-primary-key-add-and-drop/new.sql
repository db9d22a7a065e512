-- A table gets a key, another loses it.

CREATE TABLE a (id integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE b (id integer NOT NULL);
