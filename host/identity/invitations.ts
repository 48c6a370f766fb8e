import type { Clock } from "../observe/ports.ts";
import type { Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { hashToken, newId, newToken } from "./random_token.ts";

export const DAY_MS = 24 * 60 * 60_000;
/** How long a link can be used, when nothing else is said. */
export const INVITATION_DAYS = 7;
export const RESET_MS = DAY_MS;

/** A link that lets somebody in once: a new person, or (with `userId`) one who sets a new password. Times are milliseconds. */
export interface Invitation {
  id: string;
  userId?: string;
  role: Role;
  handle?: string;
  name?: string;
  email?: string;
  createdBy: string;
  createdAt: number;
  expiresAt: number;
}

interface InvitationRow {
  id: string;
  user_id: string | null;
  role: Role;
  handle: string | null;
  name: string | null;
  email: string | null;
  created_by: string;
  created_at: number;
  expires_at: number;
}

/** Links to come in by. Only their hashes are stored. */
export class Invitations {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #clock: Clock;

  constructor(db: Database, writer: Writer, clock: Clock) {
    this.#db = db;
    this.#writer = writer;
    this.#clock = clock;
  }

  /** Makes a link's token; an older link for the same person or handle ends. */
  async create(
    invitation: Omit<Invitation, "id" | "createdAt" | "expiresAt">,
    lifeMs: number,
  ): Promise<{ token: string; expiresAt: number; id: string }> {
    const token = newToken();
    const now = this.#clock.now();
    const id = newId("i");
    const { userId = null, handle = null, name = null, email = null, role, createdBy } = invitation;
    await this.#writer.write((db) => {
      db.run("DELETE FROM id_invitations WHERE expires_at <= ? OR user_id = ? OR handle = ?", now, userId, handle);
      db.run(
        "INSERT INTO id_invitations (id, token_hash, user_id, role, handle, name, email, created_by, created_at, expires_at) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        hashToken(token),
        userId,
        role,
        handle,
        name,
        email,
        createdBy,
        now,
        now + lifeMs,
      );
    });
    return { token, expiresAt: now + lifeMs, id };
  }

  /** The invitation of a token, or `not_found`. */
  find(token: string): Invitation {
    const row = this.#db.get<InvitationRow>(
      "SELECT * FROM id_invitations WHERE token_hash = ? AND expires_at > ?",
      hashToken(token),
      this.#clock.now(),
    );
    if (!row) throw unknownLink();
    return invitationOf(row);
  }

  /** Open ones, newest first. */
  list(): Invitation[] {
    return this.#db.all<InvitationRow>(
      "SELECT * FROM id_invitations WHERE expires_at > ? ORDER BY created_at DESC, id",
      this.#clock.now(),
    ).map(invitationOf);
  }

  async revoke(id: string): Promise<boolean> {
    const { changes } = await this.#writer.write((db) => db.run("DELETE FROM id_invitations WHERE id = ?", id));
    return changes > 0;
  }

  /** Inside the job that lets somebody in: uses the link up, or throws when another was faster. */
  spend(db: Database, id: string): void {
    if (db.run("DELETE FROM id_invitations WHERE id = ?", id).changes === 0) throw unknownLink();
  }
}

function unknownLink(): RpcError {
  return new RpcError("not_found", "The link is unknown, was used already or has expired", {
    reason: "invitation",
    hint: "Ask for a new one",
  });
}

function invitationOf(row: InvitationRow): Invitation {
  return {
    id: row.id,
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    role: row.role,
    ...(row.handle === null ? {} : { handle: row.handle }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.email === null ? {} : { email: row.email }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
