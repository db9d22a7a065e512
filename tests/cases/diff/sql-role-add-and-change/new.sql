-- Roles come, gain and lose what they may, and join others.

CREATE ROLE team;
CREATE ROLE service NOLOGIN BYPASSRLS;
CREATE ROLE reader LOGIN;
GRANT team TO reader;
