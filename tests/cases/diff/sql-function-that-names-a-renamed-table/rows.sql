INSERT INTO prospects VALUES (1, 5);
