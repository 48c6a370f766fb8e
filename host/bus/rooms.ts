import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Rooms } from "./ports.ts";

/** Rooms whose members are kept in memory; the one asked for longest ago goes first. */
const MAX_CACHED = 20_000;

/** Opens the rooms in `db`: the members that each plugin last named. */
export function openRooms({ db, writer }: { db: Database; writer: Writer }): Rooms {
  migrate(db, "bus", new URL("./migrations/", import.meta.url));
  return new SqliteRooms(db, writer);
}

class SqliteRooms implements Rooms {
  #cache = new Map<string, ReadonlySet<string>>();
  /** Asked for last: an event asks for the same room once for each of all sockets. */
  #last: { plugin: string; room: string; members: ReadonlySet<string> } | undefined;

  constructor(readonly db: Database, readonly writer: Writer) {}

  async set(plugin: string, room: string, members: string[]): Promise<void> {
    const wanted = new Set(members);
    await this.writer.write((db) => {
      const present = this.#read(plugin, room);
      for (const userId of present) {
        if (wanted.has(userId)) continue;
        db.run("DELETE FROM bus_room_members WHERE plugin = ? AND room = ? AND user_id = ?", plugin, room, userId);
      }
      for (const userId of wanted) {
        if (present.has(userId)) continue;
        db.run("INSERT INTO bus_room_members (plugin, room, user_id) VALUES (?, ?, ?)", plugin, room, userId);
      }
    });
    // Only what is on disk is believed; the next question reads it.
    this.#cache.delete(cacheKey(plugin, room));
    this.#last = undefined;
  }

  has(plugin: string, room: string, userId: string): boolean {
    return this.#members(plugin, room).has(userId);
  }

  members(plugin: string, room: string): string[] {
    return [...this.#members(plugin, room)];
  }

  #members(plugin: string, room: string): ReadonlySet<string> {
    if (this.#last?.room === room && this.#last.plugin === plugin) return this.#last.members;
    const members = this.#cached(plugin, room);
    this.#last = { plugin, room, members };
    return members;
  }

  #cached(plugin: string, room: string): ReadonlySet<string> {
    const key = cacheKey(plugin, room);
    let members = this.#cache.get(key);
    if (members) return members;
    members = this.#read(plugin, room);
    if (this.#cache.size >= MAX_CACHED) this.#cache.delete(this.#cache.keys().next().value!);
    this.#cache.set(key, members);
    return members;
  }

  #read(plugin: string, room: string): Set<string> {
    const rows = this.db.all<{ userId: string }>(
      "SELECT user_id AS userId FROM bus_room_members WHERE plugin = ? AND room = ? ORDER BY user_id",
      plugin,
      room,
    );
    return new Set(rows.map((row) => row.userId));
  }
}

function cacheKey(plugin: string, room: string): string {
  return `${plugin}\n${room}`;
}
