/** Taking over the export of a Slack workspace, with its channels, threads and reactions, up to the point where all can be read. */
import { testPlugin } from "@bulkhead/testing";
import chat from "../../plugins/chat/plugin.ts";
import { randomFrom, wordOf, zipf } from "./chat/history.ts";
import { type ZipFile, zipOf } from "../../plugins/chat/domain/zip_of.ts";
import type { BenchResult } from "./result.ts";

const CHANNELS = 20, DAYS = 25, A_DAY = 200;
const ADMIN = { caller: { id: "ann", name: "Ann", role: "owner" as const } };

export async function run(): Promise<BenchResult[]> {
  await using plugin = await testPlugin(chat, { id: "chat" });
  await plugin.call("chat.snapshot", {}, ADMIN);
  const file = plugin.upload({ name: "export.zip", content: zipOf(exported()), type: "application/zip", owner: "ann" });
  const begun = performance.now();
  const { id } = await plugin.call("chat.import.slack", { file: file.id }, ADMIN);
  await plugin.relayed();
  let state;
  for (let run = 0; (state = await plugin.call("chat.import.get", { id }, ADMIN)).state === "running"; run++) {
    await plugin.due(`import:${id.slice("import_".length)}`, { dueAt: new Date(run).toISOString() });
    await plugin.relayed();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { imported } = state.report.messages;
  return [{
    name: "import of a Slack export",
    value: imported / seconds,
    unit: "messages/s",
    bar: 20_000,
    better: "higher",
    detail: `${imported.toLocaleString("en")} messages and ${state.report.reactions.imported} reactions of ` +
      `${CHANNELS} channels in ${seconds.toFixed(1)} s; the search takes them in afterwards`,
  }];
}

function exported(): ZipFile[] {
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
