-- No two rows may overlap from now on.

CREATE TABLE t (id integer PRIMARY KEY, during tsrange NOT NULL, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));
