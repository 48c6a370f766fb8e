-- Who somebody is at a sign-in provider: issuer and subject say it, all else is for people to read.
CREATE TABLE id_identities (
  id TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  -- What the provider called them last: a user name or a mail address.
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  UNIQUE (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX id_identities_user ON id_identities (user_id);

-- What is needed to sign out at the provider too. `id_token` is proof of nothing once it has run out, but names the session.
CREATE TABLE id_provider_sessions (
  session_id TEXT PRIMARY KEY REFERENCES id_sessions (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- The provider's own name of its session, where it tells one.
  sid TEXT,
  id_token TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX id_provider_sessions_subject ON id_provider_sessions (issuer, subject);
CREATE INDEX id_provider_sessions_sid ON id_provider_sessions (issuer, sid);

CREATE INDEX id_users_email ON id_users (lower(email));
