/**
 * People who write into one channel, as a process of its own: at a fixed rate, whatever becomes of what was sent before. Prints
 * what was acknowledged as one line of JSON.
 */
import { ask, openAs } from "./readers.ts";

/** As JSON in the first argument. */
export interface SendersOptions {
  url: string;
  kind: "product" | "plain";
  senders: number;
  perSecond: number;
  messages: number;
  /** Of what a plain server passes on, in characters; that is what the product sends of each message. */
  size: number;
}

export interface SendersResult {
  acknowledged: number;
  errors: string[];
}

/** The same people have sent before. */
const RUN = crypto.randomUUID();
/** Acknowledgements are waited for so long. */
const PATIENCE_MS = 20_000;
const FILLER =
  "the quick brown fox jumps over the lazy dog and then does so once more to be quite sure of it, as foxes will";

async function run({ url, kind, senders, perSecond, messages, size }: SendersOptions): Promise<SendersResult> {
  const sockets = await Promise.all(Array.from({ length: senders }, (_, n) => openAs(url, `sender${n}`)));
  let acknowledged = 0;
  const errors = new Set<string>();
  const all = Promise.withResolvers<void>();
  for (const socket of sockets) {
    if (kind === "product") await ask(socket, "chat.snapshot", {});
    socket.onmessage = ({ data }) => {
      const parsed = JSON.parse(data as string);
      for (const { error } of Array.isArray(parsed) ? parsed : [parsed]) {
        if (error) errors.add(error.message);
        else acknowledged++;
        if (acknowledged >= messages) all.resolve();
      }
    };
  }
  const begun = performance.now();
  for (let n = 0; n < messages;) {
    const due = Math.min(messages, Math.floor((performance.now() - begun) * perSecond / 1_000) + 1);
    // The time at which it was to be sent: a sender that is late makes nothing look quicker.
    for (; n < due; n++) {
      const at = (performance.timeOrigin + begun + n * 1_000 / perSecond).toFixed(2);
      sockets[n % senders]!.send(kind === "product" ? call(n, at) : plain(at, size));
    }
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  const tired = setTimeout(() => all.resolve(), kind === "product" ? PATIENCE_MS : 0);
  await all.promise;
  clearTimeout(tired);
  return { acknowledged, errors: [...errors] };
}

function call(n: number, at: string): string {
  const params = { channel: "#general", text: `at ${at} ${FILLER}`, clientId: `${RUN}-${n}` };
  return JSON.stringify({ jsonrpc: "2.0", id: n, method: "chat.message.send", params });
}

function plain(at: string, size: number): string {
  const head = `{"text":"at ${at} `;
  return `${head}${"x".repeat(Math.max(0, size - head.length - 2))}"}`;
}

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(Deno.args[0]!))));
  Deno.exit(0);
}
