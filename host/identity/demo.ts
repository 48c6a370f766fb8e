import type { Clock } from "../observe/ports.ts";
import type { Role } from "../sdk/channel/protocol.ts";
import { insertPerson, type People } from "./people.ts";
import { newId } from "./random_token.ts";

/** The four people of `--demo` and of dev mode. */
const DEMO_PEOPLE: { handle: string; name: string; role: Role }[] = [
  { handle: "alice", name: "Alice", role: "owner" },
  { handle: "bob", name: "Bob", role: "member" },
  { handle: "carol", name: "Carol", role: "member" },
  { handle: "dave", name: "Dave", role: "member" },
];

/** Adds those who are not there. They have no password: outside dev mode they cannot sign in until they are invited. */
export async function seedDemo(people: People, clock: Clock): Promise<void> {
  for (const [index, person] of DEMO_PEOPLE.entries()) {
    if (people.byHandle(person.handle)) continue;
    // A millisecond apart, so that lists keep their order.
    await people.change((db) => insertPerson(db, { ...person, id: newId("u"), createdAt: clock.now() + index }));
  }
}
