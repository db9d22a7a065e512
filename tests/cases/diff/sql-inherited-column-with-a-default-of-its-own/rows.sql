INSERT INTO p VALUES (1); INSERT INTO c (id, b) VALUES (2, 'x'); INSERT INTO d (id, b, e) VALUES (3, 'y', 4);
