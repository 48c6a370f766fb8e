import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import { DataDraft } from "../events/data_draft.ts";
import type { ApiMethod, Schema } from "./document.ts";

/** What came of a call. */
export type Outcome =
  | { kind: "result"; result: unknown; ms: number; at: number }
  | { kind: "error"; failure: RpcFailure; ms: number; at: number };

const TIMEOUT_MS = 120_000;

/** One method that somebody tries out: a form made of its schema, or JSON, and what was answered last. */
export class Trial {
  readonly draft: DataDraft;
  readonly outcome = new Store<Outcome | undefined>(undefined);
  readonly #schema: Schema;

  constructor(readonly method: ApiMethod, private readonly rpc: RpcPort, components: Schema, params?: unknown) {
    this.#schema = flat(method.paramsSchema, components);
    this.draft = new DataDraft(this.#schema, params);
  }

  /** What stands there now, as far as it can be read. */
  params(): Record<string, unknown> {
    const now = this.draft.current();
    return isObject(now) ? this.#withoutDefaults(now) : {};
  }

  /**
   * Checks what was typed and hands it to `agree` when the method takes something away. Sends it unless that says no.
   * False when it was not sent.
   */
  async send(agree: (params: Record<string, unknown>) => Promise<boolean>): Promise<boolean> {
    let sent = false;
    await this.draft.send(async (data) => {
      if (data !== null && !isObject(data)) {
        throw new RpcFailure({
          code: -32602,
          reason: "invalid_params",
          message: "Params are an object",
          path: "/data",
        });
      }
      const params = this.#withoutDefaults(data ?? {});
      if (this.method.grave && !await agree(params)) return;
      sent = true;
      await this.#call(params);
    });
    return sent;
  }

  async #call(params: Record<string, unknown>): Promise<void> {
    const startedAt = performance.now();
    const done = () => ({ ms: performance.now() - startedAt, at: Date.now() });
    try {
      const result = await this.rpc.call(this.method.name, params, { timeoutMs: TIMEOUT_MS, atOnce: true });
      this.outcome.set({ kind: "result", result, ...done() });
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      this.outcome.set({ kind: "error", failure, ...done() });
      // At the field that it is about; the whole answer is shown in any case.
      if (failure.reason !== "invalid_params" || !failure.path) return;
      throw new RpcFailure({ ...failure, message: failure.message, path: `/data${failure.path}` });
    }
  }

  /** What the host would take anyway is not said. */
  #withoutDefaults(params: Record<string, unknown>): Record<string, unknown> {
    const properties = (this.#schema.properties ?? {}) as Record<string, Schema>;
    return Object.fromEntries(
      Object.entries(params).filter(([name, value]) => {
        const property = properties[name];
        return !isObject(property) || !("default" in property) ||
          JSON.stringify(property.default) !== JSON.stringify(value);
      }),
    );
  }
}

/** A form knows no references: those of the first level are put in place, as long as they do not hold others. */
function flat(schema: Schema, components: Schema): Schema {
  if (!isObject(schema.properties)) return schema;
  const schemas = (components.schemas ?? {}) as Record<string, Schema>;
  const properties = Object.entries(schema.properties as Record<string, Schema>).map(([name, property]) => {
    const target = typeof property?.$ref === "string" ? schemas[property.$ref.split("/").at(-1)!] : undefined;
    return [name, target ? { ...target, ...property, $ref: undefined } : property] as const;
  });
  return {
    ...schema,
    properties: Object.fromEntries(
      properties.map(([name, { $ref, ...rest }]) => [name, $ref ? { $ref, ...rest } : rest]),
    ),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
