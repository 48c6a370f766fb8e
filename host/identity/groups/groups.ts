import type { Clock } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { newId } from "../random_token.ts";
import { PROXY_ISSUER } from "./sync_groups.ts";

/** A group of people. Times are milliseconds since 1970. */
export interface Group {
  id: string;
  name: string;
  /** Whose claim makes it; undefined: it was made here, and is changed here. */
  issuer?: string;
  createdAt: number;
  memberCount: number;
}

interface GroupRow {
  id: string;
  name: string;
  issuer: string;
  created_at: number;
  members: number;
}

/** Groups that were made here. */
const MAX_LOCAL = 1_000;
const SELECT =
  "SELECT *, (SELECT count(*) FROM id_group_members WHERE group_id = id_groups.id) AS members FROM id_groups ";

/** Groups of people: those that were made here, and those that sign-in providers tell of. */
export class Groups {
  constructor(private readonly db: Database, private readonly writer: Writer, private readonly clock: Clock) {}

  /** By name; `after` is the name and id of the last one of the page before. */
  list({ limit, after }: { limit: number; after?: { name: string; id: string } }): Group[] {
    return this.db.all<GroupRow>(
      SELECT + "WHERE (name, id) > (?, ?) ORDER BY name, id LIMIT ?",
      after?.name ?? "",
      after?.id ?? "",
      limit,
    ).map(groupOf);
  }

  /** The group, or `not_found` at `/id` of the params. */
  require(id: string): Group {
    const row = this.db.get<GroupRow>(SELECT + "WHERE id = ?", id);
    if (row) return groupOf(row);
    throw unknownGroup(id);
  }

  /** The groups of one person, by name. */
  of(userId: string): { id: string; name: string; issuer?: string }[] {
    return this.db.all<{ id: string; name: string; issuer: string }>(
      "SELECT id, name, issuer FROM id_groups JOIN id_group_members ON group_id = id WHERE user_id = ? ORDER BY name, id",
      userId,
    ).map(({ id, name, issuer }) => ({ id, name, ...(issuer === "" ? {} : { issuer }) }));
  }

  has(groupId: string, userId: string): boolean {
    return this.db.get("SELECT 1 FROM id_group_members WHERE group_id = ? AND user_id = ?", groupId, userId) !==
      undefined;
  }

  /** Ids of members, in the order of their handles; `after` is the last handle of the page before. */
  members(id: string, { limit, after }: { limit: number; after?: string }): string[] {
    return this.db.all<{ id: string }>(
      "SELECT u.id FROM id_group_members m JOIN id_users u ON u.id = m.user_id " +
        "WHERE m.group_id = ? AND u.handle > ? ORDER BY u.handle LIMIT ?",
      id,
      after ?? "",
      limit,
    ).map((row) => row.id);
  }

  async create(name: string, members: readonly string[]): Promise<Group> {
    const id = newId("g");
    const now = this.clock.now();
    await this.writer.write((db) => {
      requireFreeName(db, name);
      const { count } = db.get<{ count: number }>("SELECT count(*) AS count FROM id_groups WHERE issuer = ''")!;
      if (count >= MAX_LOCAL) {
        throw new RpcError("precondition_failed", `There are ${MAX_LOCAL} groups, and more there cannot be`, {
          reason: "too_many_groups",
          hint: "Remove those that nobody needs",
        });
      }
      db.run("INSERT INTO id_groups (id, name, issuer, created_at) VALUES (?, ?, '', ?)", id, name, now);
      addMembers(db, id, { members, now });
    });
    return this.require(id);
  }

  async rename(id: string, name: string): Promise<Group> {
    await this.writer.write((db) => {
      requireOwn(db, id);
      requireFreeName(db, name, id);
      db.run("UPDATE id_groups SET name = ? WHERE id = ?", name, id);
    });
    return this.require(id);
  }

  async add(id: string, members: readonly string[]): Promise<Group> {
    const now = this.clock.now();
    await this.writer.write((db) => {
      requireOwn(db, id);
      addMembers(db, id, { members, now });
    });
    return this.require(id);
  }

  async take(id: string, members: readonly string[]): Promise<Group> {
    await this.writer.write((db) => {
      requireOwn(db, id);
      db.run(
        "DELETE FROM id_group_members WHERE group_id = ? AND user_id IN (SELECT value FROM json_each(?))",
        id,
        JSON.stringify(members),
      );
    });
    return this.require(id);
  }

  async remove(id: string): Promise<void> {
    await this.writer.write((db) => {
      requireOwn(db, id);
      db.run("DELETE FROM id_groups WHERE id = ?", id);
    });
  }
}

function addMembers(db: Database, id: string, { members, now }: { members: readonly string[]; now: number }): void {
  db.run(
    "INSERT OR IGNORE INTO id_group_members (group_id, user_id, added_at) SELECT ?, value, ? FROM json_each(?)",
    id,
    now,
    JSON.stringify(members),
  );
}

/** Inside a job: the group is there, and not a provider's. */
function requireOwn(db: Database, id: string): void {
  const row = db.get<{ name: string; issuer: string }>("SELECT name, issuer FROM id_groups WHERE id = ?", id);
  if (!row) throw unknownGroup(id);
  if (row.issuer === "") return;
  const from = row.issuer === PROXY_ISSUER ? "the proxy" : new URL(row.issuer).host;
  throw new RpcError("precondition_failed", `The group "${row.name}" comes from ${from}`, {
    reason: "provider_group",
    path: "/id",
    hint: "Change it there: each sign-in brings what is said there",
  });
}

function requireFreeName(db: Database, name: string, except = ""): void {
  if (!db.get("SELECT 1 FROM id_groups WHERE issuer = '' AND name = ? AND id <> ?", name, except)) return;
  throw new RpcError("conflict", `There is a group "${name}" already`, { path: "/name", hint: "Choose another name" });
}

function unknownGroup(id: string): RpcError {
  return new RpcError("not_found", `There is no group ${JSON.stringify(id.slice(0, 64))}`, {
    path: "/id",
    hint: "Give an id as host.group.list shows them",
  });
}

function groupOf({ id, name, issuer, created_at, members }: GroupRow): Group {
  return { id, name, ...(issuer === "" ? {} : { issuer }), createdAt: created_at, memberCount: members };
}
