import assert from "node:assert/strict";
import { createSandbox } from "../../../host/sandbox/mod.ts";
import { clock, probeBundle, silent, until } from "./escape_room.ts";

interface HostProcess extends AsyncDisposable {
  root: string;
  /** Of the compartment. */
  pid: number;
  kill(): Promise<void>;
}

/** A host in a process of its own, whose compartment has begun `attempt`. */
async function startHost(attempt: string, without = ""): Promise<HostProcess> {
  const root = await Deno.makeTempDir({ prefix: "bulkhead-escape-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--frozen",
      new URL("./fixtures/host_process.ts", import.meta.url).pathname,
      root,
      await probeBundle(),
      attempt,
      without,
    ],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const pid = Number(new TextDecoder().decode(value));
  assert.ok(pid > 0 && isThere(pid), "the compartment did not start");
  let alive = true;
  const kill = async () => {
    if (!alive) return;
    alive = false;
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
  };
  return {
    root,
    pid,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
      if (isThere(pid)) Deno.kill(pid, "SIGKILL");
      await Deno.remove(root, { recursive: true });
    },
  };
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

const LOOPS = ["bomb/an infinite loop", "bomb/an infinite loop in a nested Worker that is kept"];

for (const attempt of ["echo", ...LOOPS]) {
  Deno.test(`a killed host takes its compartment with it: ${attempt}`, async () => {
    await using host = await startHost(attempt);
    await host.kill();
    await until(() => !isThere(host.pid), "the compartment outlived its host", 3_000);
  });
}

for (const attempt of LOOPS) {
  Deno.test(`so it does where setpriv and bubblewrap are missing, by the boot file's own watch: ${attempt}`, async () => {
    await using host = await startHost(attempt, "setpriv,bubblewrap");
    await host.kill();
    await until(() => !isThere(host.pid), "the compartment outlived its host", 6_000);
  });
}

Deno.test("a sweep ends what another life over the same folder left, and nothing of another folder", async () => {
  await using left = await startHost("bomb/an infinite loop");
  await using foreign = await startHost("echo");
  const sandbox = await createSandbox({ dataDir: left.root, logger: silent(), sink: { write() {} }, clock });
  assert.equal(await sandbox.sweep(), 1);
  assert.equal(isThere(left.pid), false);
  assert.equal(isThere(foreign.pid), true);
  assert.equal(await sandbox.sweep(), 0);
  await sandbox.examined;
});
