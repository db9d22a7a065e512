-- Who may use a domain or a type, and what holds for those that are made later.

CREATE ROLE one;
CREATE ROLE two;
CREATE DOMAIN amount AS integer;
CREATE TYPE size AS (width integer);
CREATE TYPE mood AS ENUM ('good');
GRANT USAGE ON TYPE amount TO one;
GRANT USAGE ON TYPE size TO one;
