import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface DemoHost extends AsyncDisposable {
  url: string;
}

/** Starts a host with demo people, fills #general, and ends it when it is disposed. */
export async function startDemoHost(): Promise<DemoHost> {
  const data = mkdtempSync(join(tmpdir(), "bulkhead-screenshots-"));
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "host/main.ts",
      "--port",
      "0",
      "--data",
      data,
      "--auth",
      "dev",
      "--demo",
      "--log-format",
      "json",
    ],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const stop = async () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It ended by itself.
    }
    await child.status;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const url = await readyUrl(child.stdout);
    await fill(url);
    return { url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the ready line; goes on reading after it, so that the host never stands before a full pipe. */
async function readyUrl(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let text = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The host ended before it was ready:\n${text}`);
    text += value;
    const line = text.split("\n").find((each) => each.includes('"event":"ready"'));
    if (!line) continue;
    void (async () => {
      while (!(await reader.read()).done);
    })();
    return (JSON.parse(line) as { url: string }).url.replace(/\/$/, "");
  }
}

/** What people said, so that pages have something to show. */
const TALK: [who: string, text: string][] = [
  ["bob", "Morning all."],
  ["bob", "The build is green again. I moved the retry into the step, so a `429` no longer fails the run."],
  ["carol", "Can someone look at https://github.com/acme/site/pull/812? It touches the *sign-in* flow."],
  ["dave", "Done, left two comments.\nThe second one matters more."],
  ["carol", "**Heads up**: the staging machine restarts at 15:00."],
  [
    "bob",
    "Here is what I run:\n```sh\ndeno task start --port 0 --data ./data\ncurl -s localhost:8080/health\n```\nIt prints the state of each plugin.",
  ],
  ["dave", "@alice could you check the numbers?"],
  ["alice", "> could you check the numbers?\nOn it."],
  ["bob", "🎉"],
  ["carol", "صباح الخير، هل كل شيء على ما يرام؟"],
];

async function fill(url: string): Promise<void> {
  const people = new Map<string, Caller>();
  for (const handle of ["alice", "bob", "carol", "dave"]) people.set(handle, await signIn(url, handle));
  const alice = people.get("alice")!;
  for (
    const name of ["launch-plans", "design", "a-channel-with-a-name-that-is-much-longer-than-the-column-it-stands-in"]
  ) {
    await alice("chat.channel.create", { name, members: ["@bob", "@carol"] });
  }
  await alice("chat.channel.create", { name: "ops", private: true });
  for (let round = 0; round < 6; round++) {
    for (const [who, text] of TALK) await people.get(who)!("chat.message.send", { channel: "#general", text });
  }
  await people.get("bob")!("chat.message.send", { channel: "#launch-plans", text: "Date is set, see the canvas." });
  await people.get("carol")!("chat.message.send", {
    channel: "#launch-plans",
    text: "Who looks after the launch page on Monday?",
    actions: [
      { id: "me", label: "I do", style: "primary", comment: true },
      { id: "call-off", label: "Call it off", style: "danger", confirm: "Really? All is prepared." },
      { id: "later", label: "Ask me again when the text of the page has been read by everybody" },
    ],
  });
}

type Caller = (method: string, params: unknown) => Promise<unknown>;

async function signIn(url: string, handle: string): Promise<Caller> {
  const headers = { "content-type": "application/json", origin: url };
  const entered = await fetch(`${url}/auth/dev`, { method: "POST", headers, body: JSON.stringify({ handle }) });
  const cookie = entered.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
  await entered.body?.cancel();
  const state = await (await fetch(`${url}/auth/state`, { headers: { cookie } })).json() as { csrf: string };
  return async (method, params) => {
    const response = await fetch(`${url}/rpc`, {
      method: "POST",
      headers: { ...headers, cookie, "x-csrf-token": state.csrf },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = await response.json() as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method} as ${handle}: ${answer.error.message}`);
    return answer.result;
  };
}
