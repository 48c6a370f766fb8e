import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { type OpenedPackage, openPackage, PackageError, type PackageFault } from "./mod.ts";
import { entry, integrityOf, join, pax, type RawEntry, soundFiles, soundPackage, tar, tgz } from "./_test/tar_bytes.ts";

/** Opens an archive in a folder of its own, looks at the outcome, and sees to it that a refusal leaves nothing. */
async function opening<T>(archive: Uint8Array, look: (opened: OpenedPackage) => T | Promise<T>): Promise<T> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${root}/package.tgz`, archive);
    await Deno.mkdir(`${root}/stage`);
    try {
      const opened = await openPackage(`${root}/package.tgz`, `${root}/stage/one`);
      return await look(opened);
    } catch (error) {
      assert.deepEqual([...Deno.readDirSync(`${root}/stage`)], [], "a refusal leaves nothing behind");
      assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name).sort(), ["package.tgz", "stage"]);
      throw error;
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function refused(archive: Uint8Array, fault: PackageFault, words?: RegExp): Promise<void> {
  try {
    await opening(archive, () => {});
  } catch (error) {
    assert.ok(error instanceof PackageError, String(error instanceof Error ? error.stack : error));
    assert.equal(error.fault, fault, error.message);
    if (words) assert.match(error.message, words);
    return;
  }
  throw new Error(`was accepted, but had to be refused with ${fault}`);
}

Deno.test("a sound package is unpacked read-only, with the hashes of archive, manifest and files", async () => {
  const archive = soundPackage();
  await opening(archive, async (opened) => {
    assert.equal(opened.hash, createHash("sha256").update(archive).digest("hex"));
    assert.equal(opened.sizeBytes, archive.length);
    assert.equal(opened.manifest.id, "polls");
    assert.equal(opened.signature.state, "unsigned");
    const manifest = await Deno.readFile(`${opened.folder}/plugin.json`);
    assert.equal(opened.manifestHash, createHash("sha256").update(manifest).digest("hex"));
    assert.deepEqual(opened.files.map(({ path }) => path).sort(), [
      "README.md",
      "integrity.json",
      "openrpc.json",
      "plugin.js",
      "plugin.json",
      "ui/index.html",
    ]);
    for (const file of opened.files) {
      const stat = await Deno.stat(`${opened.folder}/${file.path}`);
      assert.equal(stat.mode! & 0o777, 0o444);
      assert.equal(stat.size, file.sizeBytes);
    }
    assert.equal(opened.unpackedBytes, opened.files.reduce((sum, file) => sum + file.sizeBytes, 0));
  });
});

Deno.test("what GNU tar, bsdtar and Python write of plain files is accepted", async () => {
  const files = soundFiles({ ["long/".repeat(15) + "x".repeat(120)]: "far" });
  const integrity = integrityOf(files);
  const parts = [...files, integrity].flatMap((file): (RawEntry | Uint8Array)[] =>
    String(file.path).length > 100
      ? [pax("path", String(file.path)), { path: "cut", body: file.body }]
      : [pax("mtime", "1758000000.25"), { ...file, path: `./${file.path}` }]
  );
  const archive = tgz({ path: "./", type: "5" }, { path: "./ui/", type: "5" }, ...parts, new Uint8Array(10_240 - 1024));
  await opening(archive, (opened) => assert.equal(opened.files.length, 7));
});

Deno.test("a folder that is there already is left alone", async () => {
  const root = await Deno.makeTempDir();
  await Deno.writeFile(`${root}/package.tgz`, soundPackage());
  await Deno.mkdir(`${root}/taken`);
  await Deno.writeTextFile(`${root}/taken/mine`, "mine");
  await assert.rejects(openPackage(`${root}/package.tgz`, `${root}/taken`), Deno.errors.AlreadyExists);
  assert.equal(await Deno.readTextFile(`${root}/taken/mine`), "mine");
  await Deno.remove(root, { recursive: true });
});

Deno.test("a flipped byte is refused wherever it is", async (t) => {
  const archive = soundPackage();
  await t.step("in the compressed bytes", async () => {
    const flipped = archive.slice();
    flipped[flipped.length >> 1]! ^= 1;
    await refused(flipped, "archive_invalid");
  });
  await t.step("in a file", async () => {
    const raw = new Uint8Array(gunzipSync(archive));
    raw[raw.indexOf(0x50, 512)]! ^= 1; // the P of Polls in the manifest
    await refused(new Uint8Array(gzipSync(raw)), "package_modified", /"plugin.json" has the SHA-256/);
  });
  await t.step("in a header", async () => {
    const raw = new Uint8Array(gunzipSync(archive));
    raw[0]! ^= 1;
    await refused(new Uint8Array(gzipSync(raw)), "archive_invalid", /checksum/);
  });
});

Deno.test("files and integrity.json have to agree to the last one", async (t) => {
  await t.step("a file that is not listed", () =>
    refused(
      soundPackage({}, { path: "extra.js", body: "1" }),
      "package_modified",
      /"extra.js" is not listed/,
    ));
  await t.step("a listed file that is missing", async () => {
    const files = soundFiles();
    await refused(tgz(...files.slice(1), integrityOf(files)), "package_modified", /is listed .* but is not there/);
  });
  await t.step("no integrity.json", () => refused(tgz(...soundFiles()), "package_modified", /no "integrity.json"/));
  for (const body of ["", "[]", "null", `{"plugin.js":1}`, `{"plugin.js":"abc"}`, "\xff"]) {
    await t.step(`an integrity.json that reads ${JSON.stringify(body)}`, () =>
      refused(
        tgz(...soundFiles(), { path: "integrity.json", body }),
        "package_modified",
        /cannot be read/,
      ));
  }
});

const rawKey = (key: KeyObject) =>
  Uint8Array.fromBase64(key.export({ format: "jwk" }).x!, { alphabet: "base64url" }).toBase64();

/** A signature.json for the sound package, with what is changed in it. */
function signatureFile(change: Record<string, unknown> = {}, signed?: string): RawEntry {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const text = signed ?? String(integrityOf(soundFiles()).body);
  const signature = sign(null, new TextEncoder().encode(text), privateKey).toString("base64");
  const whole = { publisher: "acme", publicKey: rawKey(publicKey), alg: "Ed25519", signature, ...change };
  return { path: "signature.json", body: JSON.stringify(whole) };
}

Deno.test("a signature over integrity.json is checked and its key named by a fingerprint", async () => {
  await opening(soundPackage({}, signatureFile()), ({ signature }) => {
    assert.equal(signature.state, "valid");
    assert.equal(signature.publisher, "acme");
    const raw = Uint8Array.fromBase64(signature.publicKey!);
    assert.equal(signature.fingerprint, createHash("sha256").update(raw).digest("hex").slice(0, 32));
  });
});

Deno.test("a wrong signature is refused", async (t) => {
  const other = rawKey(generateKeyPairSync("ed25519").publicKey);
  const zero = new Uint8Array(64);
  // With a key of small order this "signature" fits many messages.
  const small = { publicKey: `AQ${"A".repeat(41)}=`, signature: zero.with(0, 1).toBase64() };
  const cases: Record<string, RawEntry> = {
    "another key": signatureFile({ publicKey: other }),
    "other bytes": signatureFile({}, "{}"),
    "another algorithm": signatureFile({ alg: "none" }),
    "no key": signatureFile({ publicKey: undefined }),
    "a short key": signatureFile({ publicKey: "AAAA" }),
    "a signature in base64url": signatureFile({ signature: "_".repeat(88) }),
    "a publisher that is no text": signatureFile({ publisher: { name: "acme" } }),
    "a key with which anybody can sign": signatureFile(small),
    "not JSON": { path: "signature.json", body: "{" },
    "null": { path: "signature.json", body: "null" },
  };
  for (const [name, file] of Object.entries(cases)) {
    await t.step(name, () => refused(soundPackage({}, file), "signature_invalid"));
  }
});

Deno.test("a path that could lead out, hide or fall together with another is refused", async (t) => {
  const name = (path: string | Uint8Array) => soundPackage({}, { path, body: "x" });
  const cases: Record<string, Uint8Array> = {
    "../": name("../evil"),
    "ui/../../evil": name("ui/../../evil"),
    "..": name(".."),
    "absolute": name("/etc/evil"),
    "a drive": name("C:/evil"),
    "a NUL behind the name": name("plugin.js\0.txt"),
    "a NUL in a PAX path": soundPackage({}, pax("path", "a\0b"), { path: "x", body: "x" }),
    "out by a PAX path": soundPackage({}, pax("path", "../evil"), { path: "x", body: "x" }),
    "a backslash": name("..\\evil"),
    "an empty part": name("ui//evil"),
    "a dot": name("ui/./evil"),
    "an empty name": name(""),
    "a line break": name("a\nb"),
    "an override of direction": name("a\u202egpj.exe"),
    "not UTF-8": name(new Uint8Array([0x61, 0xff])),
    "a trailing dot": name("ui/evil."),
    "too long": soundPackage({}, pax("path", "x/".repeat(10) + "y".repeat(300)), { path: "x", body: "x" }),
    "too deep": name("a/".repeat(20) + "b"),
    "twice": name("plugin.js"),
    "a case clash": name("PLUGIN.js"),
    "a case clash of folders": name("UI/other.html"),
    "a clash of composed letters": soundPackage({ "caf\u00e9": "1" }, { path: "cafe\u0301", body: "2" }),
    "a file that is a folder": name("ui"),
    "a folder that is a file": name("plugin.js/x"),
    "a folder outside": soundPackage({}, { path: "../out/", type: "5" }),
  };
  for (const [what, archive] of Object.entries(cases)) {
    await t.step(what, () => refused(archive, "path_unsafe"));
  }
});

Deno.test("only plain files and folders are accepted", async (t) => {
  const cases: Record<string, (RawEntry | Uint8Array)[]> = {
    "a symbolic link": [{ path: "link", type: "2", link: "/etc/passwd" }],
    "a symbolic link that would carry a later file out": [
      { path: "out", type: "2", link: "/tmp" },
      { path: "out/evil", body: "x" },
    ],
    "a hard link": [{ path: "link", type: "1", link: "plugin.js" }],
    "a character device": [{ path: "null", type: "3" }],
    "a block device": [{ path: "disk", type: "4" }],
    "a pipe": [{ path: "pipe", type: "6" }],
    "a contiguous file": [{ path: "odd", type: "7" }],
    "a GNU sparse file of 10 GB": [{ path: "sparse", type: "S", size: 10 * 1024 ** 3 }],
    "a PAX sparse file of 10 GB": [pax("GNU.sparse.realsize", String(10 * 1024 ** 3)), { path: "x", body: "x" }],
    "a GNU long name": [{ path: "././@LongLink", type: "L", body: "../evil\0" }, { path: "x", body: "x" }],
    "a global header": [{ path: "pax", type: "g", body: "20 path=../evil.js\n\n" }],
    "an unknown type": [{ path: "odd", type: "Z", body: "x" }],
  };
  for (const [what, parts] of Object.entries(cases)) {
    await t.step(what, () => refused(soundPackage({}, ...parts), "entry_unsafe"));
  }
});

Deno.test("what is too large is refused before it is on the disk", async (t) => {
  const gigabytes = 10 * 1024 ** 3;
  const mb = 1024 * 1024;
  await t.step("10 GB in a header", () => refused(tgz({ path: "huge", size: gigabytes }), "too_large"));
  await t.step("10 GB by a PAX size", () => refused(tgz(pax("size", String(gigabytes)), { path: "x" }), "too_large"));
  await t.step("65 MB in one file", () => refused(tgz({ path: "big", body: new Uint8Array(65 * mb) }), "too_large"));
  await t.step("65 MB in many files", () =>
    refused(
      tgz(...Array.from({ length: 65 }, (_, index) => ({ path: `f${index}`, body: new Uint8Array(mb) }))),
      "too_large",
    ));
  await t.step(
    "a bomb of zeros behind the end",
    () => refused(new Uint8Array(gzipSync(join([tar(), new Uint8Array(100 * mb)]))), "too_large"),
  );
  await t.step(
    "a bomb in a bomb's PAX header",
    () => refused(tgz({ path: "pax", type: "x", body: new Uint8Array(mb) }), "too_large"),
  );
  await t.step(
    "100,000 files",
    () => refused(tgz(join(Array.from({ length: 100_000 }, (_, n) => entry({ path: `f${n}` })))), "too_large"),
  );
  await t.step(
    "100,000 folders",
    () =>
      refused(tgz(join(Array.from({ length: 100_000 }, (_, n) => entry({ path: `f${n}/`, type: "5" })))), "too_large"),
  );
  await t.step("folders without end above few files", () =>
    refused(
      tgz(...Array.from({ length: 1_000 }, (_, n) => entry({ path: `${n}/${"x/".repeat(14)}y` }))),
      "too_large",
    ));
  await t.step(
    "a manifest of 1 MB",
    () => refused(soundPackage({ "plugin.json": " ".repeat(mb) }), "too_large", /"plugin.json" has/),
  );
});

Deno.test("an archive that is cut off, damaged or none is refused", async (t) => {
  const whole = soundPackage();
  const raw = new Uint8Array(gunzipSync(whole));
  const zipped = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
  const cases: Record<string, Uint8Array> = {
    "empty": new Uint8Array(),
    "a text": new TextEncoder().encode("<html>404</html>"),
    "gzip of a text": zipped(new TextEncoder().encode("x".repeat(2_000))),
    "cut in the compressed bytes": whole.subarray(0, whole.length - 20),
    "cut in a file": zipped(raw.subarray(0, 600)),
    "cut in a header": zipped(raw.subarray(0, 1_200)),
    "cut before its end": zipped(raw.subarray(0, raw.length - 1024)),
    "one block of zeros at the end": zipped(raw.subarray(0, raw.length - 512)),
    "garbage behind the end": zipped(join([raw, new Uint8Array(512).fill(65)])),
    "a second archive behind it": join([whole, soundPackage()]),
    "garbage behind the compressed bytes": join([whole, new TextEncoder().encode("garbage")]),
    "a wrong checksum": tgz({ path: "x", body: "x", checksum: 1 }),
    "a folder with bytes": tgz({ path: "x/", type: "5", body: "x" }),
    "a malformed PAX record": tgz({ path: "pax", type: "x", body: "999 path=x\n" }, { path: "x" }),
    "a PAX header without a file": tgz(pax("path", "x")),
  };
  for (const [what, archive] of Object.entries(cases)) {
    await t.step(what, () => refused(archive, "archive_invalid"));
  }
});

Deno.test("the manifest is held against the rules, this host and what is in the package", async (t) => {
  const manifest = (change: Record<string, unknown>) => {
    const sound = JSON.parse(String(soundFiles()[0]!.body));
    return { "plugin.json": JSON.stringify({ ...sound, ...change }) };
  };
  await t.step(
    "another engine",
    () => refused(soundPackage(manifest({ engine: "^9" })), "engine_mismatch", /this host offers/),
  );
  const cases: Record<string, Record<string, string | undefined>> = {
    "no manifest": { "plugin.json": undefined },
    "not JSON": { "plugin.json": "{" },
    "a reserved id": manifest({ id: "host" }),
    "an unknown field": manifest({ colour: "red" }),
    "the entry of a source folder": manifest({ entry: "plugin.ts" }),
    "no code": { "plugin.js": undefined },
    "an OpenRPC document that is not there": { ...manifest({ openrpc: "openrpc.json" }), "openrpc.json": undefined },
    "a page that is not there": manifest({ ui: { page: "ui/other.html" } }),
    "a page outside ui/": manifest({ ui: { page: "../index.html" } }),
    "an icon that is not there": manifest({ icon: "icon.svg" }),
  };
  for (const [what, change] of Object.entries(cases)) {
    await t.step(what, () => refused(soundPackage(change), "manifest_invalid"));
  }
  await opening(soundPackage({ ...manifest({ entry: undefined }), "openrpc.json": undefined }), (opened) => {
    assert.equal(opened.manifest.entry, "plugin.js");
  });
  await opening(soundPackage(manifest({ icon: "chart-bar", ui: { page: "ui/index.html" } })), () => {});
});

Deno.test("plugin.js may import nothing but node: modules, in no form", async (t) => {
  const attempts = {
    "a static text import": `import x from "/etc/passwd" with { type: "text" };`,
    "a static JSON import": `import x from "../secret.json" with { type: "json" };`,
    "a namespace import": `import * as x from "file:///etc/passwd";`,
    "a bare import": `import "/etc/passwd";`,
    "a re-export": `export { default } from "/etc/passwd";`,
    "a re-export of all": `export * from "/etc/passwd";`,
    "an escaped path": `import x from "\\x2fetc\\u002fpasswd";`,
    "a deferred import": `import defer * as x from "/etc/passwd";`,
    "a source import": `import source x from "./evil.wasm";`,
    "a dynamic import": `const x = await import("/etc/passwd", { with: { type: "text" } });`,
    "a dynamic import in a template": "const x = await import(`/etc/passwd`);",
    "a dynamic import inside a template": "const x = `${await import('/etc/passwd')}`;",
    "a dynamic import behind comments": `import /* a */ ( /* b */ "/etc/passwd");`,
    "a remote module": `import x from "https://example.org/x.js";`,
    "a data: module": `import x from "data:text/javascript,export default 1";`,
    "an npm package": `import x from "npm:left-pad@1";`,
    "a file of the package": `import x from "./ui/x.js";`,
    "a node: module that there is not": `import x from "node:passwd";`,
    "an import in a script": `// needs node:fs\n"use strict";\nimport x from "/etc/passwd";`,
    "a dynamic import in a script": `// needs \n(async () => { await import("/etc/passwd"); })();`,
    "a script that needs a file": `// needs node:fs /etc/passwd\n"use strict";`,
    "what is not JavaScript": "import { from",
  };
  for (const [what, code] of Object.entries(attempts)) {
    await t.step(what, () => refused(soundPackage({ "plugin.js": code }), "imports_outside"));
  }
  const fine = `import { readFileSync } from "node:fs";\nconst s = 'import "/etc/passwd"';\n// import "/etc/passwd"\n` +
    `const r = /import("x")/;\nexport const later = (name) => import(name), url = import.meta.url;\n`;
  await opening(soundPackage({ "plugin.js": fine }), () => {});
});
