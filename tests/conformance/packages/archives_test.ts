import { gunzipSync, gzipSync } from "node:zlib";
import type { PackageFault } from "../../../host/packages/ports.ts";
import { entry, join, pax, soundPackage, tar, tgz } from "../../../host/packages/_test/tar_bytes.ts";
import { testHost } from "../../harness/mod.ts";
import { hostileRegistry, manifest, newKey, signed } from "./_registry.ts";
import { refusedBoth, shownAndRefused } from "./_target.ts";

const GIGABYTES = 10 * 1024 ** 3;
const MB = 1024 * 1024;

const named = (path: string) => soundPackage({}, { path, body: "x" });

/** An archive that says of itself what is right about it, and of which one byte of a file was flipped then. */
function flipped(): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(gunzipSync(soundPackage()));
  raw[raw.indexOf("<".charCodeAt(0))]! ^= 1;
  return new Uint8Array(gzipSync(raw));
}

const HOSTILE: Record<string, [archive: () => Uint8Array<ArrayBuffer>, reason: PackageFault]> = {
  "a flipped byte in a file": [flipped, "package_modified"],
  "a file that is not in integrity.json": [() => soundPackage({}, { path: "more.js", body: "1" }), "package_modified"],
  "a path with ../": [() => named("../../../evil"), "path_unsafe"],
  "an absolute path": [() => named("/tmp/bulkhead-evil"), "path_unsafe"],
  "a path with a NUL": [() => named("plugin.js\0.txt"), "path_unsafe"],
  "two paths that differ in case": [() => named("PLUGIN.js"), "path_unsafe"],
  "a path with a line break and an escape": [() => named("a\n\u001b[2J"), "path_unsafe"],
  "a symbolic link": [() => soundPackage({}, { path: "l", type: "2", link: "/etc/passwd" }), "entry_unsafe"],
  "a hard link": [() => soundPackage({}, { path: "l", type: "1", link: "plugin.js" }), "entry_unsafe"],
  "a device": [() => soundPackage({}, { path: "l", type: "3" }), "entry_unsafe"],
  "a pipe": [() => soundPackage({}, { path: "l", type: "6" }), "entry_unsafe"],
  "10 GB in a sparse file": [() => soundPackage({}, { path: "s", type: "S", size: GIGABYTES }), "entry_unsafe"],
  "10 GB in a PAX sparse file": [
    () => soundPackage({}, pax("GNU.sparse.realsize", String(GIGABYTES)), { path: "s", body: "x" }),
    "entry_unsafe",
  ],
  "10 GB in a header": [() => tgz({ path: "huge", size: GIGABYTES }), "too_large"],
  "a zip bomb": [() => new Uint8Array(gzipSync(join([tar(), new Uint8Array(100 * MB)]))), "too_large"],
  "a zip bomb in one file": [() => tgz({ path: "big", body: new Uint8Array(65 * MB) }), "too_large"],
  "100,000 files": [
    () => tgz(join(Array.from({ length: 100_000 }, (_, n) => entry({ path: `f${n}` })))),
    "too_large",
  ],
  "a manifest of another id": [() => soundPackage(manifest({ id: "chat" })), "id_mismatch"],
  "a manifest of another version": [() => soundPackage(manifest({ version: "9.9.9" })), "id_mismatch"],
  "a manifest that is nested without end": [
    () => soundPackage(manifest({ settings: nested(20_000) })),
    "manifest_invalid",
  ],
  "a name that steers a terminal": [
    () => soundPackage(manifest({ name: "Polls\u001b]0;owned\u0007" })),
    "manifest_invalid",
  ],
  "a reason that is read backwards": [
    () => soundPackage(manifest({ permissions: { net: [{ host: "*", reason: "only \u202eecno" }] } })),
    "manifest_invalid",
  ],
  "no archive": [() => new TextEncoder().encode("<html>"), "archive_invalid"],
  "code that reads a host file by a static import": [
    () => soundPackage({ "plugin.js": `import x from "/etc/passwd" with { type: "text" };\nexport default x;` }),
    "imports_outside",
  ],
  "code that reads a host file by a dynamic import": [
    () => soundPackage({ "plugin.js": `export default await import("/etc/passwd", { with: { type: "text" } });` }),
    "imports_outside",
  ],
};

Deno.test("a hostile package is refused with its own reason and leaves nothing behind", async (t) => {
  await using host = await testHost();
  await using hostile = await hostileRegistry();
  await host.call("host.registry.add", { url: hostile.registry.url });
  for (const [what, [archive, reason]] of Object.entries(HOSTILE)) {
    await t.step(what, async () => {
      await hostile.offer(archive());
      await refusedBoth(host, hostile.source, reason);
    });
  }
  await t.step("other bytes than the index names", async () => {
    await hostile.offer(soundPackage(), { sha256: "0".repeat(64) });
    await refusedBoth(host, hostile.source, "hash_mismatch");
  });
  await t.step("more bytes than the index names", async () => {
    await hostile.offer(soundPackage(), { size: 10 });
    await refusedBoth(host, hostile.source, "too_large");
  });
  await t.step("a signature by another key than it names", async () => {
    await hostile.offer(signed(newKey(), {}, newKey().publicKey));
    await shownAndRefused(host, hostile.source, "signature_invalid");
  });
  await t.step("another engine", async () => {
    await hostile.offer(soundPackage(manifest({ engine: "^9" })));
    await shownAndRefused(host, hostile.source, "engine_mismatch");
  });
  await t.step("a requirement that is not there", async () => {
    await hostile.offer(soundPackage(manifest({ requires: { nothing: "^1" } })));
    await shownAndRefused(host, hostile.source, "requirement_unmet");
  });
});

function nested(levels: number): unknown {
  return JSON.parse(`${'{"properties":'.repeat(levels)}{}${"}".repeat(levels)}`);
}
