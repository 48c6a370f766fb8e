import type { Caller, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Directory, User } from "./ports.ts";

/** A row of id_users. */
interface UserRow {
  id: string;
  handle: string;
  name: string;
  email: string | null;
  role: Role;
  disabled: number;
  password: string | null;
  created_at: number;
}

/** A row of id_identities. */
interface IdentityRow {
  id: string;
  issuer: string;
  subject: string;
  label: string;
  created_at: number;
  used_at: number;
}

/** A user with what only this folder may see. */
export interface Person {
  readonly user: User;
  /** As a call's caller: one frozen object for all calls until something changes. */
  readonly caller: Caller;
  readonly password?: string;
  /** Names under which a proxy sends this person. */
  readonly subjects: readonly string[];
  /** Who this person is at sign-in providers. */
  readonly identities: readonly ProviderIdentity[];
}

/** Somebody at a sign-in provider. Times are milliseconds since 1970. */
export interface ProviderIdentity {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  /** What the provider called them last. */
  readonly label: string;
  readonly createdAt: number;
  readonly usedAt: number;
}

/**
 * Everybody, in memory, and the only way to change them: a job runs in the writer's transaction, then the people whom it
 * names are read anew and listeners are told. A host has few people and asks for them at every call.
 */
export class People implements Directory {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #byId = new Map<string, Person>();
  readonly #byHandle = new Map<string, Person>();
  readonly #bySubject = new Map<string, Person>();
  readonly #byIdentity = new Map<string, Person>();
  readonly #listeners = new Set<(user: User, before: User | undefined) => void>();

  constructor(db: Database, writer: Writer) {
    this.#db = db;
    this.#writer = writer;
    for (const { id } of db.all<{ id: string }>("SELECT id FROM id_users ORDER BY created_at, id")) this.#load(id);
  }

  get(id: string): User | undefined {
    return this.#byId.get(id)?.user;
  }

  find(idOrHandle: string): User | undefined {
    return this.person(idOrHandle)?.user;
  }

  list(): User[] {
    return Array.from(this.#byId.values(), (person) => person.user);
  }

  onChange(listener: (user: User, before: User | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** By id, `@handle` or handle. */
  person(idOrHandle: string): Person | undefined {
    if (idOrHandle.startsWith("@")) return this.#byHandle.get(idOrHandle.slice(1).toLowerCase());
    return this.#byId.get(idOrHandle) ?? this.#byHandle.get(idOrHandle.toLowerCase());
  }

  byId(id: string): Person | undefined {
    return this.#byId.get(id);
  }

  byHandle(handle: string): Person | undefined {
    return this.#byHandle.get(handle);
  }

  bySubject(subject: string): Person | undefined {
    return this.#bySubject.get(subject);
  }

  /** Whose identity this is. */
  byIdentity(issuer: string, subject: string): Person | undefined {
    return this.#byIdentity.get(identityKey(issuer, subject));
  }

  persons(): Iterable<Person> {
    return this.#byId.values();
  }

  /** The person, or `not_found` at `/id` of the params. */
  require(idOrHandle: string, path = "/id"): Person {
    const person = this.person(idOrHandle);
    if (person) return person;
    throw new RpcError("not_found", `There is no user ${JSON.stringify(idOrHandle.slice(0, 64))}`, {
      path,
      hint: "Give an id or @handle as host.user.list shows them",
    });
  }

  /** Runs a job that changes one person and answers that person's id; resolves when it is on disk and known. */
  async change(job: (db: Database) => string): Promise<Person> {
    const id = await this.#writer.write(job);
    const before = this.#byId.get(id)?.user;
    const person = this.#load(id);
    for (const listener of this.#listeners) listener(person.user, before);
    return person;
  }

  #load(id: string): Person {
    const row = this.#db.get<UserRow>("SELECT * FROM id_users WHERE id = ?", id);
    if (!row) throw new Error(`The user "${id}" is not in the database`);
    const subjects = this.#db.all<{ subject: string }>(
      "SELECT subject FROM id_links WHERE provider = 'proxy' AND user_id = ?",
      id,
    ).map((link) => link.subject);
    const identities = this.#db.all<IdentityRow>(
      "SELECT * FROM id_identities WHERE user_id = ? ORDER BY created_at, id",
      id,
    ).map(identityOf);
    const old = this.#byId.get(id);
    if (old) {
      this.#byHandle.delete(old.user.handle);
      for (const subject of old.subjects) this.#bySubject.delete(subject);
      for (const { issuer, subject } of old.identities) this.#byIdentity.delete(identityKey(issuer, subject));
    }
    const person = personOf(row, subjects, identities);
    this.#byId.set(id, person);
    this.#byHandle.set(row.handle, person);
    for (const subject of subjects) this.#bySubject.set(subject, person);
    for (const { issuer, subject } of identities) this.#byIdentity.set(identityKey(issuer, subject), person);
    return person;
  }
}

function identityKey(issuer: string, subject: string): string {
  return JSON.stringify([issuer, subject]);
}

function identityOf({ id, issuer, subject, label, created_at, used_at }: IdentityRow): ProviderIdentity {
  return { id, issuer, subject, label, createdAt: created_at, usedAt: used_at };
}

function personOf(row: UserRow, subjects: string[], identities: ProviderIdentity[]): Person {
  const user: User = Object.freeze({
    id: row.id,
    handle: row.handle,
    name: row.name,
    ...(row.email === null ? {} : { email: row.email }),
    role: row.role,
    disabled: row.disabled !== 0,
    createdAt: new Date(row.created_at).toISOString(),
  });
  const caller: Caller = Object.freeze({ kind: "user", id: row.id, name: row.name, role: row.role });
  return { user, caller, ...(row.password === null ? {} : { password: row.password }), subjects, identities };
}

/** A person who is about to be added. */
export interface NewPerson {
  id: string;
  handle: string;
  name: string;
  role: Role;
  email?: string;
  password?: string;
  createdAt: number;
}

/** Adds a row inside a writer's job; `conflict` when the handle is taken. Answers the id. */
export function insertPerson(db: Database, person: NewPerson): string {
  if (db.get("SELECT 1 FROM id_users WHERE handle = ?", person.handle)) {
    throw new RpcError("conflict", `The handle "${person.handle}" is taken`, {
      path: "/handle",
      hint: "Choose another",
    });
  }
  db.run(
    "INSERT INTO id_users (id, handle, name, email, role, password, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    person.id,
    person.handle,
    person.name,
    person.email ?? null,
    person.role,
    person.password ?? null,
    person.createdAt,
  );
  return person.id;
}
