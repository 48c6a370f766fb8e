import assert from "node:assert/strict";
import { CHECKOUT } from "../../tests/harness/folders.ts";
import { lineReader, until } from "../../tests/harness/mod.ts";
import { serviceManager } from "./service_manager.ts";

/** Prints each message that comes, in JSON. */
const RECEIVER = `
const socket = Deno.listenDatagram({ transport: "unixpacket", path: Deno.args[0] });
console.log(JSON.stringify("listening"));
for (;;) console.log(JSON.stringify(new TextDecoder().decode((await socket.receive())[0])));
`;

Deno.test("systemd hears that the host serves, that it lives, and that it stops", async () => {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-notify-" });
  await Deno.writeTextFile(`${dir}/receiver.ts`, RECEIVER);
  await Deno.mkdir(`${dir}/empty`);
  const run = (args: string[], env: Record<string, string> = {}) =>
    new Deno.Command(Deno.execPath(), {
      ...{ args: ["run", "-A", "--unstable-net", ...args], cwd: CHECKOUT, env: { NO_COLOR: "1", ...env } },
      ...{ stdin: "null", stdout: "piped", stderr: "null" },
    }).spawn();
  const receiver = run(["--no-config", `${dir}/receiver.ts`, `${dir}/notify`]);
  const messages: string[] = [];
  const lines = lineReader(receiver.stdout);
  const reading = (async () => {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) messages.push(JSON.parse(line));
  })();
  await until(() => messages.length > 0, { what: "the receiver", timeoutMs: 30_000 });
  const host = run([
    ...["--frozen", "host/main.ts", "--port", "0", "--data", `${dir}/data`],
    ...["--plugins", `${dir}/empty`, "--workflows", `${dir}/empty`],
  ], { NOTIFY_SOCKET: `${dir}/notify`, WATCHDOG_USEC: "200000" });
  const draining = host.stdout.pipeTo(new WritableStream());
  await until(() => messages.filter((message) => message === "WATCHDOG=1").length >= 3, {
    what: "signs of life",
    timeoutMs: 60_000,
  });
  assert.match(messages[1]!, /^READY=1\nSTATUS=Serves http:\/\/127\.0\.0\.1:\d+\/?$/);
  host.kill("SIGTERM");
  assert.equal((await host.status).code, 0);
  await draining;
  await until(() => messages.includes("STOPPING=1"), { what: "the goodbye" });
  receiver.kill("SIGKILL");
  await receiver.status;
  await reading;
  await Deno.remove(dir, { recursive: true });
});

Deno.test("without a manager nothing is said; one that cannot be answered is told of once", () => {
  const problems: string[] = [];
  serviceManager({}, (message) => problems.push(message)).ready("x");
  assert.equal(problems.length, 0);
  // The tests run without --unstable-net.
  serviceManager({ NOTIFY_SOCKET: "/run/none" }, (message) => problems.push(message)).ready("x");
  assert.match(problems.join(), /start it with --unstable-net, or use Type=exec/);
});
