import type { Database, Writer } from "../../storage/ports.ts";
import type { Ways } from "../ownership.ts";
import type { Arrival } from "./provider.ts";

interface Row {
  issuer: string;
  id_token: string | null;
}

/** Which of our sessions began at which provider, to end them together. A row goes with its session. */
export class ProviderSessions {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  async add(sessionId: string, { issuer, subject, sid, idToken }: Arrival): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        // The session may have ended in between.
        "INSERT INTO id_provider_sessions (session_id, issuer, subject, sid, id_token) " +
          "SELECT id, ?, ?, ?, ? FROM id_sessions WHERE id = ?",
        issuer,
        subject,
        sid ?? null,
        idToken ?? null,
        sessionId,
      )
    );
  }

  /**
   * Ends the sessions of a way in that the settings have closed since: of a provider that they do not name any more, and
   * with `local` false those that a password or passkey began.
   */
  async endOfClosedWays({ issuers, local }: Pick<Ways, "issuers" | "local">): Promise<void> {
    await this.writer.write((db) => {
      db.run(
        "DELETE FROM id_sessions WHERE mode = 'oidc' AND id IN (SELECT session_id FROM id_provider_sessions " +
          "WHERE issuer NOT IN (SELECT value FROM json_each(?)))",
        JSON.stringify(issuers),
      );
      if (local) return;
      db.run("DELETE FROM id_sessions WHERE mode = 'oidc' AND id NOT IN (SELECT session_id FROM id_provider_sessions)");
    });
  }

  get(sessionId: string): { issuer: string; idToken?: string } | undefined {
    const row = this.db.get<Row>("SELECT issuer, id_token FROM id_provider_sessions WHERE session_id = ?", sessionId);
    return row && { issuer: row.issuer, ...(row.id_token === null ? {} : { idToken: row.id_token }) };
  }

  /** Sessions of one identity; with `sid` only that of the provider's session. */
  of(issuer: string, { subject, sid }: { subject?: string; sid?: string }): string[] {
    if (subject !== undefined) {
      return this.db.all<{ session_id: string }>(
        "SELECT session_id FROM id_provider_sessions WHERE issuer = ?1 AND subject = ?2 AND (?3 IS NULL OR sid = ?3)",
        issuer,
        subject,
        sid ?? null,
      ).map((row) => row.session_id);
    }
    if (sid === undefined) return [];
    return this.db.all<{ session_id: string }>(
      "SELECT session_id FROM id_provider_sessions WHERE issuer = ? AND sid = ?",
      issuer,
      sid,
    ).map((row) => row.session_id);
  }
}
