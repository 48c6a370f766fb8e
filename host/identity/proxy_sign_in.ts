import type { Clock } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { DisplayName, Email, handleFrom } from "./names.ts";
import { insertPerson, type People, type Person } from "./people.ts";
import type { Authenticated } from "./ports.ts";
import { newId } from "./random_token.ts";

/** Longest name that a proxy may send. */
const MAX_SUBJECT = 256;

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

  constructor(people: People, clock: Clock) {
    this.#people = people;
    this.#clock = clock;
  }

  /** Somebody who was here before, or undefined. */
  known(forwardedUser: string): Authenticated | undefined {
    const person = this.#people.bySubject(forwardedUser.trim());
    return person && authenticated(person);
  }

  /** Lets somebody in, as a new member if need be. */
  async signIn(forwardedUser: string, forwardedEmail?: string): Promise<Authenticated> {
    const subject = subjectOf(forwardedUser);
    let arriving = this.#arriving.get(subject);
    if (!arriving) {
      arriving = this.#arrive(subject, forwardedEmail).finally(() => this.#arriving.delete(subject));
      this.#arriving.set(subject, arriving);
    }
    return authenticated(await arriving);
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
