import assert from "node:assert/strict";
import { type TestHost, testHost } from "@bulkhead/testing";
import { zipOf } from "./domain/zip_of.ts";

const as = (who: string) => ({ "x-forwarded-user": who });

/** Uploads for chat as a page does, and answers the file's id. */
async function upload(
  host: TestHost,
  who: string,
  name: string,
  body: string | Uint8Array,
  type: string,
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

Deno.test("in the host: files, webhooks, commands, import, export and search, each with the rights that its caller has", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });

  const { id: secret } = await host.call("chat.channel.create", { name: "plans", private: true, members: ["@bob"] });
  const file = await upload(host, "alice", "plan.txt", "the plan", "text/plain");
  const sent = await host.call("chat.message.send", { channel: secret, text: "see file", files: [file] });
  assert.equal(sent.files[0].name, "plan.txt");
  const read = async (who: string) => {
    const response = await host.fetch(`/files/${file}`, { headers: as(who) });
    return [response.status, response.ok ? await response.text() : (await response.body?.cancel(), "")];
  };
  assert.deepEqual(await read("bob"), [200, "the plan"]);
  assert.equal((await read("carol"))[0], 404);
  await assert.rejects(
    host.call("chat.message.send", { channel: "#general", text: "mine now", files: [file] }, { as: "carol" }),
    /no file/,
  );

  const { seq } = await host.call("chat.snapshot", {}, { as: "carol" });
  const { path } = await host.call("chat.webhook.incoming.create", { channel: "#general", name: "CI" });
  const posted = await host.hook(path.slice("/hooks/".length), JSON.stringify({ text: "*built*" }), {
    "content-type": "application/json",
  });
  assert.deepEqual([posted.status, await posted.text()], [200, "ok"]);
  await host.call("chat.message.send", { channel: secret, text: "not for carol" });
  const { messages } = await host.call("chat.sync", { since: seq }, { as: "carol" });
  assert.deepEqual(messages.map((message: { text: string }) => message.text), ["**built**"]);
  assert.deepEqual((await host.call("chat.search.messages", { query: "carol" }, { as: "carol" })).items, []);
  assert.equal((await host.call("chat.search.messages", { query: "carol" }, { as: "bob" })).items.length, 1);
  assert.match(
    (await host.call("chat.command.run", { channel: "#general", text: "/help" }, { as: "bob" })).ephemeral,
    /topic/,
  );

  const archive = zipOf([
    { name: "users.json", text: JSON.stringify([{ id: "U1", name: "bob", real_name: "Bob" }]) },
    { name: "channels.json", text: JSON.stringify([{ id: "C1", name: "old", members: ["U1"] }]) },
    {
      name: "old/2024-01-01.json",
      text: JSON.stringify([{ type: "message", user: "U1", ts: "1704067200.0001", text: "long ago" }]),
    },
  ]);
  const zip = await upload(host, "alice", "export.zip", archive, "application/zip");
  await assert.rejects(host.call("chat.import.slack", { file: zip }, { as: "bob" }), /role|admin/);
  const { id } = await host.call("chat.import.slack", { file: zip });
  // The end of an import is told: no page has to ask again and again.
  await host.events("chat.workspace.updated");
  const { state, report } = await host.call("chat.import.get", { id });
  assert.deepEqual([state, report.messages.imported], ["done", 1]);
  assert.equal((await host.call("chat.message.list", { channel: "#old" }, { as: "bob" })).items[0].text, "long ago");
  await assert.rejects(host.call("chat.sync", { since: seq }, { as: "carol" }), /not told one by one/);

  for (
    const url of [
      host.url,
      "http://127.0.0.1/",
      "http://[::1]/",
      "http://169.254.169.254/latest/",
      "http://a.localhost/",
    ]
  ) {
    assert.deepEqual(await host.call("chat.message.unfurl", { url }), {}, "nothing of this machine is told");
  }

  const made = await host.call("chat.export.workspace", {});
  const response = await host.fetch(made.path);
  const lines = (await response.text()).trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([...new Set(lines.map(({ record }) => record))], ["workspace", "person", "channel", "message"]);
  assert.ok(lines.some(({ text }) => text === "long ago"));
  const refused = await host.fetch(made.path, { headers: as("bob") });
  assert.deepEqual([refused.status, (await refused.json()).error.data.reason], [404, "not_found"]);
});

Deno.test("a picture brings its small one, which lives and dies with it; what cannot be one is refused", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const dot = Uint8Array.fromBase64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  );
  const picture = await upload(host, "alice", "cat.png", dot, "image/png");
  const small = await upload(host, "alice", "cat.thumbnail.png", dot, "image/png");
  const note = await upload(host, "alice", "note.txt", "hi", "text/plain");
  const send = (files: string[], thumbnail: Record<string, unknown>, as = "alice") =>
    host.call("chat.message.send", {
      channel: "#general",
      text: "",
      files,
      thumbnails: [{ width: 1, height: 1, ...thumbnail }],
    }, { as });
  await assert.rejects(send([note], { file: picture, id: small }), /not among the files/);
  await assert.rejects(send([picture], { file: picture, id: picture }), /file of its own/);
  await assert.rejects(send([picture], { file: picture, id: note }), /WebP, JPEG or PNG/);
  const foreign = await upload(host, "bob", "x.png", dot, "image/png");
  await assert.rejects(send([picture], { file: picture, id: foreign }), /that you have uploaded/);
  const message = await send([picture], { file: picture, id: small });
  assert.deepEqual(message.files, [{
    id: picture,
    name: "cat.png",
    type: "image/png",
    sizeBytes: dot.byteLength,
    thumbnail: { id: small, width: 1, height: 1 },
  }]);
  const status = async (id: string) => {
    const response = await host.fetch(`/files/${id}`, { headers: as("bob") });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await status(small), 200);
  const listed = await host.call("chat.file.list", { channel: "#general" }, { as: "bob" });
  assert.equal(listed.items.length, 1, "a thumbnail is no file of the channel");
  const blocked = await host.call("chat.file.block", { id: picture, reason: "Harmful" });
  assert.equal(blocked.files[0].thumbnail, undefined);
  for (let tries = 0; tries < 100 && await status(small) === 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual([await status(picture), await status(small)], [404, 404]);
});
