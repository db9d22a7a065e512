-- A role goes, and another leaves a team.

CREATE ROLE team;
CREATE ROLE service;
