import type { RoleMapping } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { cleanGroups } from "./groups/clean_groups.ts";
import { applyRole, mappedRole } from "./groups/mapped_role.ts";
import { PROXY_ISSUER, syncGroups } from "./groups/sync_groups.ts";
import { DisplayName, Email, handleFrom } from "./names.ts";
import { insertPerson, type People, type Person } from "./people.ts";
import type { Ways } from "./ownership.ts";
import type { Authenticated, Revocation } from "./ports.ts";
import { newId } from "./random_token.ts";

/** Longest name that a proxy may send. */
const MAX_SUBJECT = 256;
/** Characters of `X-Forwarded-Groups` that are looked at. */
const MAX_GROUPS_HEADER = 16_384;

/** What a trusted proxy says of somebody, as it stands in its headers. */
export interface Forwarded {
  user: string;
  email?: string;
  /** Names, separated by commas. Without it groups stay as they are. */
  groups?: string;
}

export interface ProxyOptions {
  people: People;
  clock: Clock;
  ways: Ways;
  logger: Logger;
  /** What groups of the proxy give. */
  mapping: RoleMapping;
  /** Tells whose sockets to close. */
  revoked(revocation: Revocation): void;
}

/**
 * People whom a trusted proxy names. At first sight somebody becomes a member, or what their groups give; whoever opens the
 * claim link becomes the owner. An account that was there before (made by `--demo`, or in another mode) is never handed to a name that merely
 * looks the same: its invitation or reset link connects the two.
 */
export class ProxySignIn {
  readonly #options: ProxyOptions;
  /** First sights under way, so that a page's many requests make one account. */
  readonly #arriving = new Map<string, Promise<Person>>();
  /** What the proxy said of somebody's groups last, in this life. */
  readonly #groups = new Map<string, string>();

  constructor(options: ProxyOptions) {
    this.#options = options;
  }

  /** What groups of the proxy give. */
  get mapping(): RoleMapping {
    return this.#options.mapping;
  }

  /** Somebody who was here before and is in no other groups than then; or undefined. */
  known({ user, groups }: Forwarded): Authenticated | undefined {
    const person = this.#options.people.bySubject(user.trim());
    if (!person || (groups !== undefined && this.#groups.get(person.user.id) !== groups)) return undefined;
    return authenticated(person);
  }

  /** Lets somebody in, as a new member if need be, and takes down the groups in which the proxy sees them. */
  async signIn(forwarded: Forwarded): Promise<Authenticated> {
    const person = await this.#arrived(forwarded);
    const found = authenticated(person);
    return forwarded.groups === undefined ? found : authenticated(await this.#join(person, forwarded.groups));
  }

  async #arrived({ user, email, groups }: Forwarded): Promise<Person> {
    const subject = subjectOf(user);
    let arriving = this.#arriving.get(subject);
    if (!arriving) {
      arriving = this.#arrive(subject, { email, groups }).finally(() => this.#arriving.delete(subject));
      this.#arriving.set(subject, arriving);
    }
    return await arriving;
  }

  async #join(person: Person, header: string): Promise<Person> {
    const { people, clock, mapping, revoked } = this.#options;
    const { id, role } = person.user;
    if (this.#groups.get(id) === header) return people.byId(id)!;
    const groups = namesIn(header);
    const joined = await people.change((db) => {
      applyRole(db, this.#options, { mapping, from: "the proxy", groups, id });
      syncGroups(db, { issuer: PROXY_ISSUER, userId: id, names: groups, now: clock.now() });
      return id;
    });
    this.#groups.set(id, header);
    // Sockets hold the caller they were opened with.
    if (joined.user.role !== role) revoked({ userId: id });
    return joined;
  }

  /** Connects what the proxy calls somebody with an account that is there. */
  async connect(userId: string, forwardedUser: string): Promise<Person> {
    const subject = subjectOf(forwardedUser);
    return await this.#options.people.change((db) => {
      const taken = db.get<{ user_id: string }>(
        "SELECT user_id FROM id_links WHERE provider = 'proxy' AND subject = ?",
        subject,
      );
      if (taken && taken.user_id !== userId) {
        throw new RpcError("conflict", "You are signed in as another person already", {
          hint: "Open the link while the proxy names the person for whom it was made",
        });
      }
      db.run(
        "INSERT OR IGNORE INTO id_links (provider, subject, user_id, created_at) VALUES ('proxy', ?, ?, ?)",
        subject,
        userId,
        this.#options.clock.now(),
      );
      return userId;
    });
  }

  async #arrive(subject: string, { email, groups }: Pick<Forwarded, "email" | "groups">): Promise<Person> {
    const { people, mapping } = this.#options;
    const known = people.bySubject(subject);
    if (known) return known;
    const role = mappedRole(mapping, namesIn(groups ?? "")) ?? mapping.defaultRole;
    if (role === "none") {
      throw new RpcError("forbidden", "None of your groups at the proxy may come in here", {
        reason: "no_role",
        hint: "Ask whoever looks after the groups at the proxy",
      });
    }
    const handle = handleFrom(subject);
    const name = DisplayName.safeParse(subject.split("@")[0]);
    const address = Email.safeParse(email ?? subject);
    const now = this.#options.clock.now();
    return await people.change((db) => {
      if (db.get("SELECT 1 FROM id_users WHERE handle = ?", handle)) {
        throw new RpcError(
          "forbidden",
          `There is an account "${handle}" already, and it is not connected with your sign-in`,
          {
            reason: "not_connected",
            hint: "If it is yours, ask an owner for a link: bulkhead user reset <handle>",
          },
        );
      }
      const id = insertPerson(db, {
        id: newId("u"),
        handle,
        name: name.success ? name.data : handle,
        role,
        email: address.success ? address.data : undefined,
        createdAt: now,
      });
      db.run(
        "INSERT INTO id_links (provider, subject, user_id, created_at) VALUES ('proxy', ?, ?, ?)",
        subject,
        id,
        now,
      );
      return id;
    });
  }
}

function namesIn(header: string): string[] {
  return cleanGroups(header.slice(0, MAX_GROUPS_HEADER).split(/[,;]/));
}

function subjectOf(forwardedUser: string): string {
  const subject = forwardedUser.trim();
  // A comma means that the header came twice: once from the proxy, once from somebody who would like to be another.
  // deno-lint-ignore no-control-regex -- they are what is refused
  if (subject !== "" && subject.length <= MAX_SUBJECT && !/[\x00-\x1f\x7f,]/.test(subject)) return subject;
  throw new RpcError("unauthenticated", "X-Forwarded-User is empty, too long, not plain text, or there twice", {
    hint: "The proxy has to replace this header, not to add to it",
  });
}

function authenticated(person: Person): Authenticated {
  if (!person.user.disabled) return { caller: person.caller };
  throw new RpcError("unauthenticated", "This account is disabled", { hint: "Ask an owner" });
}
