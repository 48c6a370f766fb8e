import { z } from "zod";
import type { PersonView } from "../store/people.ts";

/** How long after the last sign of life somebody counts as there. */
export const ACTIVE_MS = 5 * 60_000;

const line = (what: string, max: number) =>
  z.string().trim().max(max, `${what} has at most ${max} characters`)
    .refine((text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text), `${what} is one line of plain text`);

/** What somebody says of themselves. */
export const Profile = z.object({
  title: line("A title", 100).optional(),
  pronouns: line("Pronouns", 40).optional(),
  phone: line("A phone number", 40).optional(),
  timezone: line("A time zone", 64).refine(isTimezone, "A time zone is a name such as Europe/Berlin").optional(),
  about: z.string().trim().max(1_000).optional(),
});
export type Profile = z.output<typeof Profile>;

/** A custom status. */
export const Status = z.object({
  emoji: line("A status emoji", 64).default(""),
  text: line("A status", 100).default(""),
  until: z.iso.datetime().optional().describe("When it clears by itself"),
});

export const Presence = z.enum(["active", "away", "dnd"]);
export type Presence = z.output<typeof Presence>;

/** A person as others see them. */
export const Person = z.object({
  id: z.string(),
  name: z.string(),
  handle: z.string().optional().describe("Without @"),
  role: z.enum(["owner", "admin", "member", "guest", "agent"]),
  profile: Profile,
  status: Status.optional(),
  rev: z.int().describe("Position of the newest change of what stands here"),
});
export type Person = z.output<typeof Person>;

export function presentPerson(row: PersonView, now: number = Date.now()): Person {
  const person: Person = {
    id: row.id,
    name: row.name,
    role: row.role,
    profile: JSON.parse(row.profile),
    rev: row.rev,
  };
  if (row.handle !== null) person.handle = row.handle;
  const over = row.status_until !== null && Date.parse(row.status_until) <= now;
  if (!over && (row.status_emoji !== "" || row.status_text !== "")) {
    person.status = { emoji: row.status_emoji, text: row.status_text };
    if (row.status_until !== null) person.status.until = row.status_until;
  }
  return person;
}

/** Whether somebody is there, as others see it. */
export function presenceOf(row: Pick<PersonView, "presence" | "seen_at">, now: number): Presence {
  if (row.presence !== "auto") return row.presence;
  return now - row.seen_at < ACTIVE_MS ? "active" : "away";
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
