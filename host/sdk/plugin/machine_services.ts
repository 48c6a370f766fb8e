import type { LaunchedNews } from "../channel/protocol.ts";
import type { HostLink } from "./host_link.ts";
import type {
  LaunchedService,
  LaunchSpec,
  MachineServices,
  ProgramSignal,
  ServiceEnd,
  ServiceUsage,
  SpecFiles,
} from "./process_types.ts";

type Note = { bulkhead: string } & Record<string, unknown>;

/** `ctx.process.services`: services that the host launches for this plugin. */
export class HostServices implements MachineServices {
  constructor(
    private readonly link: HostLink,
    private readonly signal: AbortSignal,
    private readonly traceparent: string | undefined,
  ) {}

  async launch(spec: LaunchSpec): Promise<LaunchedService> {
    const { link } = this;
    const news = newsOf(link);
    const launched = await link.request<{ id: number; pid?: number; startTicks?: string }>("process.launch", {
      ...(this.traceparent === undefined ? {} : { traceparent: this.traceparent }),
      ...spec,
    });
    const { id } = launched;
    const followed = news.follow(id);
    return {
      ...launched,
      ended: followed.ended,
      line: (text) => followed.line(text),
      notes: () => followed.notes(),
      signal: async (signal: ProgramSignal, { group = true } = {}) => {
        await link.request("process.signal", { id, signal, group });
      },
    };
  }

  async probe(check: { http?: string; tcp?: string; timeoutMs?: number }) {
    return await this.link.request<{ ok: boolean; ms: number; detail: string }>("process.probe", check);
  }

  async find(command: string, place: { name: string; cwd?: string; envInherit?: string[] }): Promise<string> {
    return (await this.link.request<{ path: string }>("process.find", { command, ...place })).path;
  }

  async usage(ids: number[]): Promise<ServiceUsage[]> {
    return (await this.link.request<{ items: ServiceUsage[] }>("process.usage", { ids })).items;
  }

  async specs(): Promise<SpecFiles> {
    return await this.link.request<SpecFiles>("process.specs", {});
  }

  async specsChanged(version: number): Promise<number> {
    const { signal } = this;
    return (await this.link.request<{ version: number }>("process.specsChanged", { version }, { signal })).version;
  }
}

const feeds = new WeakMap<HostLink, NewsFeed>();

function newsOf(link: HostLink): NewsFeed {
  let feed = feeds.get(link);
  if (!feed) feeds.set(link, feed = new NewsFeed(link));
  return feed;
}

/** Asks once for what happens to all services, and hands it to those who follow them: requests to the host are few. */
class NewsFeed {
  readonly #followed = new Map<number, Followed>();
  /** Of services whose launch has not been answered yet. */
  readonly #early = new Map<number, LaunchedNews[]>();

  constructor(link: HostLink) {
    void this.#run(link);
  }

  follow(id: number): Followed {
    const followed = new Followed();
    this.#followed.set(id, followed);
    for (const news of this.#early.get(id) ?? []) this.#hand(news);
    this.#early.delete(id);
    return followed;
  }

  /** Until the channel ends, and the plugin with it. */
  async #run(link: HostLink): Promise<void> {
    while (true) {
      let news: LaunchedNews[];
      try {
        ({ news } = await link.request<{ news: LaunchedNews[] }>("process.news", {}));
      } catch {
        feeds.delete(link);
        return;
      }
      for (const one of news) this.#hand(one);
    }
  }

  #hand(news: LaunchedNews): void {
    const followed = this.#followed.get(news.id);
    if (!followed) {
      this.#early.set(news.id, [...this.#early.get(news.id) ?? [], news]);
      return;
    }
    followed.take(news);
    if (news.end) this.#followed.delete(news.id);
  }
}

/** What is known of one service. */
class Followed {
  readonly ended: Promise<ServiceEnd>;
  readonly #end = Promise.withResolvers<ServiceEnd>();
  readonly #seen = new Set<string>();
  readonly #lines = new Map<string, (() => void)[]>();
  #notes: Note[] = [];
  #noted: (() => void) | undefined;
  #over = false;

  constructor() {
    this.ended = this.#end.promise;
  }

  take({ lines = [], notes = [], end }: LaunchedNews): void {
    for (const text of lines) {
      this.#seen.add(text);
      for (const told of this.#lines.get(text) ?? []) told();
      this.#lines.delete(text);
    }
    this.#notes.push(...notes as Note[]);
    if (end) {
      this.#over = true;
      for (const told of [...this.#lines.values()].flat()) told();
      this.#end.resolve(end);
    }
    this.#noted?.();
  }

  async line(text: string): Promise<boolean> {
    if (!this.#seen.has(text) && !this.#over) {
      await new Promise<void>((resolve) => this.#lines.set(text, [...this.#lines.get(text) ?? [], resolve]));
    }
    return this.#seen.has(text);
  }

  async *notes(): AsyncGenerator<Note> {
    while (true) {
      const notes = this.#notes.splice(0);
      yield* notes;
      if (notes.length > 0) continue;
      if (this.#over) return;
      await new Promise<void>((resolve) => this.#noted = resolve);
      this.#noted = undefined;
    }
  }
}
