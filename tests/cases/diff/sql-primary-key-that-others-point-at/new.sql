-- Foreign keys move over to the new key in the same transaction.

CREATE TABLE a (id integer NOT NULL, number integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (number));
CREATE TABLE b (a_number integer, CONSTRAINT b_a_fkey FOREIGN KEY (a_number) REFERENCES a (number));
