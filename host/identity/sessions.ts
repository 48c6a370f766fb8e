import { hash } from "node:crypto";
import type { AuthMode } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Credentials } from "./ports.ts";
import { hashToken, newId, newToken } from "./random_token.ts";

/** A session that nobody used for so long has ended. */
const IDLE_MS = 14 * 24 * 60 * 60_000;
/** However much it is used, a session ends after this. */
const LONGEST_MS = 90 * 24 * 60 * 60_000;
/** Sessions of one person; the one that was not used for longest ends when there is one more. */
const MAX_PER_USER = 100;
/** Use is written down at most this often. */
const TOUCH_MS = 5 * 60_000;

/** One signed-in browser. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  seenAt: number;
  expiresAt: number;
  readonly address: string;
  readonly agent: string;
  /** What the header X-CSRF-Token has to say: made from the cookie's value, which no page can read. */
  readonly csrf: string;
}

interface SessionRow {
  id: string;
  token_hash: string;
  user_id: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
  address: string;
  agent: string;
}

export interface SessionsOptions {
  db: Database;
  writer: Writer;
  mode: AuthMode;
  clock: Clock;
  logger: Logger;
}

/** Sessions: found by the hash of the cookie, cached until they change. Nothing but this class writes them, so the cache is exact. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #byHash = new Map<string, Session & { touchedAt: number }>();
  readonly #hashById = new Map<string, string>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** A new session with a token of its own, whatever cookie the browser came with. */
  async create(userId: string, credentials: Credentials, agent: string): Promise<{ token: string; session: Session }> {
    const { writer, mode, clock } = this.#options;
    const token = newToken();
    const tokenHash = hashToken(token);
    const now = clock.now();
    const id = newId("s");
    const address = credentials.peerAddress.slice(0, 64);
    const ended = await writer.write((db) => {
      const gone = db.all<{ id: string }>(
        "DELETE FROM id_sessions WHERE expires_at <= ?1 OR id IN (" +
          "SELECT id FROM id_sessions WHERE user_id = ?2 ORDER BY seen_at DESC, id LIMIT -1 OFFSET ?3) RETURNING id",
        now,
        userId,
        MAX_PER_USER - 1,
      );
      db.run(
        "INSERT INTO id_sessions (id, token_hash, user_id, mode, created_at, seen_at, expires_at, address, agent) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        tokenHash,
        userId,
        mode,
        now,
        now,
        now + IDLE_MS,
        address,
        agent.slice(0, 200),
      );
      return gone;
    });
    for (const { id } of ended) this.#forget(id);
    return { token, session: this.find(token)! };
  }

  /** The live session of a cookie. Using it puts its end off. */
  find(token: string): Session | undefined {
    const tokenHash = hashToken(token);
    const session = this.#byHash.get(tokenHash) ?? this.#load(tokenHash, token);
    if (!session) return undefined;
    const now = this.#options.clock.now();
    if (session.expiresAt <= now) {
      this.#forget(session.id);
      return undefined;
    }
    session.seenAt = now;
    session.expiresAt = Math.min(now + IDLE_MS, session.createdAt + LONGEST_MS);
    // Either way: a clock that was set back shows less than was written down.
    if (Math.abs(now - session.touchedAt) >= TOUCH_MS) this.#touch(session, now);
    return session;
  }

  /** Live sessions, newest use first: of one user, or all. */
  list(userId?: string): Session[] {
    const { db, mode, clock } = this.#options;
    const rows = db.all<SessionRow>(
      "SELECT * FROM id_sessions WHERE mode = ? AND expires_at > ? AND (? IS NULL OR user_id = ?) ORDER BY seen_at DESC, id",
      mode,
      clock.now(),
      userId ?? null,
      userId ?? null,
    );
    return rows.map((row) => this.#byHash.get(row.token_hash) ?? sessionOf(row, ""));
  }

  /** Is this session of this person alive? Asking puts nothing off. */
  isAlive(userId: string, id: string): boolean {
    const { db, mode, clock } = this.#options;
    return db.get(
      "SELECT 1 FROM id_sessions WHERE id = ? AND user_id = ? AND mode = ? AND expires_at > ?",
      ...[id, userId, mode, clock.now()],
    ) !== undefined;
  }

  /** Ends one session; false when there is none of this id. */
  async revoke(id: string): Promise<boolean> {
    const { changes } = await this.#options.writer.write((db) => db.run("DELETE FROM id_sessions WHERE id = ?", id));
    this.#forget(id);
    return changes > 0;
  }

  /** Ends all of a user's sessions, in every mode, and answers their ids. */
  async revokeAllOf(userId: string, except?: string): Promise<string[]> {
    const ids = await this.#options.writer.write((db) =>
      db.all<{ id: string }>(
        "DELETE FROM id_sessions WHERE user_id = ? AND id <> ? RETURNING id",
        userId,
        except ?? "",
      ).map((row) => row.id)
    );
    for (const id of ids) this.#forget(id);
    return ids;
  }

  #load(tokenHash: string, token: string): (Session & { touchedAt: number }) | undefined {
    const { db, mode } = this.#options;
    const row = db.get<SessionRow>("SELECT * FROM id_sessions WHERE token_hash = ? AND mode = ?", tokenHash, mode);
    if (!row) return undefined;
    const csrf = hash("sha256", `csrf ${token}`, "base64url");
    const session = { ...sessionOf(row, csrf), touchedAt: row.seen_at };
    this.#byHash.set(tokenHash, session);
    this.#hashById.set(row.id, tokenHash);
    return session;
  }

  #touch(session: Session & { touchedAt: number }, now: number): void {
    session.touchedAt = now;
    const { seenAt, expiresAt, id } = session;
    this.#options.writer.write((db) =>
      db.run("UPDATE id_sessions SET seen_at = ?, expires_at = ? WHERE id = ?", seenAt, expiresAt, id)
    ).catch((error) =>
      this.#options.logger.warn("The use of a session could not be written down", { error: String(error) })
    );
  }

  #forget(id: string): void {
    const tokenHash = this.#hashById.get(id);
    if (tokenHash !== undefined) this.#byHash.delete(tokenHash);
    this.#hashById.delete(id);
  }
}

function sessionOf(row: SessionRow, csrf: string): Session {
  return {
    id: row.id,
    userId: row.user_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    agent: row.agent,
    csrf,
  };
}
