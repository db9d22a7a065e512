CREATE TABLE a (id integer CONSTRAINT a_pkey PRIMARY KEY, of_a integer);
CREATE TABLE b (id integer CONSTRAINT b_pkey PRIMARY KEY, of_b integer);
CREATE TABLE c (id integer CONSTRAINT c_pkey PRIMARY KEY, of_c integer);
