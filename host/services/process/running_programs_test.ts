import assert from "node:assert/strict";
import type { Program, ProgramEnd } from "../../sandbox/ports.ts";
import type { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient } from "../ports.ts";
import { RunningPrograms } from "./running_programs.ts";

function client(bundled = false) {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  return { client: { id: "a", bundled, ended } as unknown as ServiceClient, end };
}

function program() {
  const { promise: ended, resolve } = Promise.withResolvers<ProgramEnd>();
  const signals: string[] = [];
  const one: Program = {
    stdin: new WritableStream(),
    stdout: new ReadableStream(),
    stderr: new ReadableStream(),
    ended,
    kill: (signal) => void signals.push(signal),
    end: () => resolve({ code: 137, signal: "SIGKILL", endedBy: "host" }),
  };
  return { one, signals, exit: (code: number) => resolve({ code, signal: null }) };
}

const kindOf = (promise: Promise<unknown>) => promise.then(() => undefined, (error: RpcError) => error.kind);

Deno.test("a number means nothing to another plugin", async () => {
  const programs = new RunningPrograms();
  const [mine, other] = [client(), client()];
  const { one, signals } = program();
  const id = programs.add(mine.client, one);
  assert.equal(programs.kill(other.client, id, "SIGTERM"), false);
  assert.equal(await kindOf(programs.wait(other.client, id)), "not_found");
  assert.deepEqual(signals, []);
  assert.equal(programs.kill(mine.client, id, "SIGTERM"), true);
  assert.deepEqual(signals, ["SIGTERM"]);
});

Deno.test("the end of a program is told once, also when it came before it was asked for", async () => {
  const programs = new RunningPrograms();
  const mine = client();
  const { one, exit } = program();
  const id = programs.add(mine.client, one);
  exit(3);
  await one.ended;
  await Promise.resolve();
  assert.equal(programs.kill(mine.client, id, "SIGTERM"), false);
  assert.deepEqual(await programs.wait(mine.client, id), { code: 3, signal: null });
  assert.equal(await kindOf(programs.wait(mine.client, id)), "not_found");
});

Deno.test("programs end with their plugin and with the host, which starts no more", async () => {
  const programs = new RunningPrograms();
  const [first, second] = [client(), client()];
  const [a, b] = [program(), program()];
  programs.add(first.client, a.one);
  programs.add(second.client, b.one);
  first.end();
  assert.equal((await a.one.ended).endedBy, "host");
  await programs.close();
  assert.equal((await b.one.ended).endedBy, "host");
  assert.throws(() => programs.checkRoom(second.client), { kind: "cancelled" });
});

Deno.test("a plugin of the product may have more at once than another", () => {
  for (const [bundled, max] of [[false, 8], [true, 24]] as const) {
    const programs = new RunningPrograms();
    const mine = client(bundled);
    for (let n = 0; n < max; n++) {
      programs.checkRoom(mine.client);
      programs.add(mine.client, program().one);
    }
    assert.throws(() => programs.checkRoom(mine.client), { kind: "rate_limited" });
  }
});
