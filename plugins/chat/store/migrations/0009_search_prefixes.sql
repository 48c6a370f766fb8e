-- The search is made anew, in the background after the start: it may take a minute for a million messages.
DROP TABLE search_words;
DROP TABLE search_parts;
-- With an index of how words begin: deploy* would else gather every message of every such word before it answers.
CREATE VIRTUAL TABLE search_words USING fts5(
  text, tags, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
-- Parts of words, three characters and more. Which messages hold which three characters, and not where: the message itself
-- says whether they stand together. That is half as large and a third quicker to write.
CREATE VIRTUAL TABLE search_parts USING fts5(
  text, content = '', contentless_delete = 1, tokenize = "trigram remove_diacritics 1", detail = none
);
UPDATE search_state SET indexed_seq = 0;
