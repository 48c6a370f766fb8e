import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testHost } from "@bulkhead/testing";

/** The commands that the README shows, as they stand there. */
async function walkthrough(): Promise<string> {
  const readme = await Deno.readTextFile(new URL("README.md", import.meta.url));
  const [, commands] = /## Bots\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)!;
  return commands!;
}

const refused = (reason: string) => (error: RpcError) => {
  assert.equal(error.data.reason, reason, error.message);
  return true;
};

Deno.test("in the host: what the README shows of bots works as it stands there, and the bot is where it was added and nowhere else", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  const { token } = await host.call("host.token.create", { name: "walk", role: "admin" });
  const script = `set -euo pipefail\n${await walkthrough()}\nprintf %s "$BOT"`;
  const { stdout, stderr, success } = await new Deno.Command("bash", {
    args: ["-c", script],
    env: { HOST: host.url, ADMIN: token },
  }).output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert.ok(success, new TextDecoder().decode(stderr));
  const [added, made, sent, bot] = [...lines.slice(0, 3).map((line) => JSON.parse(line)), lines[3]!];
  for (const answer of [added, made, sent]) assert.equal(answer.error, undefined, JSON.stringify(answer));
  assert.deepEqual([added.result.handle, added.result.role, added.result.sources], ["deploys", "agent", []]);
  assert.deepEqual(sent.result.author, { id: added.result.id, name: "Deploys", kind: "agent" });
  const { items } = await host.call("chat.message.list", { channel: "#releases" });
  assert.deepEqual(items.map(({ text }: { text: string }) => text), ["**1.4** is out"]);

  const by = async (method: string, params: Record<string, unknown>) => {
    const response = await host.fetch("/rpc", {
      method: "POST",
      headers: { authorization: `Bearer ${bot}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return await response.json();
  };
  // Its token is a guest's, so there is no other channel for it, and no method outside of its scope.
  for (const method of ["chat.message.list", "chat.message.send"]) {
    const { error } = await by(method, { channel: "#general", ...(method.endsWith("send") ? { text: "x" } : {}) });
    assert.equal(error.data.reason, "not_found", method);
  }
  assert.equal((await by("chat.channel.join", { channel: "#general" })).error.data.reason, "forbidden");
  const general = await host.call("chat.channel.members", { channel: "#general" });
  assert.ok(!general.items.some(({ user }: { user: { handle?: string } }) => user.handle === "deploys"));
  // What a token may do changes nothing about who its account is.
  assert.equal((await host.call("chat.user.get", { user: "@deploys" })).role, "agent");
  // Taken back, it is good for nothing.
  const { items: tokens } = await host.call("host.token.list", { user: "@deploys" });
  assert.deepEqual(tokens.map(({ name, role }: { name: string; role: string }) => [name, role]), [["CI", "guest"]]);
  await host.call("host.token.revoke", { id: tokens[0].id });
  assert.equal((await by("chat.message.list", { channel: "#releases" })).error.data.reason, "unauthenticated");
});

Deno.test("in the host: an agent's token sees public channels, is made by admins alone, and never for people", async () => {
  await using host = await testHost({ folders: [], plugins: ["chat"] });
  await host.call("host.user.addAgent", { handle: "helper", name: "Helper" });
  await assert.rejects(host.call("host.user.addAgent", { handle: "helper", name: "Other" }), refused("conflict"));
  await assert.rejects(
    host.call("host.user.addAgent", { handle: "x", name: "X" }, { as: "bob" }),
    refused("forbidden"),
  );
  const create = (params: Record<string, unknown>, who?: { as: string }) =>
    host.call("host.token.create", { name: "t", ...params }, who);
  await assert.rejects(create({ user: "@helper" }, { as: "bob" }), refused("forbidden"));
  await assert.rejects(create({ user: "@bob" }), refused("forbidden"));
  await assert.rejects(create({ user: "@nobody" }), refused("not_found"));
  await assert.rejects(create({ user: "@helper", role: "member" }), refused("forbidden"));
  const { token, role } = await create({ user: "@helper" });
  assert.equal(role, "agent");
  const { token: weak } = await create({ role: "guest" });
  const by = async (token: string, method: string, params: Record<string, unknown> = {}) => {
    const response = await host.fetch("/rpc", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return await response.json();
  };
  const { result } = await by(token, "chat.message.send", { channel: "#general", text: "here to help" });
  assert.deepEqual([result.author.name, result.author.kind], ["Helper", "agent"]);
  // Alice stays the owner that she is, whatever a token of hers may do.
  assert.equal((await by(weak, "chat.user.me")).result.role, "owner");
  assert.equal((await host.call("chat.user.get", { user: "@alice" }, { as: "bob" })).role, "owner");
  await host.call("host.user.disable", { id: "@helper" });
  assert.equal((await by(token, "chat.user.me")).error.data.reason, "unauthenticated");
});
