import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { InspectInfo, InstallProgress, PluginInfo } from "../../../ui/state/wire.ts";
import { processesOf, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";
import { openSocket } from "../../harness/socket_client.ts";
import { add, detail, list, names, note, notesRegistry } from "./notes.ts";

type Stage = InstallProgress["stage"];
const PRECIOUS = "precious";
const TOUCHED = "touched by 1.1.0";

/** Begins a work and kills the host, as no signal can be caught, when it tells of a stage. */
async function killAt(host: SpawnedHost, stage: Stage, begin: () => Promise<unknown>): Promise<void> {
  const socket = await openSocket(host.url, "alice");
  await socket.call("events.subscribe", { types: ["host.plugin.progress"] });
  const works = begin().catch(() => {});
  await until(() => socket.volatile.some(({ data }) => isAt(data as InstallProgress, stage)), {
    what: `the stage ${stage}`,
    timeoutMs: 30_000,
  });
  await host.end("SIGKILL");
  await works;
  await socket.close();
}

function isAt({ work, stage }: InstallProgress, wanted: Stage): boolean {
  return work !== "inspect" && stage === wanted;
}

/** What the disk holds is what the database says, and nothing is left of what was cut off. */
function assertTidy(dir: string): void {
  const data = `${dir}/data`;
  using db = new DatabaseSync(`${data}/host.db`, { readOnly: true });
  const rows = db.prepare("SELECT * FROM pkg_installed").all() as Record<string, string | number | null>[];
  assert.deepEqual(names(data, "packages/stage"), []);
  assert.deepEqual(names(data, "packages/store"), rows.map(({ hash }) => hash).sort());
  const snapshots = rows.flatMap(({ snapshot }) => snapshot === null ? [] : [snapshot]).sort();
  assert.deepEqual(names(data, "packages/snapshots/notes"), snapshots);
  assert.deepEqual(db.prepare("SELECT * FROM pkg_work").all(), []);
  const lock = JSON.parse(Deno.readTextFileSync(`${data}/plugins.lock`)).plugins.notes?.sha256;
  assert.equal(lock, rows.find(({ active }) => active === 1)?.hash);
  assert.ok(!names(data, "plugins").some((name) => name.endsWith(".part")));
}

async function plugin(host: SpawnedHost): Promise<PluginInfo | undefined> {
  const { items } = await host.call<{ items: PluginInfo[] }>("host.plugin.list");
  return items.find(({ id }) => id === "notes");
}

async function withFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-kill-" }));
  try {
    await work(dir);
    assert.deepEqual(processesOf(`${dir}/data`), [], "no process is left");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("a host that is killed at any stage of an installation has all of it or nothing after the next start", () =>
  withFolder(async (dir) => {
    await using at = await notesRegistry();
    await at.publish({ mode: "marks" });
    let host = await spawnHost({ dir });
    try {
      await add(host, at.registry);
      const { grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source: at.source });
      // What was fetched to be shown is forgotten over a restart: each installation below has all its stages.
      await host.end("SIGTERM");
      host = await spawnHost({ dir });
      for (const stage of ["resolve", "download", "verify", "store", "start", "switch", "done"] as const) {
        const hold = stage === "download" ? Promise.withResolvers<void>() : undefined;
        const path = "/notes-1.0.0.tgz";
        if (hold) {
          at.registry.answers.set(path, async () => {
            await hold.promise;
            return new Response("too late", { status: 503 });
          });
        }
        await killAt(host, stage, () => host.call("host.plugin.install", { source: at.source, grantHash }));
        hold?.resolve();
        at.registry.answers.delete(path);
        host = await spawnHost({ dir });
        assertTidy(dir);
        const found = await plugin(host);
        if (stage === "done") assert.ok(found, "what was done stays");
        if (!found) {
          assert.ok(!names(`${dir}/data`, "plugins").includes("notes"), `${stage}: no data is left`);
          continue;
        }
        assert.deepEqual([found.version, found.state, found.enabled], ["1.0.0", "ready", true], stage);
        assert.ok((await list(host)).length > 0);
        await host.call("host.plugin.uninstall", { id: "notes", deleteData: true });
      }
    } finally {
      await host[Symbol.asyncDispose]();
    }
  }));

Deno.test("a host that is killed at any stage of an update has the old version with its data, or the new one", () =>
  withFolder(async (dir) => {
    await using at = await notesRegistry();
    await at.publish();
    let host = await spawnHost({ dir });
    try {
      await add(host, at.registry);
      const { grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source: at.source });
      await host.call("host.plugin.install", { source: at.source, grantHash });
      await note(host, PRECIOUS);
      await at.publish({ version: "1.1.0", mode: "marks" });
      await at.publish({ version: "1.2.0", mode: "throws" });
      const stages: [Stage, string][] = [
        ...(["resolve", "download", "verify", "store", "stop", "snapshot", "start", "switch", "done"] as const)
          .map((stage): [Stage, string] => [stage, "1.1.0"]),
        ["undo", "1.2.0"],
      ];
      for (const [stage, version] of stages) {
        await killAt(host, stage, () => host.call("host.plugin.update", { id: "notes", version }));
        host = await spawnHost({ dir });
        assertTidy(dir);
        const { version: now, state } = await detail(host);
        assert.equal(state, "ready", stage);
        const notes = await list(host);
        if (now === "1.0.0") assert.deepEqual(notes, [PRECIOUS], `${stage}: the old version has its data`);
        // It marks each of its starts.
        else assert.deepEqual([now, notes[0], new Set(notes.slice(1))], ["1.1.0", PRECIOUS, new Set([TOUCHED])], stage);
        if (["resolve", "download", "verify", "store", "stop", "snapshot", "undo"].includes(stage)) {
          assert.equal(now, "1.0.0", stage);
        }
        if (stage === "done") assert.equal(now, "1.1.0");
        if (now === "1.1.0") {
          await host.call("host.plugin.rollback", { id: "notes", data: "restore" });
          assert.deepEqual(await list(host), [PRECIOUS]);
        }
      }
    } finally {
      await host[Symbol.asyncDispose]();
    }
  }));

