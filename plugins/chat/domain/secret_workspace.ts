import type { TestPlugin } from "@bulkhead/testing";

/** Who is on the host in tests of workspaces; Dee owns the host. */
export const USERS = ["ann", "ben", "cem", "dee"].map((id) => ({
  id,
  handle: id,
  name: id[0]!.toUpperCase() + id.slice(1),
  role: id === "dee" ? "owner" : "member",
  disabled: false,
}));
/** Calls as one of them. */
export const as = (id: string, role: "owner" | "member" | "guest" = id === "dee" ? "owner" : "member") => ({
  caller: { id, name: id[0]!.toUpperCase() + id.slice(1), role },
});
export const ANN = as("ann"), BEN = as("ben"), CEM = as("cem"), DEE = as("dee");
export const later = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** A closed workspace of Ann and Ben with something of everything in it. */
export async function secret(plugin: TestPlugin) {
  const { id } = await plugin.call("chat.workspace.create", { name: "Secret plans" }, ANN);
  await plugin.call("chat.workspace.add_members", { id, members: ["@ben"] }, ANN);
  const call = (method: string, params: object, who = ANN) => plugin.call(`chat.${method}`, params, who);
  const channel = (await call("channel.create", { name: "plans", members: ["@ben"], workspaceId: id })).id as string;
  const { items } = await call("channel.list", { workspaceId: id, query: "general" });
  const general = items[0].id as string;
  const file = plugin.upload({ name: "plan.txt", content: "p", type: "text/plain", owner: "ann" }).id;
  const message = await call("message.send", { channel, text: "the moonshot @ben", files: [file] });
  const answer = await call("message.send", { channel, text: "an answer", threadId: message.id }, BEN);
  const group = (await call("group.create", { handle: "crew", name: "Crew", members: ["@ben"], workspaceId: id })).id;
  const bookmark = (await call("bookmark.add", { channel, title: "B", url: "https://example.com" })).id;
  const incoming = await call("webhook.incoming.create", { channel, name: "In" });
  const outgoing = (await call("webhook.outgoing.create", { channel, name: "Out", url: "http://127.0.0.1:1/" })).id;
  const section = (await call("section.create", { name: "S", workspaceId: id })).id;
  const scheduled = (await call("message.schedule", { channel, text: "later", sendAt: later() })).id;
  const reminder = (await call("reminder.create", { at: later(), messageId: message.id })).id;
  const direct = (await call("dm.open", { users: ["@ben"], workspaceId: id })).id;
  const picture = plugin.upload({ name: "p.png", content: "x", type: "image/png", owner: "ann" }).id;
  await call("emoji.add", { name: "moon", file: picture, workspaceId: id });
  return {
    id,
    channel,
    general,
    message,
    answer,
    file,
    group,
    bookmark,
    incoming,
    outgoing,
    section,
    scheduled,
    reminder,
    direct,
  };
}
