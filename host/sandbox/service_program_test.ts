import assert from "node:assert/strict";
import { lacks } from "../../tests/harness/require.ts";
import type { SandboxLevel } from "./ports.ts";
import { argumentsOf, processIds } from "./proc.ts";
import { ProgramFinder } from "./program_finder.ts";
import { RunningService } from "./service_program.ts";
import { SharedWatch } from "./shared_watch.ts";

const ignore = lacks("bubblewrap");
const level: SandboxLevel = {
  ...{ setpriv: true, prlimit: true, nice: true, bubblewrap: true, privateNetwork: true, remarks: [] },
};

async function machine() {
  const hostDataDir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-service-" }));
  const own = `${hostDataDir}/services/it`;
  await Deno.mkdir(own, { recursive: true });
  const context = {
    ...{ level, hostDataDir, runTag: `bulkhead-run:test:${crypto.randomUUID()}` },
    ...{ watch: new SharedWatch(), finder: new ProgramFinder() },
  };
  return {
    own,
    run: (path: string, args: string[], env: Record<string, string> = {}) =>
      new RunningService({ path, args, env, cwd: own, own: [own], limits: {} }, context),
    left: () => processIds().filter((pid) => argumentsOf(pid).includes(context.runTag)),
    [Symbol.asyncDispose]: () => Deno.remove(hostDataDir, { recursive: true }),
  };
}

const textOf = async (service: RunningService) => {
  const [out, err] = await Promise.all([service.stdout, service.stderr].map((one) => new Response(one).text()));
  return { out: out!, err: err! };
};

Deno.test({
  name: "one that is ended while it is set up leaves nothing behind, at whatever moment that is",
  ignore,
  fn: async () => {
    await using at = await machine();
    const mark = `5${Math.floor(Math.random() * 1e6)}`;
    for (let n = 0; n < 40; n++) {
      const service = at.run("/usr/bin/sleep", [mark]);
      const said = textOf(service);
      if (n > 0) await new Promise((resolve) => setTimeout(resolve, n / 4));
      service.end();
      assert.equal((await service.ended).signal, "SIGKILL");
      await said;
    }
    for (let look = 0; look < 50 && at.left().length > 0; look++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.deepEqual(at.left().map(argumentsOf), []);
    assert.ok(!processIds().some((pid) => argumentsOf(pid).includes(mark)));
  },
});

Deno.test({
  name: "a library that a service is to load is loaded by it alone, never by what is around it",
  ignore,
  fn: async () => {
    await using at = await machine();
    const env = { LD_PRELOAD: `${at.own}/none.so`, LANG: "C.UTF-8", PLAIN: "yes", PATH: "/usr/bin:/bin" };
    const service = at.run("/usr/bin/env", [], env);
    const { out, err } = await textOf(service);
    await service.ended;
    for (const [name, value] of Object.entries(env)) assert.ok(out.split("\n").includes(`${name}=${value}`), name);
    // The loader of each program says that there is no such library.
    assert.equal(err.split("none.so").length - 1, 1, err);
  },
});
