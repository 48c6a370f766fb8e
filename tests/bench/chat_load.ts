/**
 * 200 people at work in one chat, each with a page that is open: they read, write, react, search, look at threads, lose their
 * connection and come back, as often as people do. `LOAD_SECONDS` makes it longer; with the two minutes of the bar it is 120.
 */
import { CHECKOUT, spawnHost } from "../harness/mod.ts";
import type { UsersOptions, UsersResult } from "./chat_load/users.ts";
import type { BenchResult } from "./result.ts";

const USERS = 200;
const CHANNELS = 20;
const SECONDS = Number(Deno.env.get("LOAD_SECONDS") ?? 20);
/** Ten times as busy as people are. */
const IDLE_MS = 2_000;

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const args = ["--no-demo", "--auth", "proxy", "--trusted-proxy", "127.0.0.1"];
    await using host = await spawnHost({ dir, plugins: ["chat"], args });
    const options: UsersOptions = {
      url: host.url,
      users: USERS,
      channels: CHANNELS,
      seconds: SECONDS,
      idleMs: IDLE_MS,
    };
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      cwd: CHECKOUT,
      args: ["run", "-A", "--frozen", "tests/bench/chat_load/users.ts", JSON.stringify(options)],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).output();
    if (!success) throw new Error("The people failed");
    const result: UsersResult = JSON.parse(new TextDecoder().decode(stdout));
    const errors = Object.entries(result.errors);
    const { actions, events, p50, p99 } = result;
    return [{
      name: `chat, ${USERS} people at work for ${SECONDS} s: errors`,
      value: errors.reduce((sum, [, count]) => sum + count, 0),
      unit: "errors",
      bar: 0,
      better: "lower",
      detail: `${actions.toLocaleString("en")} actions, ${events.toLocaleString("en")} events received, ` +
        `${result.raced} times somebody else had just deleted it; an action p50 ${p50.toFixed(1)} ms, p99 ` +
        `${p99.toFixed(0)} ms, slowest ${result.slowest}${
          errors.map(([what, count]) => `; ${count} × ${what}`).slice(0, 8).join("")
        }`,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
