import fc from "fast-check";
import assert from "node:assert/strict";
import { type TestPlugin, testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";
import { isOfWorkspace } from "./ui/state/event_scope.ts";
import { Replica } from "./ui/state/replica.ts";

const PEOPLE = ["ann", "ben", "cem"];
const USERS = PEOPLE.map((id) => ({ id, handle: id, name: id, role: "member", disabled: false }));
const as = (who: string) => ({ caller: { id: who, name: who } });

type Step =
  | { do: "send"; who: string; channel: number; call?: string; answer: boolean; inChannel: boolean }
  | { do: "restore"; channel: number; pick: number }
  | { do: "edit"; channel: number; pick: number; call?: string }
  | { do: "delete" | "react" | "read" | "unread"; who: string; channel: number; pick: number }
  | { do: "leave" | "join"; who: string }
  | { do: "mute" | "unmute"; who: string; whom: string }
  | { do: "lose" | "resume"; device: number }
  | { do: "restart" };

const who = fc.constantFrom(...PEOPLE), channel = fc.nat({ max: 3 }), pick = fc.nat({ max: 40 });
const call = fc.option(fc.constantFrom("@ann", "@ben", "@cem", "@channel", "@here"), { nil: undefined });
const device = fc.nat({ max: PEOPLE.length * 2 - 1 });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("send"),
      who,
      channel,
      call,
      answer: fc.boolean(),
      inChannel: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("edit"), channel, pick, call }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restore"), channel, pick }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom("delete", "react", "read", "unread"), who, channel, pick }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("leave", "join"), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("mute", "unmute"), who, whom: who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("lose", "resume"), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart") }) },
) as fc.Arbitrary<Step>;

interface Device {
  who: string;
  /** One for each workspace, over one connection. */
  replicas: Replica[];
  live: boolean;
}

interface Sent {
  id: string;
  seq: number;
  author: string;
  channelId: string;
  shown: boolean;
  root: boolean;
  /** Who is called by it. */
  called: Set<string>;
  deleted: boolean;
}

/** A chat with devices that hear events while they are connected, and the same history by plain counting. */
class World {
  readonly sent: Sent[] = [];
  readonly read = new Map<string, number>();
  /** As `who/whom`. */
  readonly muted = new Set<string>();
  readonly members: Set<string>[] = [];
  readonly ids: string[] = [];
  readonly workspaces: string[] = [];
  readonly devices: Device[] = PEOPLE.flatMap((who) =>
    [0, 1].map(() => ({ who, replicas: [new Replica(who), new Replica(who)], live: true }))
  );
  readonly started: TestPlugin[] = [];
  #told = 0;

  get plugin(): TestPlugin {
    return this.started.at(-1)!;
  }

  async begin(): Promise<void> {
    await this.start();
    const all = PEOPLE.map((id) => `@${id}`);
    const { id: general } = await this.plugin.call("chat.channel.get", { channel: "#general" }, as("ann"));
    const { id: second } = await this.plugin.call("chat.channel.create", { name: "second", members: all }, as("ann"));
    const { id: direct } = await this.plugin.call("chat.dm.open", { users: all }, as("ann"));
    const { id: other } = await this.plugin.call("chat.workspace.create", { name: "Other" }, as("ann"));
    await this.plugin.call("chat.workspace.add_members", { id: other, members: all }, as("ann"));
    const there = await this.plugin.call("chat.channel.get", { channel: "#general", workspaceId: other }, as("ann"));
    const first = (await this.plugin.call("chat.snapshot", {}, as("ann"))).workspace.id;
    this.workspaces.push(first, other);
    this.ids.push(general, second, direct, there.id);
    for (const _ of this.ids) this.members.push(new Set(PEOPLE));
    // Everybody is there, so that @here is everybody.
    for (const who of PEOPLE) await this.plugin.call("chat.presence.ping", {}, as(who));
    await this.plugin.relayed();
    this.#told = this.plugin.events.length;
    for (const { who, replicas } of this.devices) {
      for (const [n, replica] of replicas.entries()) replica.begin(await this.snapshot(who, n));
    }
  }

  // deno-lint-ignore no-explicit-any -- any: the result of a method
  snapshot(who: string, n: number): Promise<any> {
    return this.plugin.call("chat.snapshot", { workspaceId: this.workspaces[n] }, as(who));
  }

  async start(dataDir?: string): Promise<void> {
    const calls = { "host.user.list": () => ({ items: USERS }) };
    this.started.push(await testPlugin(chat, { id: "chat", calls, ...(dataDir === undefined ? {} : { dataDir }) }));
    this.#told = 0;
  }

