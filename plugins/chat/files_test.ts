import assert from "node:assert/strict";
import { RpcError } from "@bulkhead/plugin";
import { type TestHost, testHost } from "@bulkhead/testing";

const as = (who: string) => ({ "x-forwarded-user": who });

async function upload(
  host: TestHost,
  who: string,
  name: string,
  type: string,
  body: string | Uint8Array,
): Promise<string> {
  const response = await host.fetch(`/files/chat?name=${name}`, {
    method: "POST",
    headers: { ...as(who), "content-type": type },
    body: body as BodyInit,
  });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer.id;
}

const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
);

const refused = (reason: string) => (error: RpcError) => {
  assert.equal(error.data.reason, reason, error.message);
  return true;
};

/** The status of a read, until it is the one that is expected: bytes go once the call is over. */
async function status(host: TestHost, id: string, who: string, expected: number): Promise<number> {
  for (let n = 0;; n++) {
    const response = await host.fetch(`/files/${id}`, { headers: as(who) });
    await response.body?.cancel();
    if (response.status === expected || n > 100) return response.status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("in the host: a file that its person deletes is gone everywhere, with its small picture, its name and what finds it", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const { id: channel } = await host.call("chat.channel.create", { name: "plans", members: ["@bob", "@carol"] });
  const picture = await upload(host, "bob", "blueprint.png", "image/png", PIXEL);
  const small = await upload(host, "bob", "small.png", "image/png", PIXEL);
  const notes = await upload(host, "bob", "minutes.txt", "text/plain", "the minutes");
  const bob = { as: "bob" }, carol = { as: "carol" };
  const sent = await host.call("chat.message.send", {
    channel,
    text: "look",
    files: [picture, notes],
    thumbnails: [{ file: picture, id: small, width: 1, height: 1 }],
  }, bob);
  const find = async (query: string) => (await host.call("chat.search.files", { query }, carol)).items;
  const [found] = await find("blueprint");
  assert.deepEqual([found.file.id, found.messageId, found.owner], [picture, sent.id, sent.author.id]);
  assert.deepEqual(await host.call("chat.file.get", { id: picture }, carol), found);
  assert.equal((await find("look")).length, 2, "what was said with files finds them all");
  assert.equal(await status(host, small, "carol", 200), 200);

  await assert.rejects(host.call("chat.file.delete", { id: picture }, carol), refused("not_author"));
  const { seq } = await host.call("chat.snapshot", {}, carol);
  const changed = await host.call("chat.file.delete", { id: picture, clientId: "d1" }, bob);
  const tombstone = changed.files[0];
  assert.deepEqual([tombstone.id, tombstone.name, tombstone.sizeBytes, tombstone.thumbnail], [
    picture,
    "",
    0,
    undefined,
  ]);
  assert.equal(tombstone.deleted.by, sent.author.id);
  assert.equal(changed.files[1].name, "minutes.txt");
  assert.deepEqual(await host.call("chat.file.delete", { id: picture, clientId: "d1" }, bob), changed);
  assert.equal(await status(host, picture, "bob", 404), 404);
  assert.equal(await status(host, small, "carol", 404), 404);
  assert.equal(await status(host, notes, "carol", 200), 200);
  for (const method of ["get", "delete"]) {
    await assert.rejects(host.call(`chat.file.${method}`, { id: picture }, bob), refused("not_found"));
  }
  assert.deepEqual(await find("blueprint"), []);
  assert.deepEqual((await host.call("chat.search.messages", { query: "blueprint" }, carol)).items, []);
  const listed = await host.call("chat.file.list", { channel }, carol);
  assert.deepEqual(listed.items.map(({ file }: { file: { id: string } }) => file.id), [notes]);
  const event = (await host.events("chat.file.deleted"))[0]!;
  assert.deepEqual([event.data.id, event.data.messageId, event.data.by], [picture, sent.id, sent.author.id]);
  assert.equal(event.audience, `room:${channel}`);
  // Who was away learns of it as of any other change.
  const { messages } = await host.call("chat.sync", { since: seq }, carol);
  assert.deepEqual(messages.map((message: { id: string; rev: number }) => [message.id, message.rev]), [[
    sent.id,
    changed.rev,
  ]]);
  const day = await host.fetch(`/dav/chat/plans/${sent.createdAt.slice(0, 10)}.md`, { headers: as("carol") });
  const text = await day.text();
  assert.match(text, /minutes\.txt/);
  assert.doesNotMatch(text, /blueprint|application\/octet/);
});

Deno.test("in the host: managers of a channel delete files of others, nobody in an archived one but them, and nobody what is not theirs to see", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const send = async (channel: string, who: string) => {
    const file = await upload(host, who, "a.txt", "text/plain", who);
    await host.call("chat.message.send", { channel, text: "", files: [file] }, { as: who });
    return file;
  };
  const { id: secret } = await host.call("chat.channel.create", { name: "s", private: true, members: ["@bob"] }, {
    as: "carol",
  });
  const theirs = await send(secret, "bob"), own = await send(secret, "bob");
  // Alice owns the host, and is not in there.
  await assert.rejects(host.call("chat.file.delete", { id: theirs }), refused("not_found"));
  await assert.rejects(host.call("chat.file.get", { id: theirs }), refused("not_found"));
  await host.call("chat.file.delete", { id: theirs }, { as: "carol" });
  await host.call("chat.channel.archive", { channel: secret }, { as: "carol" });
  await assert.rejects(host.call("chat.file.delete", { id: own }, { as: "bob" }), refused("archived"));
  await host.call("chat.file.delete", { id: own }, { as: "carol" });
  assert.equal(await status(host, own, "bob", 404), 404);
  const open = await send("#general", "bob");
  await host.call("chat.file.delete", { id: open });
  await assert.rejects(host.call("chat.file.delete", { id: "file_none" }), refused("not_found"));
});
