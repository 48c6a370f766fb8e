/** Taking over the archives of other chats, with their channels, threads and reactions, up to the point where all can be read. */
import { testPlugin } from "@bulkhead/testing";
import chat from "../../plugins/chat/plugin.ts";
import { randomFrom, wordOf, zipf } from "./chat/history.ts";
import { type ZipFile, zipOf } from "../../plugins/chat/domain/zip_of.ts";
import type { BenchResult } from "./result.ts";

const CHANNELS = 20, DAYS = 25, A_DAY = 200;
const ADMIN = { caller: { id: "ann", name: "Ann", role: "owner" as const } };

export async function run(): Promise<BenchResult[]> {
  return [
    await take("slack", "import of a Slack export", slackExport()),
    await take("mattermost", "import of a Mattermost export", mattermostExport()),
  ];
}

async function take(kind: string, name: string, files: ZipFile[]): Promise<BenchResult> {
  await using plugin = await testPlugin(chat, { id: "chat" });
  await plugin.call("chat.snapshot", {}, ADMIN);
  const file = plugin.upload({ name: "export.zip", content: zipOf(files), type: "application/zip", owner: "ann" });
  const begun = performance.now();
  const { id } = await plugin.call(`chat.import.${kind}`, { file: file.id }, ADMIN);
  await plugin.relayed();
  let state;
  for (let run = 0; (state = await plugin.call("chat.import.get", { id }, ADMIN)).state === "running"; run++) {
    await plugin.due(`import:${id.slice("import_".length)}`, { dueAt: new Date(run).toISOString() });
    await plugin.relayed();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { imported } = state.report.messages;
  return {
    name,
    value: imported / seconds,
    unit: "messages/s",
    bar: 20_000,
    better: "higher",
    detail: `${imported.toLocaleString("en")} messages and ${state.report.reactions.imported} reactions of ` +
      `${CHANNELS} channels in ${seconds.toFixed(1)} s; the search takes them in afterwards`,
  };
}

/** Posts by the order of their ids, which is not that of their times, each with its answers. */
function mattermostExport(): ZipFile[] {
  const random = randomFrom(12);
  const lines: unknown[] = [
    { type: "version", version: 1 },
    { type: "team", team: { name: "acme", display_name: "Acme", type: "O" } },
  ];
  for (let c = 0; c < CHANNELS; c++) {
    lines.push({ type: "channel", channel: { team: "acme", name: `c${c}`, display_name: `C${c}`, type: "O" } });
  }
  for (let n = 0; n < 50; n++) lines.push({ type: "user", user: { username: `person${n}`, nickname: `Person ${n}` } });
  const said = (at: number) => ({
    user: `person${Math.floor(random() * 50)}`,
    type: "",
    message: Array.from({ length: 10 }, () => wordOf(zipf(random, 50_000))).join(" "),
    create_at: 1_700_000_000_000 + at,
    edit_at: 0,
  });
  const roots = CHANNELS * DAYS * A_DAY / 10 * 7;
  for (let n = 0; n < roots; n++) {
    // A prime walks through all times, none twice.
    const at = n * 48_611 % roots * 1_000;
    const replies = n % 7 === 0 ? [1, 2, 3].map((each) => said(at + each)) : [];
    const reactions = n % 14 === 0
      ? ["person1", "person2"].map((user) => ({ user, emoji_name: "thumbsup", create_at: 1_700_000_000_000 }))
      : [];
    const post = { ...said(at), team: "acme", channel: `c${n % CHANNELS}`, props: {}, reactions, replies };
    lines.push({ type: "post", post });
  }
  return [{ name: "import.jsonl", text: lines.map((line) => JSON.stringify(line)).join("\n") }];
}

function slackExport(): ZipFile[] {
  const random = randomFrom(11);
  const users = Array.from({ length: 50 }, (_, n) => ({ id: `U${n}`, name: `person${n}`, real_name: `Person ${n}` }));
  const channels = Array.from({ length: CHANNELS }, (_, n) => ({ id: `C${n}`, name: `c${n}`, members: ["U1", "U2"] }));
  const files: ZipFile[] = [
    { name: "users.json", text: JSON.stringify(users) },
    { name: "channels.json", text: JSON.stringify(channels) },
  ];
  for (const [c, channel] of channels.entries()) {
    for (let day = 0; day < DAYS; day++) {
      const at = 1_700_000_000 + day * 86_400;
      const messages = Array.from({ length: A_DAY }, (_, n) => {
        const ts = `${at + n}.00${String(c).padStart(4, "0")}`;
        const text = Array.from({ length: 10 }, () => wordOf(zipf(random, 50_000))).join(" ");
        return {
          type: "message",
          user: `U${Math.floor(random() * 50)}`,
          ts,
          text,
          ...(n % 10 > 6 ? { thread_ts: `${at + n - n % 10}.00${String(c).padStart(4, "0")}` } : {}),
          ...(n % 20 === 0 ? { reactions: [{ name: "thumbsup", users: ["U1", "U2"], count: 2 }] } : {}),
        };
      });
      const date = new Date(at * 1_000).toISOString().slice(0, 10);
      files.push({ name: `${channel.name}/${date}.json`, text: JSON.stringify(messages) });
    }
  }
  return files;
}
