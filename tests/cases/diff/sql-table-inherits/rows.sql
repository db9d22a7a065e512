INSERT INTO a VALUES (1, 'one');
INSERT INTO c VALUES (2, 'two', 'there');
