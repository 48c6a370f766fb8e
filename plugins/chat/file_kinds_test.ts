import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const ANN = { caller: { id: "ann", name: "ann" } };
type Named = { file: { name: string } };
const names = (items: Named[]) => items.map(({ file }) => file.name);

Deno.test("files are listed and searched by their kind, in pages, also when a message was brought back", async () => {
  await using plugin = await testPlugin(chat, { id: "chat" });
  await plugin.call("chat.snapshot", {}, ANN);
  const send = (text: string, ...files: [name: string, type: string][]) =>
    plugin.call("chat.message.send", {
      channel: "#general",
      text,
      files: files.map(([name, type]) => plugin.upload({ name, type, content: name, owner: "ann" }).id),
    }, ANN);
  await send("plans", ["plan.pdf", "application/pdf"], ["plan.png", "image/png"]);
  for (let n = 0; n < 6; n++) await send("pictures of plans", [`shot${n}.png`, "image/png"]);
  const last = await send("plans again", ["plan.txt", "text/plain"], ["plan.zip", "application/zip"]);

  const list = async (params: Record<string, unknown>) =>
    await plugin.call("chat.file.list", { channel: "#general", ...params }, ANN);
  assert.deepEqual(names((await list({ type: "document" })).items), ["plan.txt", "plan.pdf"]);
  assert.deepEqual(names((await list({ type: "archive" })).items), ["plan.zip"]);
  assert.deepEqual((await list({ type: "video" })).items, []);
  const first = await list({ type: "image", limit: 4 });
  const second = await list({ type: "image", limit: 4, cursor: first.nextCursor });
  assert.deepEqual([first.items.length, names(second.items).at(-1), second.nextCursor], [4, "plan.png", undefined]);
  await assert.rejects(list({ type: "pdf" }), /type/);

  const search = async (type: string, limit = 2) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await plugin.call(
        "chat.search.files",
        { query: "plans", type, limit, ...(cursor && { cursor }) },
        ANN,
      );
      assert.ok(page.items.length > 0 || page.nextCursor === undefined, "no page is empty before the end");
      found.push(...names(page.items));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  };
  assert.deepEqual(await search("document"), ["plan.txt", "plan.pdf"]);
  assert.equal((await search("image")).length, 7);
  assert.deepEqual(await search("audio"), []);

  await plugin.call("chat.message.delete", { id: last.id }, ANN);
  assert.deepEqual(names((await list({ type: "document" })).items), ["plan.pdf"]);
  await plugin.call("chat.message.restore", { id: last.id }, ANN);
  assert.deepEqual(names((await list({ type: "archive" })).items), ["plan.zip"]);
});
