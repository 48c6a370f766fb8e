import assert from "node:assert/strict";
import type { RpcError } from "../../../host/sdk/errors.ts";
import type { PackageFault } from "../../../host/packages/ports.ts";
import type { InspectInfo } from "../../../ui/state/wire.ts";
import { processesOf, type TestHost } from "../../harness/mod.ts";

/** What tells that something came in: files, rows and processes of a host. */
export interface Traces {
  files: string[];
  rows: unknown;
  processes: number[];
}

/** Tables of what may run and of what it may do; what a host knows of registries changes whenever it looks. */
const TABLES = [
  "pkg_installed",
  "pkg_work",
  "pkg_pins",
  "pkg_undone",
  "ker_plugins",
  "ker_grants",
  "ker_grant_entries",
];

export async function traces({ dataDir, running: { db } }: TestHost): Promise<Traces> {
  const folders = ["packages/stage", "packages/store", "packages/snapshots", "plugins"];
  return {
    files: folders.flatMap((folder) => names(`${dataDir}/${folder}`).map((name) => `${folder}/${name}`)),
    rows: TABLES.map((table) => [table, db.all(`SELECT * FROM ${table}`)]),
    // Only what was told to the process of a plugin is counted: the host itself is this process.
    processes: await Promise.resolve(processesOf(dataDir).sort()),
  };
}

/** Tries something that must be refused with this reason, and leave nothing behind. Answers the error. */
export async function refused(host: TestHost, work: () => Promise<unknown>, reason: PackageFault): Promise<RpcError> {
  const before = await traces(host);
  const error = await work().then(
    (value) => assert.fail(`was not refused: ${JSON.stringify(value)?.slice(0, 500)}`),
    (error) => error as RpcError,
  );
  assert.equal(error.data?.reason, reason, `${error.kind}: ${error.message}`);
  // A helper of the host that is just ending is no plugin.
  assert.deepEqual(await traces(host), before);
  assert.deepEqual(await host.fetch("/health").then(async (answer) => (await answer.json()).status), "ok");
  return error;
}

/** An owner looks at it, and would agree to whatever is shown. */
export async function take(host: TestHost, source: string): Promise<InspectInfo> {
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source });
  await host.call("host.plugin.install", { source: info.source, grantHash: info.grantHash });
  return info;
}

/** It is refused when it is looked at, and when somebody installs it unseen. */
export async function refusedBoth(host: TestHost, source: string, reason: PackageFault): Promise<void> {
  await refused(host, () => host.call("host.plugin.inspect", { source }), reason);
  await refused(host, () => host.call("host.plugin.install", { source, grantHash: "0".repeat(64) }), reason);
}

/** It is shown with what is wrong with it, and cannot be installed although somebody agrees. */
export async function shownAndRefused(host: TestHost, source: string, reason: PackageFault): Promise<InspectInfo> {
  const before = await traces(host);
  const info = await host.call<InspectInfo>("host.plugin.inspect", { source });
  assert.ok(info.problems.some((one) => one.reason === reason), JSON.stringify(info.problems));
  assert.deepEqual(await traces(host), before);
  const { grantHash } = info;
  await refused(host, () => host.call("host.plugin.install", { source: info.source, grantHash }), reason);
  return info;
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}
