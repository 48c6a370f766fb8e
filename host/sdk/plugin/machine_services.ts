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
  constructor(private readonly link: HostLink, private readonly signal: AbortSignal) {}

  async launch(spec: LaunchSpec): Promise<LaunchedService> {
    const { link } = this;
    const launched = await link.request<{ id: number; pid?: number; startTicks?: string }>("process.launch", spec);
    const { id } = launched;
    const ended = link.request<ServiceEnd>("process.launched", { id });
    // Whoever does not wait for the end is not to be ended by it.
    ended.catch(() => {});
    return {
      ...launched,
      ended,
      line: async (text) => (await link.request<{ seen: boolean }>("process.line", { id, text })).seen,
      notes: () => notesOf(link, id, ended),
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

async function* notesOf(link: HostLink, id: number, end: Promise<ServiceEnd>): AsyncGenerator<Note> {
  while (true) {
    const { notes, ended } = await link.request<{ notes: Note[]; ended: boolean }>("process.notes", { id });
    yield* notes;
    if (!ended) continue;
    yield* (await end).notes;
    return;
  }
}
