CREATE DOMAIN gone AS text;
