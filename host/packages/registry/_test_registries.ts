import assert from "node:assert/strict";
import type { StaticRegistry } from "../../../tests/harness/mod.ts";
import { type ManualClock, manualClock, openObserve } from "../../observe/mod.ts";
import { createWriter, openDatabase } from "../../storage/mod.ts";
import { PackageError, type PackageFault } from "../ports.ts";
import { migratePackages } from "../tables.ts";
import { openRegistries, type RegistriesOptions, type RegistryClient } from "./registries.ts";

/** The registries of a host with a database of their own, and a clock that can be moved. */
export interface TestRegistries extends AsyncDisposable {
  readonly registries: RegistryClient;
  readonly clock: ManualClock;
  readonly dir: string;
  /** Closes them and opens them again, as a host that is started again does. */
  reopen(): Promise<RegistryClient>;
  /** Loads what a source means, and answers its bytes as text. */
  fetch(source: string, version?: string): Promise<string>;
  /** Names of what lies in the folder of indexes, and in that of downloads. */
  left(): { indexes: string[]; downloads: string[] };
}

export async function testRegistries(options: Partial<RegistriesOptions> = {}): Promise<TestRegistries> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-registries-" });
  const clock = manualClock(Date.parse("2026-06-01T00:00:00Z"));
  const db = openDatabase(`${dir}/host.db`);
  const writer = createWriter(db);
  migratePackages(db);
  const observe = openObserve({ dataDir: dir, format: "none", clock });
  await Deno.mkdir(`${dir}/downloads`);
  const open = () =>
    openRegistries({
      ...{ db, writer, clock, folder: `${dir}/registries`, logger: observe.logger("packages") },
      ...{ engine: "1.2.0", agent: "test" },
      ...options,
    });
  let registries = open();
  return {
    get registries() {
      return registries;
    },
    clock,
    dir,
    async reopen() {
      await registries.close();
      return registries = open();
    },
    async fetch(source, version) {
      const file = `${dir}/downloads/${crypto.randomUUID()}`;
      const resolved = await registries.resolve(source, version === undefined ? {} : { version });
      await resolved.download(file, {});
      const text = await Deno.readTextFile(file);
      await Deno.remove(file);
      return text;
    },
    left: () => ({ indexes: names(`${dir}/registries`), downloads: names(`${dir}/downloads`) }),
    async [Symbol.asyncDispose]() {
      await registries.close();
      await writer.close();
      db.close();
      await observe.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

/** Waits for the refusal and answers it. */
export async function refused(work: Promise<unknown>, fault: PackageFault): Promise<PackageError> {
  const error = await work.then((value) => assert.fail(`was not refused: ${JSON.stringify(value)}`), (error) => error);
  assert.ok(error instanceof PackageError, `${error?.stack}`);
  assert.equal(error.fault, fault, error.message);
  return error;
}

/** Publishes plugins whose archives are the texts `<id> <version>`. */
export async function offer(registry: StaticRegistry, versions: Record<string, string[]>): Promise<void> {
  for (const [id, list] of Object.entries(versions)) {
    for (const version of list) await registry.publish({ id, version, archive: archiveOf(`${id} ${version}`) });
  }
}

export function archiveOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}
