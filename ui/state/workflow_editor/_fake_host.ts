import { RpcFailure } from "../../sdk/failure.ts";
import type { CallOptions, RpcPort } from "../../sdk/ports.ts";
import type { Diagnostic } from "../wire.ts";
import type { DraftStorage } from "./drafts.ts";
import type { SourceView } from "./wire.ts";

/** The folder of scripts as the host answers of it, for tests: a text with `BAD` in it has a fault in that line. */
export class FakeHost implements RpcPort {
  /** By the name of the workflow. */
  readonly files = new Map<string, string>();
  readonly calls: { method: string; params: Record<string, unknown> }[] = [];
  /** Thrown by the next call of a method. */
  readonly failures = new Map<string, RpcFailure>();
  /** Held back until somebody lets it go on. */
  gate: Promise<void> | undefined;

  async call<T>(method: string, params: unknown = {}, { signal }: CallOptions = {}): Promise<T> {
    const given = params as Record<string, unknown>;
    this.calls.push({ method, params: given });
    await this.gate;
    signal?.throwIfAborted();
    const failure = this.failures.get(method);
    this.failures.delete(method);
    if (failure) throw failure;
    return this.#answer(method, given) as T;
  }

  methods(): string[] {
    return this.calls.map(({ method }) => method.replace("host.workflow.", ""));
  }

  #answer(method: string, { name, file, source, baseHash, force }: Record<string, unknown>): unknown {
    const id = String(name ?? String(file).replace(/\.ts$/, ""));
    switch (method) {
      case "host.workflow.source.get":
        return this.#view(id);
      case "host.workflow.validate":
        return { ok: faultsOf(String(source)).length === 0, diagnostics: faultsOf(String(source)) };
      case "host.workflow.source.delete": {
        const view = this.#view(id);
        this.files.delete(id);
        return view;
      }
      case "host.workflow.source.put": {
        const diagnostics = faultsOf(String(source));
        if (name !== undefined) this.#view(id);
        if (baseHash !== undefined && baseHash !== hashOf(this.files.get(id) ?? "")) throw refusal("conflict", -32009);
        if (diagnostics.length > 0 && !force) throw refusal("invalid_params", -32602);
        this.files.set(id, String(source));
        const state = diagnostics.length > 0 ? "faulty" : "live";
        return { name: id, file: `${id}.ts`, hash: hashOf(String(source)), diagnostics, state };
      }
      default:
        throw refusal("method_not_found", -32601);
    }
  }

  #view(name: string): SourceView {
    const source = this.files.get(name);
    if (source === undefined) throw refusal("not_found", -32004);
    return { name, file: `${name}.ts`, source, liveSource: source, hash: hashOf(source) };
  }
}

export function refusal(reason: string, code: number): RpcFailure {
  return new RpcFailure({ code, reason, message: reason });
}

function hashOf(source: string): string {
  return `hash of ${source}`;
}

function faultsOf(source: string): Diagnostic[] {
  return source.split("\n").flatMap((line, index) => {
    const column = line.indexOf("BAD") + 1;
    return column === 0 ? [] : [{ file: "", line: index + 1, column, message: "It is bad", kind: "type" }];
  });
}

/** As the browser's, within one test. */
export function fakeStorage(): DraftStorage & { refuse: boolean } {
  const kept = new Map<string, string>();
  return {
    refuse: false,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (this.refuse) throw new Error("QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

/** Pauses that end when the test says so; an aborted one is rejected. */
export class FakePauses {
  readonly #waiting: { resolve(): void; signal: AbortSignal }[] = [];

  readonly pause = (_ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, signal });
      signal.addEventListener("abort", () => reject(signal.reason));
    });

  /** Ends those that wait and lets what follows happen. */
  async end(): Promise<void> {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
    await settle();
  }
}

/** Lets everything happen that is only promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}
