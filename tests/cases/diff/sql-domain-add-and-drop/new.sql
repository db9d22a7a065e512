-- One comes, one goes.

CREATE DOMAIN come AS text NOT NULL;
