-- A sequence comes, and another takes larger steps.

CREATE SEQUENCE numbers INCREMENT BY 10 CACHE 5;
CREATE SEQUENCE other START WITH 100;