Deno.test("a host that is killed while it rolls back or uninstalls has finished that or not begun after the next start", () =>
  withFolder(async (dir) => {
    await using at = await notesRegistry();
    await at.publish();
    await at.publish({ version: "1.1.0", mode: "marks" });
    let host = await spawnHost({ dir });
    try {
      await add(host, at.registry);
      const source = `${at.source}@1.0.0`;
      const { grantHash } = await host.call<InspectInfo>("host.plugin.inspect", { source });
      await host.call("host.plugin.install", { source, grantHash });
      await note(host, PRECIOUS);
      for (const stage of ["stop", "snapshot", "start", "switch"] as const) {
        if ((await detail(host)).version === "1.0.0") await host.call("host.plugin.update", { id: "notes" });
        const rollback = { id: "notes", data: "restore" };
        await killAt(host, stage, () => host.call("host.plugin.rollback", rollback));
        host = await spawnHost({ dir });
        assertTidy(dir);
        const [{ version, state }, notes] = [await detail(host), await list(host)];
        assert.equal(state, "ready");
        if (version === "1.0.0") assert.deepEqual(notes, [PRECIOUS], stage);
        else assert.deepEqual([version, notes[0], notes[1]], ["1.1.0", PRECIOUS, TOUCHED], stage);
      }
      for (const stage of ["stop", "switch"] as const) {
        await killAt(host, stage, () => host.call("host.plugin.uninstall", { id: "notes", deleteData: true }));
        host = await spawnHost({ dir });
        assertTidy(dir);
        const there = await plugin(host) !== undefined;
        assert.equal(names(`${dir}/data`, "plugins").includes("notes"), there, stage);
        if (there) assert.equal((await list(host))[0], PRECIOUS);
        else await host.call("host.plugin.install", { source, grantHash });
        if (!there) await note(host, PRECIOUS);
      }
    } finally {
      await host[Symbol.asyncDispose]();
    }
  }));
