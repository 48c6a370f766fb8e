-- Passkeys (WebAuthn). The public key is no secret; `counter` shows a copied key, where the device counts at all.
CREATE TABLE id_passkeys (
  -- The credential's id, base64url.
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- The name of this server at which it was made, such as team.example.com: it works there only.
  rp_id TEXT NOT NULL,
  -- COSE.
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL,
  -- JSON: how the browser reached the device.
  transports TEXT NOT NULL,
  -- 1: kept by a password manager for several devices.
  synced INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX id_passkeys_user ON id_passkeys (user_id);