  /** Brings what was published to the devices that are connected, if its audience allows. */
  async tell(): Promise<void> {
    await this.plugin.relayed();
    const fresh = this.plugin.events.slice(this.#told);
    this.#told = this.plugin.events.length;
    for (const { type, data, audience = "" } of fresh) {
      const room = /^room:(.*)$/.exec(audience)?.[1];
      for (const { who, replicas, live } of this.devices) {
        const hears = room === undefined || audience === `room:user-${who}` || this.hears(room, who, type, data);
        if (!live || !hears) continue;
        for (const [n, replica] of replicas.entries()) {
          const told = { type, data: JSON.parse(JSON.stringify(data)) };
          const ours = isOfWorkspace(told, this.workspaces[n], (id) => replica.channels.has(id));
          if (ours) replica.event(type, told.data);
        }
      }
    }
  }

  /** Members when it was said: who leaves hears that, and nothing after it. */
  hears(room: string, who: string, type: string, data: unknown): boolean {
    const index = this.ids.indexOf(room);
    if (index < 0) return false;
    return this.members[index]!.has(who) ||
      (type === "chat.channel.left" && (data as { userId: string }).userId === who);
  }

  async resume({ who, replicas }: Device): Promise<void> {
    for (const [n, replica] of replicas.entries()) {
      const workspaceId = this.workspaces[n];
      for (let more = true; more;) {
        const changes = await this.plugin.call("chat.sync", { since: replica.seq, limit: 7, workspaceId }, as(who));
        replica.sync(changes);
        more = changes.hasMore;
      }
    }
  }

  async refresh({ who, replicas }: Device): Promise<void> {
    for (const [n, replica] of replicas.entries()) {
      if (replica.stale.length === 0) continue;
      const unknown = replica.stale.filter((id) => !replica.channels.has(id));
      const wanted = { channels: replica.stale, workspaceId: this.workspaces[n] };
      if (unknown.length > 0) replica.begin(await this.snapshot(who, n));
      else replica.count(await this.plugin.call("chat.channel.counts", wanted, as(who)));
    }
  }

  marker(who: string, index: number): number {
    return this.read.get(`${who}/${index}`) ?? 0;
  }

  mark(who: string, index: number, seq: number): void {
    this.read.set(`${who}/${index}`, seq);
  }

  in(index: number): Sent[] {
    return this.sent.filter((each) => each.channelId === this.ids[index]);
  }

  expected(who: string, index: number): { unread: number; mentions: number } {
    const unread = this.in(index).filter((each) => each.shown && !each.deleted && each.seq > this.marker(who, index));
    // Of somebody who is muted nothing calls, and a direct message is not even unread.
    const calls = unread.filter((each) => !this.muted.has(`${who}/${each.author}`));
    if (index === 2) return { unread: calls.length, mentions: calls.length };
    return { unread: unread.length, mentions: calls.filter((each) => each.called.has(who)).length };
  }

  async take(step: Step): Promise<void> {
    if (step.do === "restart") return await this.start(this.plugin.snapshot());
    if ("device" in step) {
      const device = this.devices[step.device]!;
      if (step.do === "resume" && !device.live) await this.resume(device);
      device.live = step.do === "resume";
      return;
    }
    if (step.do === "send") return await this.send(step);
    if ("whom" in step) {
      if (step.who === step.whom) return;
      await this.plugin.call(`chat.user.${step.do}`, { user: step.whom }, as(step.who));
      if (step.do === "mute") this.muted.add(`${step.who}/${step.whom}`);
      else this.muted.delete(`${step.who}/${step.whom}`);
      return;
    }
    if (!("pick" in step)) return await this.move(step.do, step.who);
    const message = this.in(step.channel)[step.pick % (this.in(step.channel).length || 1)];
    if (message === undefined) return;
    const { author } = message;
    if (step.do === "edit") {
      if (message.deleted || !this.members[step.channel]!.has(author)) return;
      const text = `again ${Math.random()} ${step.call ?? ""}`;
      await this.plugin.call("chat.message.edit", { id: message.id, text }, as(author));
      message.called = this.called(step.call, author, step.channel);
      return;
    }
    if (step.do === "restore") {
      if (!message.deleted || !this.members[step.channel]!.has(author)) return;
      await this.plugin.call("chat.message.restore", { id: message.id }, as(author));
      message.deleted = false;
      return;
    }
    const { who } = step;
    if (!this.members[step.channel]!.has(who)) return;
    if (step.do === "react") {
      if (!message.deleted) {
        await this.plugin.call("chat.message.toggle_react", { id: message.id, emoji: "👍" }, as(who));
      }
    } else if (step.do === "delete") {
      if (message.deleted || !this.members[step.channel]!.has(author)) return;
      await this.plugin.call("chat.message.delete", { id: message.id }, as(author));
      message.deleted = true;
    } else if (step.do === "read") {
      await this.plugin.call("chat.channel.mark_read", { channel: message.channelId, seq: message.seq }, as(who));
      this.mark(who, step.channel, Math.max(this.marker(who, step.channel), message.seq));
    } else {
      await this.plugin.call("chat.channel.mark_unread", { id: message.id }, as(who));
      const before = this.in(step.channel).filter((each) => each.shown && each.seq < message.seq).at(-1)?.seq ?? 0;
      this.mark(who, step.channel, before);
    }
  }

  async send({ who, channel, call, answer, inChannel }: Extract<Step, { do: "send" }>): Promise<void> {
    if (!this.members[channel]!.has(who)) return;
    const root = answer ? this.in(channel).findLast((each) => each.root) : undefined;
    const params = {
      channel: this.ids[channel],
      text: `x ${call ?? ""}`,
      ...(root ? { threadId: root.id, inChannel } : {}),
    };
    const { id, seq } = await this.plugin.call("chat.message.send", params, as(who));
    const shown = !root || inChannel;
    const called = this.called(call, who, channel);
    this.sent.push({ id, seq, author: who, channelId: this.ids[channel]!, shown, root: !root, called, deleted: false });
    if (shown) this.mark(who, channel, seq);
  }

  /** Leaves the second channel, or comes back into it with everything read. */
  async move(what: "leave" | "join", who: string): Promise<void> {
    const members = this.members[1]!;
    if (members.has(who) !== (what === "leave")) return;
    await this.plugin.call(`chat.channel.${what}`, { channel: this.ids[1] }, as(who));
    if (what === "join") {
      members.add(who);
      this.mark(who, 1, this.in(1).at(-1)?.seq ?? 0);
    } else members.delete(who);
  }

  called(call: string | undefined, author: string, index: number): Set<string> {
    if (call === undefined) return new Set();
    const all = call === "@channel" || call === "@here";
    // In a public channel one is called by name also when one is not in it.
    const names = all ? [...this.members[index]!] : [call.slice(1)];
    return new Set(names.filter((name) => name !== author));
  }
}

Deno.test("whatever is sent, edited, deleted and read, on whichever devices come and go: all show the same counts", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 50 }), async (steps) => {
      const world = new World();
      try {
        await world.begin();
        for (const step of steps) {
          await world.take(step);
          await world.tell();
        }
        for (const device of world.devices) {
          if (!device.live) await world.resume(device);
          await world.refresh(device);
        }
        for (const { who, replicas } of world.devices) {
          for (const [index, id] of world.ids.entries()) {
            const n = index === 3 ? 1 : 0, replica = replicas[n]!;
            assert.equal(replicas[1 - n]!.channels.has(id), false, "a channel is in one workspace");
            if (!world.members[index]!.has(who)) {
              assert.equal(replica.channels.has(id), false, `${who} has left and still shows it`);
              continue;
            }
            const { unread, mentions } = replica.channels.get(id)!;
            const asked = { channels: [id], workspaceId: world.workspaces[n] };
            const { items } = await world.plugin.call("chat.channel.counts", asked, as(who));
            const expected = world.expected(who, index);
            assert.deepEqual({ unread, mentions }, expected, `a device of ${who}`);
            assert.deepEqual({ unread: items[0].unread, mentions: items[0].mentions }, expected, "the host");
          }
        }
      } finally {
        for (const each of world.started) await each[Symbol.asyncDispose]();
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("a position that was never given out, or is too old, asks for a new snapshot", async () => {
  await using plugin = await testPlugin(chat, { id: "chat" });
  const { seq } = await plugin.call("chat.snapshot", {}, as("ann"));
  const none = await plugin.call("chat.sync", { since: seq }, as("ann"));
  assert.deepEqual([none.seq, none.hasMore, none.messages, none.channels], [seq, false, [], []]);
  await assert.rejects(plugin.call("chat.sync", { since: seq + 1 }, as("ann")), /not told one by one/);
  await plugin.due("tidy");
  assert.equal((await plugin.call("chat.sync", { since: seq }, as("ann"))).seq, seq, "what is young is not forgotten");
});
