/** Many people at work, as a process of its own. Prints what was measured as one line of JSON. */
import { randomFrom } from "../chat/history.ts";
import { ACTIONS, begin, type Person } from "./actions.ts";
import { CallError, Client } from "./client.ts";

/** As JSON in the first argument. */
export interface UsersOptions {
  url: string;
  users: number;
  channels: number;
  seconds: number;
  /** Between two things that somebody does, on average. */
  idleMs: number;
}

export interface UsersResult {
  actions: number;
  /** By what was done and what went wrong. */
  errors: Record<string, number>;
  /** Somebody else had just deleted what was meant: no error, but to be known. */
  raced: number;
  events: number;
  p50: number;
  p99: number;
  slowest: string;
}

async function run({ url, users, channels, seconds, idleMs }: UsersOptions): Promise<UsersResult> {
  const result: UsersResult = { actions: 0, errors: {}, raced: 0, events: 0, p50: 0, p99: 0, slowest: "" };
  const times: { ms: number; name: string }[] = [];
  const names = Array.from({ length: users }, (_, n) => `load${n}`);
  const people: Person[] = [];
  for (const [n, name] of names.entries()) {
    const client = new Client(url, name);
    await client.connect();
    const person: Person = {
      client,
      random: randomFrom(n + 1),
      channels: [],
      direct: [],
      people: names,
      at: "",
      shown: [],
      own: [],
      sections: [],
    };
    await client.call("chat.snapshot");
    people.push(person);
  }
  await furnish(people, channels);
  for (const person of people) await begin(person);

  const until = performance.now() + seconds * 1_000;
  const total = ACTIONS.reduce((sum, { frequency }) => sum + frequency, 0);
  await Promise.all(people.map(async (person) => {
    for (;;) {
      // As long as a person takes: short pauses often, long ones seldom.
      await new Promise((resolve) => setTimeout(resolve, -Math.log(1 - person.random()) * idleMs));
      if (performance.now() >= until) return;
      let left = person.random() * total;
      const action = ACTIONS.find(({ frequency }) => (left -= frequency) < 0)!;
      const begun = performance.now();
      try {
        await action.run(person);
      } catch (error) {
        const { message, reason } = error as CallError;
        if (reason === "tombstoned") result.raced++;
        else {
          const what = `${action.name}: ${message}`;
          result.errors[what] = (result.errors[what] ?? 0) + 1;
        }
      }
      result.actions++;
      times.push({ ms: performance.now() - begun, name: action.name });
    }
  }));
  for (const { client } of people) {
    result.events += client.events;
    await client.disconnect();
  }
  times.sort((a, b) => a.ms - b.ms);
  result.p50 = times[Math.floor(times.length / 2)]?.ms ?? 0;
  result.p99 = times[Math.floor(times.length * 0.99)]?.ms ?? 0;
  const last = times.at(-1);
  result.slowest = last ? `${last.name} ${last.ms.toFixed(0)} ms` : "";
  return result;
}

/** Channels in which some of them are, and conversations between two. */
async function furnish(people: Person[], channels: number): Promise<void> {
  const [first] = people;
  for (let n = 0; n < channels; n++) {
    const members = people.filter((_, index) => (index * 7 + n * 13) % 5 === 0).map(({ client }) => `@${client.name}`);
    const { id } = await first!.client.call<{ id: string }>("chat.channel.create", { name: `load-${n}` });
    await first!.client.call("chat.channel.add_members", { channel: id, members });
  }
  for (const [index, { client }] of people.entries()) {
    await client.call("chat.dm.open", { users: [`@${people[(index + 1) % people.length]!.client.name}`] });
  }
}

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(Deno.args[0]!))));
  Deno.exit(0);
}
