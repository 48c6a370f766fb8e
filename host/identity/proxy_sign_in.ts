import type { Clock } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { cleanGroups } from "./groups/clean_groups.ts";
import { PROXY_ISSUER, syncGroups } from "./groups/sync_groups.ts";
import { DisplayName, Email, handleFrom } from "./names.ts";
import { insertPerson, type People, type Person } from "./people.ts";
import type { Authenticated } from "./ports.ts";
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

/**
 * People whom a trusted proxy names. At first sight somebody becomes a member; whoever opens the claim link becomes the
 * owner. An account that was there before (made by `--demo`, or in another mode) is never handed to a name that merely
 * looks the same: its invitation or reset link connects the two.
 */
export class ProxySignIn {
  readonly #people: People;
  readonly #clock: Clock;
  /** First sights under way, so that a page's many requests make one account. */
  readonly #arriving = new Map<string, Promise<Person>>();
  /** What the proxy said of somebody's groups last, in this life. */
  readonly #groups = new Map<string, string>();

  constructor(people: People, clock: Clock) {
    this.#people = people;
    this.#clock = clock;
  }

  /** Somebody who was here before and is in no other groups than then; or undefined. */
  known({ user, groups }: Forwarded): Authenticated | undefined {
    const person = this.#people.bySubject(user.trim());
    if (!person || (groups !== undefined && this.#groups.get(person.user.id) !== groups)) return undefined;
    return authenticated(person);
  }

  /** Lets somebody in, as a new member if need be, and takes down the groups in which the proxy sees them. */
  async signIn(forwarded: Forwarded): Promise<Authenticated> {
    const person = await this.#arrived(forwarded);
    const found = authenticated(person);
    if (forwarded.groups !== undefined) await this.#join(person.user.id, forwarded.groups);
    return found;
  }

  async #arrived({ user, email }: Forwarded): Promise<Person> {
    const subject = subjectOf(user);
    let arriving = this.#arriving.get(subject);
    if (!arriving) {
      arriving = this.#arrive(subject, email).finally(() => this.#arriving.delete(subject));
      this.#arriving.set(subject, arriving);
    }
    return await arriving;
  }

  async #join(userId: string, header: string): Promise<void> {
    if (this.#groups.get(userId) === header) return;
    const names = cleanGroups(header.slice(0, MAX_GROUPS_HEADER).split(/[,;]/));
    await this.#people.change((db) => {
      syncGroups(db, { issuer: PROXY_ISSUER, userId, names, now: this.#clock.now() });
      return userId;
    });
    this.#groups.set(userId, header);
  }

  /** Connects what the proxy calls somebody with an account that is there. */
  async connect(userId: string, forwardedUser: string): Promise<Person> {
    const subject = subjectOf(forwardedUser);
    return await this.#people.change((db) => {
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
        this.#clock.now(),
      );
      return userId;
    });
  }

  async #arrive(subject: string, email: string | undefined): Promise<Person> {
    const known = this.#people.bySubject(subject);
    if (known) return known;
    const handle = handleFrom(subject);
    const name = DisplayName.safeParse(subject.split("@")[0]);
    const address = Email.safeParse(email ?? subject);
    const now = this.#clock.now();
    return await this.#people.change((db) => {
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
        role: "member",
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
