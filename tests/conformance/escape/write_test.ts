import assert from "node:assert/strict";
import { isRefused, openRoom, type Outcome, unexpected } from "./escape_room.ts";

const isDone = (outcome: Outcome) => outcome.value === "done";

/** Names and contents of all files of a folder. */
async function snapshot(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { name, isFile } of Deno.readDir(folder)) {
    files[name] = isFile ? await Deno.readTextFile(`${folder}/${name}`) : "(folder)";
  }
  return files;
}

Deno.test("every way to write works in the own folder and nowhere else", async () => {
  await using room = await openRoom();
  const before = await snapshot(room.otherDir);
  const names = (await room.names("write")).filter((name) => name.includes("put:"));
  assert.ok(names.length > 15);
  for (const name of names) {
    const fresh = `new-${crypto.randomUUID()}`;
    assert.deepEqual(await unexpected(room, [name], { path: `${room.dataDir}/${fresh}` }, isDone), []);
    assert.deepEqual(await unexpected(room, [name], { path: `${room.otherDir}/${fresh}` }, isRefused), []);
    assert.deepEqual(await unexpected(room, [name], { path: `/tmp/${fresh}` }, isRefused), []);
  }
  assert.deepEqual(await snapshot(room.otherDir), before);
});

Deno.test("every way to change or remove works on the own file and on no other", async () => {
  await using room = await openRoom();
  const before = await snapshot(room.otherDir);
  const names = (await room.names("write")).filter((name) => name.includes("change:"));
  for (const name of names) {
    await Deno.writeTextFile(`${room.dataDir}/mine`, "mine");
    assert.deepEqual(await unexpected(room, [name], { path: `${room.dataDir}/mine` }, isDone), []);
    assert.deepEqual(await unexpected(room, [name], { path: `${room.otherDir}/file.txt` }, isRefused), []);
  }
  assert.deepEqual(await snapshot(room.otherDir), before);
});

Deno.test("its own code cannot be changed, nor can the folder above", async () => {
  await using room = await openRoom();
  const root = `${room.dataDir}/../..`;
  const entry = [...Deno.readDirSync(root)].find(({ name }) => name.startsWith("entry-"))!.name;
  for (const path of [`${root}/${entry}`, `${room.dataDir}/../new`, `${root}/host.db`]) {
    const outcome = await room.attempt("write/put: Deno.writeFile", { path });
    assert.ok(isRefused(outcome), `${path}: ${JSON.stringify(outcome)}`);
  }
});

Deno.test("no link can be made that leads out of the folder", async () => {
  await using room = await openRoom();
  const names = (await room.names("write")).filter((name) => name.includes("link:"));
  assert.ok(names.length >= 6);
  for (const path of [`${room.otherDir}/file.txt`, "/etc/passwd"]) {
    assert.deepEqual(await unexpected(room, names, { path }, isRefused), []);
  }
  const own = await room.attempt("write/link: Deno.link", { path: `${room.dataDir}/file.txt` });
  assert.equal(own.value, "done");
  const left = (await Array.fromAsync(Deno.readDir(room.dataDir))).filter(({ isSymlink }) => isSymlink);
  assert.deepEqual(left, []);
});
