CREATE TABLE a (id integer NOT NULL);
CREATE TABLE b (id integer NOT NULL, CONSTRAINT b_pkey PRIMARY KEY (id));
