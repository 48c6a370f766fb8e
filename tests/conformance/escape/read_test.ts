import assert from "node:assert/strict";
import {
  isRefused,
  openRoom,
  type Outcome,
  OWN_WORD,
  REFUSED,
  SECRET_WORD,
  silent,
  unexpected,
  until,
} from "./escape_room.ts";

/** Doors that stay shut even for the own file, each with what it says. */
const SHUT_FOR_ALL: Record<string, RegExp> = {
  "read/process.loadEnvFile": /Requires env access/,
  "read/look: fs.accessSync": /Requires sys access to "uid"/,
  "read/database: open as URI": /unable to open database file/,
  "read/database: attach": /max 0/,
  "read/database: vacuum into": /max 0/,
  "read/database: extension": /Requires ffi access/,
};

function isOwn(outcome: Outcome): boolean {
  const shut = SHUT_FOR_ALL[outcome.name];
  if (shut) return shut.test(outcome.error ?? "");
  if (outcome.name.includes("look:")) return outcome.value !== undefined;
  return JSON.stringify(outcome.value ?? "").includes(OWN_WORD);
}

function isShut(outcome: Outcome): boolean {
  const shut = SHUT_FOR_ALL[outcome.name];
  if (outcome.error?.includes(SECRET_WORD)) return false;
  return shut ? shut.test(outcome.error ?? "") || REFUSED.test(outcome.error ?? "") : isRefused(outcome);
}

Deno.test("every way to read finds the own file and is refused another plugin's", async () => {
  await using room = await openRoom();
  const names = (await room.names("read")).filter((name) => !name.includes("database"));
  assert.ok(names.length > 30);
  assert.deepEqual(await unexpected(room, names, { path: `${room.dataDir}/file.txt` }, isOwn), []);
  assert.deepEqual(await unexpected(room, names, { path: `${room.otherDir}/file.txt` }, isShut), []);
});

Deno.test("every way to read is refused the machine's files", async () => {
  await using room = await openRoom();
  const names = (await room.names("read")).filter((name) => !name.includes("database"));
  for (
    const path of ["/etc/passwd", "/proc/self/environ", "/proc/self/root/etc/passwd", "/proc/1/cmdline", "/dev/mem"]
  ) {
    assert.deepEqual(await unexpected(room, names, { path }, isShut), [], path);
  }
});

Deno.test("a link that the machine's owner put into the folder is told to them, since the plugin reads through it", async () => {
  const warnings: string[] = [];
  const logger = { ...silent(), warn: (message: string) => void warnings.push(message) };
  await using room = await openRoom({ sandbox: { logger } });
  await Deno.symlink(`${room.otherDir}/file.txt`, `${room.dataDir}/link.txt`);
  await Deno.symlink(`${room.dataDir}/file.txt`, `${room.dataDir}/inner.txt`);
  await until(() => warnings.some((text) => /leads out/.test(text)), "no warning came");
  assert.match(warnings.join(), /link\.txt leads out/);
  assert.doesNotMatch(warnings.join(), /inner\.txt/);
});

Deno.test("the own database opens by every door that is open, another plugin's by none", async () => {
  await using room = await openRoom();
  const names = (await room.names("read")).filter((name) => name.includes("database"));
  assert.ok(names.length >= 6);
  assert.deepEqual(await unexpected(room, names, { path: `${room.dataDir}/secrets.db` }, isOwn), []);
  assert.deepEqual(await unexpected(room, names, { path: `${room.otherDir}/secrets.db` }, isShut), []);
});
