/**
 * The host is killed while people write, again and again. What was acknowledged has to be there afterwards, at the position that was
 * acknowledged; and what each page sends again from its outbox, under the same client id, has to be there once.
 */
import assert from "node:assert/strict";
import { lacks, processesOf, type SocketClient, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";
import { openSocket } from "../../harness/socket_client.ts";

const KILLS = 6;
const WRITERS = ["alice", "bob", "carol"];

/** What one person has written, in order: the outbox of their page. */
class Writer {
  readonly acknowledged: { clientId: string; seq: number }[] = [];
  readonly sent = new Set<string>();
  #next = 0;

  constructor(readonly name: string) {}

  /** Sends one after the other, the first again that was not acknowledged, until the socket breaks. */
  async write(socket: SocketClient): Promise<void> {
    for (;;) {
      const clientId = `${this.name}-${this.#next}`;
      this.sent.add(clientId);
      const params = { channel: "#general", text: clientId, clientId };
      const answer = await socket.call<{ seq: number }>("chat.message.send", params).catch(() => undefined);
      if (answer === undefined) return;
      this.acknowledged.push({ clientId, seq: answer.seq });
      this.#next++;
    }
  }
}

async function life(dir: string, work: (host: SpawnedHost) => Promise<void>): Promise<void> {
  const host = await spawnHost({ dir, plugins: ["chat"] });
  try {
    await work(host);
  } finally {
    await host[Symbol.asyncDispose]();
  }
}

Deno.test({
  name: `messages through ${KILLS} kills: each acknowledged one is there, once, at its position`,
  ignore: lacks("setpriv"),
  async fn() {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-crash-" }));
    try {
      const writers = WRITERS.map((name) => new Writer(name));
      for (let round = 0; round < KILLS; round++) {
        await life(dir, async (host) => {
          const sockets = await Promise.all(writers.map(({ name }) => openSocket(host.url, name)));
          const before = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
          const writing = writers.map((writer, index) => writer.write(sockets[index]!));
          await until(
            () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0) > before + 5 + round * 7,
            {
              what: "messages to be acknowledged",
            },
          );
          await host.end("SIGKILL");
          await Promise.all(writing);
          for (const socket of sockets) await socket.close();
          const left = processesOf(`${dir}/data`);
          await until(() => left.every((pid) => !isAlive(pid)), { what: `processes ${left} to end` });
        });
      }
      await life(dir, async (host) => {
        const found: { clientId: string; seq: number }[] = [];
        for (let before: number | undefined;;) {
          const params = { channel: "#general", limit: 200, ...before === undefined ? {} : { before } };
          const page = await host.call<{ items: { text: string; seq: number }[]; hasMore: boolean }>(
            "chat.message.list",
            params,
          );
          found.unshift(...page.items.map(({ text, seq }) => ({ clientId: text, seq })));
          if (!page.hasMore) break;
          before = page.items[0]!.seq;
        }
        const ids = found.map(({ clientId }) => clientId);
        assert.equal(new Set(ids).size, ids.length, "none is there twice");
        const seqs = new Map(found.map(({ clientId, seq }) => [clientId, seq]));
        for (const { acknowledged, sent, name } of writers) {
          for (const { clientId, seq } of acknowledged) assert.equal(seqs.get(clientId), seq, clientId);
          const own = ids.filter((id) => id.startsWith(`${name}-`));
          assert.ok(own.every((id) => sent.has(id)));
          assert.deepEqual(
            own,
            own.toSorted((a, b) => numberOf(a) - numberOf(b)),
            "in the order in which they were written",
          );
        }
      });
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

function numberOf(clientId: string): number {
  return Number(clientId.split("-")[1]);
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
