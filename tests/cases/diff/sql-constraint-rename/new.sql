-- The same constraints under other names.

CREATE TABLE a (id integer CONSTRAINT a_pkey PRIMARY KEY);
CREATE TABLE b (a_id integer CONSTRAINT b_a_id_fkey REFERENCES a, n integer CONSTRAINT b_n_key UNIQUE CONSTRAINT b_n_check CHECK (n > 0));
