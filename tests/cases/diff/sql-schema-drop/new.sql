-- It goes once nothing is in it.

CREATE TABLE here (id integer PRIMARY KEY, a text);
