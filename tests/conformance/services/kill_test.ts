/**
 * The host is killed under its services. The next life ends what is left of them, found by run tag and start time, starts
 * them again by their policy, and none is there twice.
 */
import assert from "node:assert/strict";
import { newRunTag, sweepLeftovers, TAG_VARIABLE } from "../../../host/sandbox/sweep.ts";
import { argumentsOf, parentOf, processIds, startTimeOf } from "../../../host/sandbox/proc.ts";
import { writeTree } from "../../harness/folders.ts";
import { lacks, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";

interface Status {
  desired: string;
  actual: string;
  pid?: number;
  restarts: number;
  reason?: string;
}

const KILLS = 5;

const toml = (name: string, script: string, mark: string, more = "") =>
  `[service]\nname = "${name}"\nexec = ["sh", "-c", """${script}""", "${mark}"]\nrestart = { delay = 10${more} }\n`;

Deno.test({
  name:
    `services through ${KILLS} kills of the host: ended, started again by policy, none double, no line claimed and lost`,
  ignore: lacks("bubblewrap"),
  async fn() {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-services-" }));
    const mark = `kill-${crypto.randomUUID()}`;
    // A second one that gets the lock's refusal leaves a trace.
    const locked = "exec 9>lock; flock -n 9 || touch double; ";
    try {
      await writeTree(`${dir}/data/services`, {
        "plain.toml": toml("plain", `${locked}exec sleep 1000`, mark),
        "forking.toml": toml("forking", `${locked}setsid sleep 1000 & sleep 1000`, mark),
        "stubborn.toml": toml("stubborn", `${locked}trap '' TERM; while :; do sleep 0.1; done`, mark),
        "once.toml": toml("once", "exec sleep 1000", mark, ', policy = "no"'),
        "stopped.toml": toml("stopped", "exec sleep 1000", mark, ', policy = "always"'),
        "chatty.toml": toml("chatty", "n=0; while :; do n=$((n+1)); echo line $n; sleep 0.01; done", mark),
      });
      const pids = new Set<number>();
      let stored = 0;
      for (let round = 0; round <= KILLS; round++) {
        const host = await spawnHost({ dir, plugins: ["supervisor"] });
        try {
          await settled(host, ["plain", "forking", "stubborn", "chatty"]);
          if (round === 0) {
            await settled(host, ["once", "stopped"]);
            await host.call("supervisor.service.stop", { name: "stopped" });
          } else {
            const once = await get(host, "once");
            assert.deepEqual([once.desired, once.actual], ["running", "failed"], once.reason);
            assert.match(once.reason!, /The host ended without stopping it; restart\.policy is "no"/);
            assert.ok((await get(host, "plain")).restarts >= round);
            assert.ok(await lines(host) >= stored, "what was shown as stored is there");
          }
          const stopped = await get(host, "stopped");
          assert.deepEqual([stopped.desired, stopped.actual, stopped.pid], ["stopped", "stopped", undefined]);
          const scripts = leaders(mark);
          assert.deepEqual(scripts, [...new Set(scripts)], "no service is there twice");
          const { pid } = await get(host, "plain");
          assert.ok(!pids.has(pid!));
          pids.add(pid!);
          await new Promise((resolve) => setTimeout(resolve, 40 * round));
          stored = await lines(host);
        } finally {
          await host.end(round === KILLS ? "SIGTERM" : "SIGKILL");
        }
      }
      await until(() => running(mark).length === 0, { what: "all services to end" });
      for (const name of ["plain", "forking", "stubborn"]) {
        await assert.rejects(Deno.stat(`${dir}/data/services/${name}/double`), Deno.errors.NotFound, name);
      }
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test({
  name: "an orphan is known by the tag it was started with, also where it left everything else behind",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const folder = `/tmp/no-such-folder-${crypto.randomUUID()}`;
    const [earlier, own, other] = [
      await newRunTag(folder),
      await newRunTag(folder),
      await newRunTag(`${folder}-other`),
    ];
    const start = (tag: string) =>
      new Deno.Command("sleep", {
        args: ["1000"],
        env: { [TAG_VARIABLE]: `${tag} a-mark` },
        clearEnv: true,
        ...{ detached: true, stdin: "null", stdout: "null", stderr: "null" },
      }).spawn();
    const [orphan, mine, strangers] = [start(earlier.tag), start(own.tag), start(other.tag)];
    try {
      assert.equal(await sweepLeftovers(own), 1);
      assert.equal((await orphan.status).signal, "SIGKILL");
      for (const child of [mine, strangers]) assert.notEqual(startTimeOf(child.pid), undefined);
    } finally {
      for (const child of [mine, strangers]) {
        child.kill("SIGKILL");
        await child.status;
      }
    }
  },
});

const get = (host: SpawnedHost, name: string) =>
  host.call<Status & Record<string, unknown>>("supervisor.service.get", { name });

async function settled(host: SpawnedHost, names: string[]): Promise<void> {
  for (const name of names) {
    await until(async () => {
      const status = await get(host, name);
      if (status.actual === "running" && status.pid !== undefined) return true;
      throw new Error(JSON.stringify(status));
    }, { timeoutMs: 20_000 });
  }
}

/** How many lines of the chatty one are stored. */
async function lines(host: SpawnedHost): Promise<number> {
  const { items } = await host.call<{ items: { name: string; count: number }[] }>("host.log.tree", {
    prefix: "supervisor",
  });
  return items.find(({ name }) => name === "supervisor.chatty")?.count ?? 0;
}

/**
 * The scripts of the services that run, one for each process that leads a service: shells are known by the mark in their
 * arguments. What such a shell starts bears its arguments, too, until it has become another program.
 */
function leaders(mark: string): string[] {
  const shells = running(mark);
  const pids = new Set(shells.map(({ pid }) => pid));
  return shells.filter(({ pid }) => !pids.has(parentOf(pid) ?? 0)).map(({ script }) => script);
}

function running(mark: string): { pid: number; script: string }[] {
  return processIds().flatMap((pid) => {
    const args = argumentsOf(pid);
    return args[0] === "/usr/bin/sh" && args.includes(mark) ? [{ pid, script: args[2]! }] : [];
  });
}
