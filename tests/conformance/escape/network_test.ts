import assert from "node:assert/strict";
import { lookup } from "node:dns/promises";
import { isRefused, openRoom, type Outcome, REFUSED, type Room, unexpected } from "./escape_room.ts";

/** A server that says "reached" over HTTP, WebSocket and event stream, and counts who came. */
function serve(options: { redirectTo?: () => string } = {}) {
  const seen: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    seen.push(new URL(request.url).pathname);
    if (options.redirectTo) return Response.redirect(options.redirectTo());
    if (request.headers.get("upgrade") === "websocket") {
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onopen = () => socket.send("reached");
      return response;
    }
    if (request.url.endsWith("/events")) {
      return new Response("data: reached\n\n", { headers: { "content-type": "text/event-stream" } });
    }
    return new Response("reached");
  });
  const port = server.addr.port;
  return { port, seen, origin: `127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

const isReached = (outcome: Outcome) => outcome.value === "reached";
/** Some APIs wrap the refusal in an error of their own: then only that nothing arrived counts. */
const isStopped = (outcome: Outcome) => outcome.error !== undefined;

async function ways(room: Room): Promise<string[]> {
  const names = (await room.names("network")).filter((name) => !/other:|redirect/.test(name));
  assert.ok(names.length >= 8);
  return names;
}

Deno.test("every client reaches the granted host and port, and no other port of it", async () => {
  await using granted = serve();
  await using other = serve();
  await using room = await openRoom({ net: [granted.origin] });
  const names = await ways(room);
  assert.deepEqual(await unexpected(room, names, { host: "127.0.0.1", port: granted.port }, isReached), []);
  assert.deepEqual(await unexpected(room, names, { host: "127.0.0.1", port: other.port }, isStopped), []);
  assert.ok(isRefused(await room.attempt("network/fetch", { host: "127.0.0.1", port: other.port })));
  assert.deepEqual(other.seen, []);
});

Deno.test("without a grant no client reaches anything, by any spelling of the address", async () => {
  await using server = serve();
  await using room = await openRoom();
  const names = await ways(room);
  for (const host of ["127.0.0.1", "localhost", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"]) {
    assert.deepEqual(await unexpected(room, names, { host, port: server.port }, isStopped), [], host);
  }
  assert.deepEqual(server.seen, []);
});

Deno.test("a redirect from the granted host to another is refused", async () => {
  await using other = serve();
  await using granted = serve({ redirectTo: () => `http://${other.origin}/` });
  await using room = await openRoom({ net: [granted.origin] });
  const outcome = await room.attempt("network/fetch through a redirect", { from: `http://${granted.origin}/` });
  assert.ok(isRefused(outcome), JSON.stringify(outcome));
  assert.equal(granted.seen.length, 1);
  assert.deepEqual(other.seen, []);
});

Deno.test("a proxy that is not granted does not carry a request to a host that is", async () => {
  await using granted = serve();
  await using proxy = serve();
  await using room = await openRoom({ net: [granted.origin] });
  const args = { host: "127.0.0.1", port: proxy.port, allowedHost: "127.0.0.1", allowedPort: granted.port };
  const outcome = await room.attempt("network/fetch through a proxy", args);
  assert.ok(isStopped(outcome), JSON.stringify(outcome));
  assert.deepEqual(proxy.seen, []);
});

Deno.test("a granted name that resolves to a private address reaches nothing", async () => {
  await using server = serve();
  const name = await loopbackName();
  await using room = await openRoom({ net: [name] });
  const names = (await ways(room)).filter((way) => !way.includes("proxy"));
  assert.deepEqual(await unexpected(room, names, { host: name, port: server.port }, isStopped), []);
  const direct = await room.attempt("network/Deno.connect", { host: name, port: server.port });
  assert.match(direct.error ?? "", REFUSED);
  assert.deepEqual(server.seen, []);
});

Deno.test("a granted name with a private IPv6 address is left out, whatever it says later", async () => {
  await using server = serve();
  const name = await loopbackName();
  const warnings: string[] = [];
  const logger = {
    debug() {},
    info() {},
    warn: (text: string) => void warnings.push(text),
    error() {},
    child: () => logger,
  };
  const sandbox = { logger, resolve: () => Promise.resolve(["2001:db8::1", "fd00::7"]) };
  await using room = await openRoom({ net: [name], sandbox });
  const outcome = await room.attempt("network/Deno.connect", { host: name, port: server.port });
  assert.ok(isRefused(outcome), JSON.stringify(outcome));
  assert.match(warnings.join(), /left out: it resolves to the private address fd00::7/);
});

Deno.test("nothing is listened on, sent, looked up or spoken to beside TCP clients", async () => {
  const folder = await Deno.makeTempDir();
  const socket = `${folder}/host.sock`;
  let connections = 0;
  const listener = Deno.listen({ transport: "unix", path: socket });
  const accepting = (async () => {
    for await (const connection of listener) {
      connections++;
      connection.close();
    }
  })();
  try {
    const names = await namesOf("other:");
    assert.ok(names.length >= 8);
    for (const name of names) {
      await using room = await openRoom({ net: ["127.0.0.1:9"] });
      const outcome = await room.attempt(name, { host: "127.0.0.2", port: 9, socket }).catch(() => undefined);
      // Some APIs throw where nobody can catch it: that ends the compartment, which is as good.
      const said = outcome ? outcome.error ?? "" : (await room.compartment.ended).stderr;
      assert.match(said, REFUSED_OR_UNKNOWN, `${name} → ${JSON.stringify(outcome)}`);
    }
    assert.equal(connections, 0);
  } finally {
    listener.close();
    await accepting;
    await Deno.remove(folder, { recursive: true });
  }
});

/** node:dns turns the refusal into an answer of its own. */
const REFUSED_OR_UNKNOWN = new RegExp(`${REFUSED.source}|queryA UNKNOWN`);

async function namesOf(part: string): Promise<string[]> {
  await using room = await openRoom();
  return (await room.names("network")).filter((name) => name.includes(part));
}

/** A name that stands for this machine without saying so; `127.1` is one where no other is known. */
async function loopbackName(): Promise<string> {
  for (const name of [Deno.hostname(), "localhost.localdomain", "127.1"]) {
    const addresses = await lookup(name, { all: true }).catch(() => []);
    if (addresses.some(({ address }) => address.startsWith("127."))) return name;
  }
  throw new Error("This machine knows no name for itself");
}
