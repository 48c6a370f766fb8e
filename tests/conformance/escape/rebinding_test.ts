import assert from "node:assert/strict";
import * as dgram from "node:dgram";
import { lacks } from "../../harness/mod.ts";
import { probeBundle } from "./escape_room.ts";

const ADDRESS = "127.0.0.153";
const NAME = "rebound.example";
const [A, AAAA] = [1, 28];

/** A name server that knows one name, and only by an IPv6 address: this machine's. Undefined where port 53 is not ours. */
async function nameServer(): Promise<{ asked: number[]; close(): Promise<void> } | undefined> {
  const socket = dgram.createSocket("udp4");
  const asked: number[] = [];
  socket.on("message", (query, peer) => {
    const end = query.indexOf(0, 12) + 5;
    const type = query[end - 3]!;
    // The runtime of the test itself asks for other names.
    if (query.includes(NAME.split(".")[0]!)) asked.push(type);
    const header = Uint8Array.from([query[0]!, query[1]!, 0x81, 0x80, 0, 1, 0, type === AAAA ? 1 : 0, 0, 0, 0, 0]);
    const loopback6 = Uint8Array.from([0xc0, 12, 0, AAAA, 0, 1, 0, 0, 0, 0, 0, 16, ...Array(15).fill(0), 1]);
    const answer = type === AAAA ? loopback6 : new Uint8Array();
    socket.send(Uint8Array.from([...header, ...query.subarray(12, end), ...answer]), peer.port, peer.address);
  });
  const bound = await new Promise<boolean>((resolve) => {
    socket.on("error", () => resolve(false));
    socket.bind(53, ADDRESS, () => resolve(true));
  });
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
  if (bound) return { asked, close };
  await close().catch(() => {});
  return undefined;
}

/** Runs Deno where this name server is the machine's. */
async function underNameServer(root: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  await Deno.writeTextFile(`${root}/resolv.conf`, `nameserver ${ADDRESS}\noptions timeout:1 attempts:1\n`);
  const resolv = await Deno.realPath("/etc/resolv.conf");
  const { stdout, stderr } = await new Deno.Command("/usr/bin/bwrap", {
    args: ["--dev-bind", "/", "/", "--ro-bind", `${root}/resolv.conf`, resolv, Deno.execPath(), ...args],
    env,
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test({
  name: "a granted name that later has another IPv6 address is not asked for it",
  ignore: lacks("bubblewrap"),
  fn: async () => {
    const server = await nameServer();
    if (!server) return console.warn("skipped: port 53 cannot be listened on");
    const root = await Deno.makeTempDir({ prefix: "bulkhead-rebinding-" });
    await using web = Deno.serve({ hostname: "::1", port: 0, onListen() {} }, () => new Response("reached"));
    const port = String(web.addr.port);
    try {
      // What any other program of this machine gets.
      const url = `http://${NAME}:${port}/`;
      const other = await underNameServer(root, [
        "eval",
        "--ext=js",
        `console.log(await (await fetch("${url}")).text())`,
      ]);
      assert.match(other, /reached/);
      assert.ok(server.asked.includes(AAAA));

      server.asked.length = 0;
      const fixture = new URL("./fixtures/lookup_process.ts", import.meta.url).pathname;
      const said = await underNameServer(root, [
        "run",
        "-A",
        "--frozen",
        fixture,
        root,
        await probeBundle(),
        NAME,
        port,
      ]);
      const outcomes = said.trim().split("\n").map((line) => JSON.parse(line));
      assert.equal(outcomes.length, 3, said);
      for (const outcome of outcomes) assert.ok(outcome.error, JSON.stringify(outcome));
      assert.ok(server.asked.includes(A));
      assert.ok(!server.asked.includes(AAAA), "an IPv6 address was asked for");
    } finally {
      await server.close();
      await Deno.remove(root, { recursive: true });
    }
  },
});
