CREATE TABLE a (id integer CONSTRAINT a_key PRIMARY KEY);
CREATE TABLE b (a_id integer CONSTRAINT b_points REFERENCES a, n integer CONSTRAINT b_only UNIQUE CONSTRAINT b_more CHECK (n > 0));
