import { RpcError } from "../../sdk/errors.ts";
import { migrate } from "../../storage/mod.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { PushDevice } from "./ports.ts";

/** Devices of one person. */
const MAX_DEVICES = 20;
/** What waits for one device; of more the oldest is let fall. */
const MAX_WAITING = 100;

interface DeviceRow {
  id: string;
  user_id: string;
  session_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  name: string;
  language: string;
  created_at: number;
  sent_at: number | null;
  error: string | null;
  attempts: number;
}

/** One push on its way to one device. */
export interface QueuedPush {
  n: number;
  plugin: string;
  topic: string;
  urgency: string;
  payload: string;
  expires_at: number;
}

export interface NewPush extends Omit<QueuedPush, "n"> {
  device: string;
  item: string;
}

const COLUMNS = "id, user_id, session_id, endpoint, p256dh, auth, name, language, created_at, sent_at, error, attempts";

/** The tables of devices and of what waits for them, in host.db. */
export class PushStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {
    migrate(db, "push", new URL("./migrations/", import.meta.url));
  }

  /** Newest first. */
  devicesOf(userId: string): PushDevice[] {
    return this.db.all<DeviceRow>(
      `SELECT ${COLUMNS} FROM psh_devices WHERE user_id = ? ORDER BY created_at DESC`,
      userId,
    ).map(toDevice);
  }

  device(id: string): PushDevice | undefined {
    const row = this.db.get<DeviceRow>(`SELECT ${COLUMNS} FROM psh_devices WHERE id = ?`, id);
    return row && toDevice(row);
  }

  /** Keeps a device. A browser that is known already gets its new keys, and belongs to who uses it now. */
  async put(device: PushDevice): Promise<PushDevice> {
    return await this.writer.write((db) => {
      const known = db.get<DeviceRow>(`SELECT ${COLUMNS} FROM psh_devices WHERE endpoint = ?`, device.endpoint);
      const same = known?.user_id === device.userId;
      // What waits for somebody else is not for the one who uses the browser now.
      if (known && !same) db.run("DELETE FROM psh_devices WHERE id = ?", known.id);
      const { count } = db.get<{ count: number }>(
        "SELECT count(*) AS count FROM psh_devices WHERE user_id = ? AND endpoint <> ?",
        ...[device.userId, device.endpoint],
      )!;
      if (count >= MAX_DEVICES) {
        throw new RpcError("precondition_failed", `You have ${count} devices already, which is the most`, {
          reason: "too_many_devices",
          hint: "Remove one that you do not use any more",
        });
      }
      const { userId, sessionId, endpoint, p256dh, auth, name, language, createdAt } = device;
      if (known && same) {
        db.run(
          "UPDATE psh_devices SET session_id = ?, p256dh = ?, auth = ?, name = ?, language = ?, error = NULL WHERE id = ?",
          ...[sessionId, p256dh, auth, name, language, known.id],
        );
        return toDevice(db.get<DeviceRow>(`SELECT ${COLUMNS} FROM psh_devices WHERE id = ?`, known.id)!);
      }
      db.run(
        "INSERT INTO psh_devices (id, user_id, session_id, endpoint, p256dh, auth, name, language, created_at) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ...[device.id, userId, sessionId, endpoint, p256dh, auth, name, language, createdAt],
      );
      return device;
    });
  }

  async remove(id: string): Promise<boolean> {
    return await this.writer.write((db) => db.run("DELETE FROM psh_devices WHERE id = ?", id).changes > 0);
  }

  async removeOfSession(sessionId: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM psh_devices WHERE session_id = ?", sessionId));
  }

  async removeOfUser(userId: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM psh_devices WHERE user_id = ?", userId));
  }

  /** Puts pushes into the queues of their devices, all at once. */
  async queue(pushes: NewPush[], now: number): Promise<void> {
    await this.writer.write((db) => {
      for (const { device, plugin, item, topic, urgency, payload, expires_at } of pushes) {
        if (topic !== "") {
          db.run(
            "DELETE FROM psh_queue WHERE device = ? AND plugin = ? AND topic = ? AND item <> ?",
            ...[device, plugin, topic, item],
          );
        }
        db.run(
          "INSERT OR IGNORE INTO psh_queue (device, plugin, item, topic, urgency, payload, expires_at) " +
            "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM psh_devices WHERE id = ?1)",
          ...[device, plugin, item, topic, urgency, payload, expires_at],
        );
        db.run(
          "DELETE FROM psh_queue WHERE n IN (SELECT n FROM psh_queue WHERE device = ? ORDER BY n DESC LIMIT -1 OFFSET ?)",
          ...[device, MAX_WAITING],
        );
        db.run("UPDATE psh_devices SET due_at = ? WHERE id = ? AND due_at IS NULL", now, device);
      }
    });
  }

  /** Devices for which something is due until `now`, those that wait for longest first. */
  due(now: number, limit: number): { id: string; attempts: number }[] {
    return this.db.all(
      "SELECT id, attempts FROM psh_devices WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?",
      ...[now, limit],
    );
  }

  /** When something is due next after `now`. */
  nextDue(now: number): number | undefined {
    return this.db.get<{ at: number | null }>(
      "SELECT min(due_at) AS at FROM psh_devices WHERE due_at IS NOT NULL AND due_at > ?",
      now,
    )?.at ?? undefined;
  }

  /** What waits first for a device. */
  first(device: string): QueuedPush | undefined {
    return this.db.get<QueuedPush & Record<string, unknown>>(
      "SELECT n, plugin, topic, urgency, payload, expires_at FROM psh_queue WHERE device = ? ORDER BY n LIMIT 1",
      device,
    );
  }

  /** One is through with, however it went; `n` undefined: there was none. */
  async done(device: string, n: number | undefined, { now, sent, error }: DoneAs): Promise<void> {
    await this.writer.write((db) => {
      if (n !== undefined) db.run("DELETE FROM psh_queue WHERE n = ?", n);
      const more = db.get("SELECT 1 FROM psh_queue WHERE device = ? LIMIT 1", device) !== undefined;
      db.run(
        "UPDATE psh_devices SET due_at = ?, attempts = 0, sent_at = coalesce(?, sent_at), error = ? WHERE id = ?",
        ...[more ? now : null, sent ? now : null, error ?? null, device],
      );
    });
  }

  async later(device: string, dueAt: number, error: string): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        "UPDATE psh_devices SET due_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
        ...[dueAt, error, device],
      )
    );
  }

  async forget(plugin: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM psh_queue WHERE plugin = ?", plugin));
  }
}

interface DoneAs {
  now: number;
  sent: boolean;
  error?: string;
}

function toDevice(row: DeviceRow): PushDevice {
  return {
    id: row.id,
    userId: row.user_id,
    sessionId: row.session_id,
    endpoint: row.endpoint,
    p256dh: row.p256dh,
    auth: row.auth,
    name: row.name,
    language: row.language,
    createdAt: row.created_at,
    ...(row.sent_at === null ? {} : { sentAt: row.sent_at }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}
