INSERT INTO prospects (a) VALUES ('x');
