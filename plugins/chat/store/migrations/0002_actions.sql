-- Buttons of a message, who pressed one, and the approval that it shows, each as JSON; nearly all messages have none.
ALTER TABLE messages ADD COLUMN actions TEXT;
ALTER TABLE messages ADD COLUMN acted TEXT;
ALTER TABLE messages ADD COLUMN approval TEXT;

-- Where an approval of a workflow is shown. Written only from what the host says of it.
CREATE TABLE approvals (
  run TEXT NOT NULL,
  step TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id),
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
