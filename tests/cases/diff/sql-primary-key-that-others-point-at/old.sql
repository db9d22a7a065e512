CREATE TABLE a (id integer NOT NULL, number integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE b (a_number integer);
