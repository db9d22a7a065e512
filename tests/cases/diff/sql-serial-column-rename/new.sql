-- Its sequence is called after it, and follows.

CREATE TABLE leads (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text);
