-- JSON list of patterns of the methods that a token may call; NULL: whatever its role may.
ALTER TABLE id_tokens ADD COLUMN scope TEXT;
