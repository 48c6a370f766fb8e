import type { Role } from "../sdk/channel/protocol.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { hashToken, newId, newToken } from "./random_token.ts";

/** What every API token begins with, so that scanners of source code can find lost ones. */
export const TOKEN_PREFIX = "bhk_";

/** Use is written down at most this often. */
const TOUCH_MS = 60_000;

/** An API token of a person. Times are milliseconds since 1970. */
export interface ApiToken {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** The most that it may do. */
  readonly role: Role;
  /** Patterns of the methods that it may call; without it, whatever the role may. */
  readonly scope?: readonly string[];
  readonly createdAt: number;
  readonly expiresAt?: number;
  usedAt?: number;
}

interface TokenRow {
  id: string;
  user_id: string;
  name: string;
  role: Role;
  scope: string | null;
  created_at: number;
  expires_at: number | null;
  used_at: number | null;
}

export interface ApiTokensOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
}

/** API tokens: found by hash, cached until revoked. */
export class ApiTokens {
  readonly #options: ApiTokensOptions;
  readonly #byHash = new Map<string, ApiToken & { touchedAt: number }>();

  constructor(options: ApiTokensOptions) {
    this.#options = options;
  }

  /** Makes one; the token itself is told only here. */
  async create(
    token: Pick<ApiToken, "userId" | "name" | "role" | "scope" | "expiresAt">,
  ): Promise<ApiToken & { token: string }> {
    const { writer, clock } = this.#options;
    const secret = newToken(TOKEN_PREFIX);
    const created = { ...token, id: newId("t"), createdAt: clock.now() };
    await writer.write((db) =>
      db.run(
        "INSERT INTO id_tokens (id, token_hash, user_id, name, role, scope, created_at, expires_at) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        created.id,
        hashToken(secret),
        created.userId,
        created.name,
        created.role,
        created.scope ? JSON.stringify(created.scope) : null,
        created.createdAt,
        created.expiresAt ?? null,
      )
    );
    return { ...created, token: secret };
  }

  /** The live token, or undefined. */
  find(secret: string): ApiToken | undefined {
    if (!secret.startsWith(TOKEN_PREFIX)) return undefined;
    const tokenHash = hashToken(secret);
    const token = this.#byHash.get(tokenHash) ?? this.#load(tokenHash);
    if (!token) return undefined;
    const now = this.#options.clock.now();
    if (token.expiresAt !== undefined && token.expiresAt <= now) return undefined;
    token.usedAt = now;
    if (now - token.touchedAt >= TOUCH_MS) this.#touch(token, now);
    return token;
  }

  /** Tokens of one user, or of all, newest first; expired ones too, until they are revoked. */
  list(userId?: string): ApiToken[] {
    const cached = new Map(Array.from(this.#byHash.values(), (token) => [token.id, token]));
    return this.#options.db.all<TokenRow>(
      "SELECT * FROM id_tokens WHERE (? IS NULL OR user_id = ?) ORDER BY created_at DESC, id",
      userId ?? null,
      userId ?? null,
    ).map((row) => cached.get(row.id) ?? tokenOf(row));
  }

  get(id: string): ApiToken | undefined {
    const row = this.#options.db.get<TokenRow>("SELECT * FROM id_tokens WHERE id = ?", id);
    return row && tokenOf(row);
  }

  async revoke(id: string): Promise<void> {
    await this.#options.writer.write((db) => db.run("DELETE FROM id_tokens WHERE id = ?", id));
    for (const [tokenHash, token] of this.#byHash) if (token.id === id) this.#byHash.delete(tokenHash);
  }

  #load(tokenHash: string): (ApiToken & { touchedAt: number }) | undefined {
    const row = this.#options.db.get<TokenRow>("SELECT * FROM id_tokens WHERE token_hash = ?", tokenHash);
    if (!row) return undefined;
    const token = { ...tokenOf(row), touchedAt: row.used_at ?? 0 };
    this.#byHash.set(tokenHash, token);
    return token;
  }

  #touch(token: ApiToken & { touchedAt: number }, now: number): void {
    token.touchedAt = now;
    this.#options.writer.write((db) => db.run("UPDATE id_tokens SET used_at = ? WHERE id = ?", now, token.id))
      .catch((error) =>
        this.#options.logger.warn("The use of a token could not be written down", { error: String(error) })
      );
  }
}

function tokenOf(row: TokenRow): ApiToken {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    role: row.role,
    ...(row.scope === null ? {} : { scope: JSON.parse(row.scope) as string[] }),
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  };
}
