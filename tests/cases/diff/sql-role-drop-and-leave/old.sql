CREATE ROLE team;
CREATE ROLE service;
CREATE ROLE gone;
GRANT team TO service;
