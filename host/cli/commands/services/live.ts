import type { CliContext } from "../../context.ts";
import { describeError, type HostClient } from "../../host_client.ts";
import { RpcError } from "../../../sdk/errors.ts";
import { plain } from "../../output.ts";
import { drawFrame } from "./frame.ts";
import type { Services } from "./provider.ts";
import { CpuMeter, type ServiceRow, type UsageRow } from "./rows.ts";

/** How often memory and processor use are asked for; how services are comes by itself. */
const USE_MS = 2_000;
const VERBS: Record<string, string> = { s: "start", x: "stop", r: "restart" };

/** All services, page by page. */
export async function allServices({ call }: Services): Promise<ServiceRow[]> {
  const rows: ServiceRow[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const page: { items: ServiceRow[]; nextCursor?: string } = await call("service.list", {
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

/** A table on the whole terminal that follows what happens, until somebody leaves it. */
export async function liveTable(context: CliContext, host: HostClient, services: Services): Promise<void> {
  const view = new LiveView(context, services);
  const types = [`${services.prefix}.service.*`];
  using _ = await host.listen(types, (type, data) => view.take(type, data as ServiceRow));
  await view.run();
}

class LiveView {
  readonly #rows = new Map<string, ServiceRow>();
  readonly #meter = new CpuMeter();
  #cpu = new Map<string, number | undefined>();
  #memory = new Map<string, number>();
  #chosen: string | undefined;
  #message = "";
  #drawn = false;
  readonly #left = new AbortController();

  constructor(private readonly context: CliContext, private readonly services: Services) {}

  take(type: string, row: ServiceRow): void {
    if (type.endsWith(".removed")) this.#rows.delete(row.name);
    else if (row.actual !== undefined) this.#rows.set(row.name, row);
    this.#drawSoon();
  }

  async run(): Promise<void> {
    for (const row of await allServices(this.services)) this.#rows.set(row.name, row);
    const { signal } = this.context;
    const left = Promise.withResolvers<void>();
    const leave = () => left.resolve();
    signal.addEventListener("abort", leave, { once: true });
    this.#left.signal.addEventListener("abort", leave, { once: true });
    const measuring = setInterval(() => void this.#measure(), USE_MS);
    // The other screen: what was there before is there again afterwards.
    this.context.out("\x1b[?1049h\x1b[?25l");
    const keys = this.#readKeys();
    try {
      await this.#measure();
      await left.promise;
    } finally {
      clearInterval(measuring);
      this.#left.abort();
      this.context.out("\x1b[?25h\x1b[?1049l");
      await keys;
    }
  }

  async #measure(): Promise<void> {
    try {
      const { items, at } = await this.services.call<{ items: UsageRow[]; at: string }>("service.usage");
      this.#cpu = this.#meter.take(items, Date.parse(at));
      this.#memory = new Map(items.map(({ name, rssBytes }) => [name, rssBytes]));
    } catch (error) {
      this.#message = words(error);
    }
    this.#drawSoon();
  }

  #sorted(): ServiceRow[] {
    return [...this.#rows.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  #drawSoon(): void {
    if (this.#drawn || this.#left.signal.aborted) return;
    this.#drawn = true;
    setTimeout(() => {
      this.#drawn = false;
      if (!this.#left.signal.aborted) this.#draw();
    }, 30);
  }

  #draw(): void {
    const rows = this.#sorted();
    this.#chosen ??= rows[0]?.name;
    const frame = {
      ...{ rows, cpu: this.#cpu, memory: this.#memory, message: this.#message, nowMs: Date.now() },
      ...(this.#chosen === undefined ? {} : { chosen: this.#chosen }),
    };
    const lines = drawFrame(frame, terminalSize(), this.context.env.NO_COLOR === undefined);
    this.context.out(`\x1b[H${lines.map((line) => `${line}\x1b[K`).join("\r\n")}\x1b[J`);
  }

  async #readKeys(): Promise<void> {
    if (!Deno.stdin.isTerminal()) return;
    Deno.stdin.setRaw(true);
    const reader = Deno.stdin.readable.getReader();
    this.#left.signal.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
    try {
      const decoder = new TextDecoder();
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        this.#press(decoder.decode(chunk.value));
      }
    } finally {
      Deno.stdin.setRaw(false);
    }
  }

  #press(key: string): void {
    const rows = this.#sorted();
    const at = rows.findIndex(({ name }) => name === this.#chosen);
    if (key === "q" || key === "\x03" || key === "\x1b") return this.#left.abort();
    if (key === "\x1b[A" || key === "k") this.#chosen = rows[Math.max(0, at - 1)]?.name;
    else if (key === "\x1b[B" || key === "j") this.#chosen = rows[Math.min(rows.length - 1, at + 1)]?.name;
    else if (VERBS[key] && this.#chosen !== undefined) void this.#steer(VERBS[key]!, this.#chosen);
    this.#drawSoon();
  }

  async #steer(verb: string, name: string): Promise<void> {
    this.#message = `${verb} ${name} …`;
    try {
      await this.services.call(`service.${verb}`, { name });
      this.#message = "";
    } catch (error) {
      this.#message = words(error);
    }
    this.#drawSoon();
  }
}

function words(error: unknown): string {
  return plain(error instanceof RpcError ? describeError(error) : (error as Error).message);
}

function terminalSize(): { columns: number; rows: number } {
  try {
    return Deno.consoleSize();
  } catch {
    return { columns: 100, rows: 30 };
  }
}
