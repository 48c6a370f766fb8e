/** What specs and services may try: nothing of it may hold up the supervisor, and each is told with what to do. */
import assert from "node:assert/strict";
import { RpcError } from "../../../host/sdk/errors.ts";
import { lacks, type TestHost, testHost, until } from "../../harness/mod.ts";

const ignore = lacks("bubblewrap");
const test = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore, fn });
const open = () => testHost({ plugins: ["supervisor"] });
const register = (host: TestHost, service: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  host.call("supervisor.service.register", { spec: { service, ...more } });
const refused = (promise: Promise<unknown>) =>
  promise.then(() => assert.fail("it was taken"), (error: RpcError) => {
    assert.ok(error instanceof RpcError, String(error));
    return `${error.data.reason} at ${error.data.path}: ${error.message} | ${error.data.hint ?? ""}`;
  });

interface Status {
  actual: string;
  reason?: string;
  restarts: number;
}

test("specs that cannot be are refused, each with its place and what to do", async () => {
  await using host = await open();
  await register(host, { name: "a", exec: ["true"], after: [{ service: "b" }] });
  await register(host, { name: "b", exec: ["true"], after: [{ service: "c" }] });
  const cases: [Record<string, unknown>, RegExp][] = [
    [
      { name: "c", exec: ["true"], after: [{ service: "a" }] },
      /circle at \/spec\/service\/after: .*c → a → b → c.*Take one/,
    ],
    [{ name: "d", exec: ["true"], after: [{ service: "d" }] }, /circle.*d → d/],
    [{ name: "e", exec: ["no-such-program"] }, /no_program at \/spec\/service\/exec: There is no program/],
    [{ name: "f", exec: ["true"], cwd: "/no/such" }, /no_folder at \/spec\/service\/cwd: .*make it/],
    [{ name: "g", exec: ["true"], cwd: "../../keys" }, /no_folder at \/spec\/service\/cwd: .*sees only its own folder/],
    [{ name: "h", exec: [`${host.dataDir}/plugins/supervisor/data.db`] }, /no_program|lies in the host's data folder/],
    [
      { name: "i", exec: ["true"], env: { BIG: "x".repeat(200_000) } },
      /bad_spec at \/spec\/service\/env: .*at most 131072/,
    ],
    [{ name: "../j", exec: ["true"] }, /bad_spec at \/spec\/service\/name/],
    [{ name: "k", exec: ["true\0"] }, /bad_spec at \/spec\/service\/exec\/0: .*NUL/],
    [{ name: "l", exec: ["true"], __proto__: null, constructor: 1 }, /bad_spec at \/spec\/service\/constructor/],
  ];
  for (const [service, words] of cases) assert.match(await refused(register(host, service)), words);
  // More than a call may have is refused before anybody reads it.
  assert.match(
    await refused(register(host, { name: "m", exec: ["true"], env: { BIG: "x".repeat(10_000_000) } })),
    /too_large/,
  );
  // What only the moment of the launch can tell is told where the service is looked at.
  const never = { policy: "no" };
  await register(host, { name: "n", exec: ["true"], restart: never, env_from_secret: { KEY: "NOT_SET" } });
  await host.call("supervisor.service.start", { name: "n" });
  const failed = () => host.call<Status>("supervisor.service.get", { name: "n" });
  await until(async () => (await failed()).actual === "failed");
  assert.match(
    (await failed()).reason!,
    /The secret "NOT_SET" for KEY is not set. Set it: bulkhead secret set NOT_SET/,
  );
  await host.call("supervisor.service.disable", { name: "n" });
  assert.match(
    await refused(host.call("supervisor.service.start", { name: "n" })),
    /disabled at .*"n" is disabled \| Enable it first/,
  );
  const { items } = await host.call<{ items: { name: string }[] }>("supervisor.service.list");
  assert.deepEqual(items.map(({ name }) => name), ["a", "b", "n"]);
});

test("a folder of specs that cannot be read, or a file in it, is a fault; what runs goes on", async () => {
  await using host = await open();
  const folder = `${host.dataDir}/services`;
  await Deno.writeTextFile(`${folder}/good.toml`, '[service]\nname = "good"\nexec = ["sleep", "1000"]\n');
  const get = () => host.call<Status>("supervisor.service.get", { name: "good" });
  await until(() => get().then(({ actual }) => actual === "running"));
  await Deno.symlink("/no/such/file", `${folder}/dangling.toml`);
  await Deno.writeFile(`${folder}/binary.toml`, crypto.getRandomValues(new Uint8Array(1_000)));
  await Deno.writeTextFile(`${folder}/deep.toml`, `a = ${"[".repeat(50_000)}`);
  await Deno.writeTextFile(`${folder}/huge.toml`, `[service.env]\nBIG = "${"x".repeat(10_000_000)}"\n`);
  await Deno.writeTextFile(`${folder}/twice.toml`, '[service]\nname = "good"\nexec = ["true"]\n');
  await Deno.mkdir(`${folder}/folder.toml`);
  await register(host, { name: "called", exec: ["true"] });
  await Deno.writeTextFile(`${folder}/called.toml`, '[service]\nname = "called"\nexec = ["true"]\n');
  await Deno.writeTextFile(
    `${folder}/waits.toml`,
    '[service]\nname = "waits"\nexec = ["true"]\nafter = [{ service = "x" }]\n',
  );
  await Deno.writeTextFile(`${folder}/none.toml`, '[service]\nname = "none"\n\nexec = ["no-such-program"]\n');
  await Deno.writeTextFile(
    `${folder}/self.toml`,
    '[service]\nname = "self"\nexec = ["true"]\nafter = [{ service = "self" }]\n',
  );
  const { faults } = await host.call<{ faults: { file: string; message: string }[] }>("supervisor.service.reload");
  const told = Object.fromEntries(faults.map(({ file, message }) => [file, message]));
  assert.deepEqual(
    Object.keys(told).sort(),
    ["binary", "called", "dangling", "deep", "folder", "huge", "none", "self", "twice", "waits"].map((name) =>
      `${name}.toml`
    ),
  );
  assert.match(told["folder.toml"]!, /is not a file: expected TOML/);
  assert.match(told["called.toml"]!, /"called" is described by a call already: give one another name/);
  assert.match(told["waits.toml"]!, /"after" names "x", which no spec describes: it waits until one does/);
  assert.match(told["none.toml"]!, /There is no program "no-such-program"\. Looked in .*install it/);
  assert.match(told["self.toml"]!, /in a circle: self → self\. Take one of them out of "after"/);
  assert.match(
    await refused(register(host, { name: "good", exec: ["true"] })),
    /at \/spec\/service\/name: "good" is described by good\.toml \| Change .*good\.toml, or take another name/,
  );
  assert.match(
    await refused(host.call("supervisor.service.get", { name: "none" })),
    /There is no service "none" \| Its spec is at fault: none\.toml:4: There is no program/,
  );
  assert.match(
    await refused(host.call("supervisor.service.get", { name: "nobody" })),
    /There is no service "nobody" \| There are called, good, waits/,
  );
  assert.match(told["dangling.toml"]!, /cannot be read .*remove it/);
  assert.match(told["huge.toml"]!, /a spec has at most 262144/);
  assert.match(told["twice.toml"]!, /"good" is described in good\.toml already/);
  // Looking for a program makes the service's own folder: first there is nothing left to look for.
  for (const file of Object.keys(told)) await Deno.remove(`${folder}/${file}`, { recursive: true });
  await host.call("supervisor.service.reload");
  await Deno.remove(folder, { recursive: true });
  await Deno.writeTextFile(folder, "no folder");
  const { faults: [fault] } = await host.call<{ faults: { message: string }[] }>("supervisor.service.reload");
  assert.match(fault!.message, /The folder ".*services" cannot be read .*let the host's user read it/);
  assert.equal((await get()).actual, "running");
  await Deno.remove(folder);
});

test("services that flood, fork, fill their folder or lie in their notes end as their limits say, and nothing else does", async () => {
  await using host = await open();
  const restart = { policy: "no" };
  await register(host, { name: "calm", exec: ["sleep", "1000"] });
  await register(host, {
    name: "files",
    exec: ["sh", "-c", "exec dd if=/dev/zero of=big bs=1M count=64"],
    limits: { fsize_mb: 4 },
    restart,
  });
  await register(host, {
    name: "spin",
    exec: ["sh", "-c", "while :; do :; done"],
    limits: { cpu_seconds: 1 },
    restart,
  });
  await register(host, {
    name: "noise",
    exec: [
      "sh",
      "-c",
      `head -c 3000000 /dev/urandom; yes '{"bulkhead":"job","id":7,"state":"lost","done":"x"}' | head -5000;
      echo '{"bulkhead":'; echo '{"bulkhead":"health","ok":"yes"}'; echo '{"bulkhead":"log","message":7}'`,
    ],
    restart,
  });
  for (const name of ["calm", "files", "spin", "noise"]) await host.call("supervisor.service.start", { name });
  const get = (name: string) => host.call<Status>("supervisor.service.get", { name });
  const ended = (name: string) =>
    until(async () => {
      const status = await get(name);
      if (status.actual === "failed" || status.actual === "completed") return status;
      throw new Error(JSON.stringify(status));
    }, { timeoutMs: 30_000 });
  assert.match((await ended("files")).reason!, /ended with code 1|SIGXFSZ/);
  assert.ok((await Deno.stat(`${host.dataDir}/services/files/big`)).size <= 4 * 1024 * 1024);
  assert.match((await ended("spin")).reason!, /SIGXCPU|SIGKILL/);
  assert.equal((await ended("noise")).actual, "completed");
  const { items: jobs } = await host.call<{ items: { state: string }[] }>("supervisor.job.list", { limit: 200 });
  assert.deepEqual(jobs, [], "a job without a name of its own is none");
  assert.equal((await get("calm")).actual, "running");
});
