-- Words of messages by position. Neither table keeps the text: it stands in messages. `tags` holds what can be asked for
-- beside words, as short tokens: c<n> the channel, a<n> the writer, c<n>a<n> both, b<n> the stretch of positions, m every
-- message, and what it has.
CREATE VIRTUAL TABLE search_words USING fts5(
  text, tags, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
-- Parts of words, three characters and more.
CREATE VIRTUAL TABLE search_parts USING fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram');

-- Up to which position messages are in both tables.
CREATE TABLE search_state (id INTEGER PRIMARY KEY CHECK (id = 1), indexed_seq INTEGER NOT NULL) STRICT;
INSERT INTO search_state (id, indexed_seq) VALUES (1, 0);
-- The short number that stands for a channel or a writer in the tags.
CREATE TABLE search_keys (n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
-- Between which positions the messages of a day lie; imported ones are older than their positions.
CREATE TABLE search_days (
  day TEXT PRIMARY KEY,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
