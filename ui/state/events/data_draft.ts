import { RpcFailure } from "../../sdk/failure.ts";
import { Store } from "../../sdk/store.ts";
import { SettingsDraft } from "../settings/draft.ts";

export interface DataDraftState {
  mode: "form" | "json";
  /** What stands in the field of JSON. */
  text: string;
  /** What is wrong with it. */
  problem?: string;
  sending: boolean;
  /** Why the host refused, where no field is to blame. */
  failure?: RpcFailure;
}

type Schema = Record<string, unknown>;

/** Data of an event that somebody writes: in a form made of its schema, or as JSON. */
export class DataDraft {
  readonly state: Store<DataDraftState>;
  /** undefined when no form can be made of the schema. */
  readonly form: SettingsDraft | undefined;
  readonly #schema: Schema;
  #data: unknown;

  /** `data` is what stands there at first; default what the schema says. */
  constructor(schema: Schema | undefined, data?: unknown) {
    this.#schema = schema ?? {};
    const withForm = typeof this.#schema.properties === "object" && (data === undefined || isObject(data));
    this.#data = data === undefined && withForm ? defaultsOf(this.#schema) : data;
    const form = withForm ? new SettingsDraft(this.#view(this.#data as Schema)) : undefined;
    // One field of JSON for the whole is what the other mode is.
    this.form = form && !(form.fields.length === 1 && form.fields[0]!.name === "") ? form : undefined;
    this.state = new Store<DataDraftState>({
      mode: this.form ? "form" : "json",
      text: textOf(this.#data ?? blankOf(this.#schema)),
      sending: false,
    });
  }

  /** Takes along what was written. False when it cannot be shown in the other mode. */
  async setMode(mode: "form" | "json"): Promise<boolean> {
    if (mode === this.state.get().mode) return true;
    if (mode === "json") {
      await this.#readForm((data) => {
        this.#data = data;
        return Promise.resolve();
      });
      this.state.update((state) => ({ ...state, mode, text: textOf(this.#data), problem: undefined }));
      return true;
    }
    const parsed = parse(this.state.get().text);
    if ("problem" in parsed || !isObject(parsed.value) || !this.form) {
      const problem = "problem" in parsed ? parsed.problem : "Only an object can be shown as a form";
      this.state.update((state) => ({ ...state, problem }));
      return false;
    }
    this.#data = parsed.value;
    this.form.update(this.#view(parsed.value));
    this.form.discard();
    this.state.update((state) => ({ ...state, mode, problem: undefined }));
    return true;
  }

  /** What stands there now, as far as it can be read; what is wrong with it is not told. */
  current(): unknown {
    if (this.state.get().mode === "json" || !this.form) {
      const parsed = parse(this.state.get().text);
      return "problem" in parsed ? undefined : parsed.value;
    }
    const { values, clear } = this.form.typed();
    const data: Schema = { ...(this.#data as Schema), ...values };
    for (const name of clear) delete data[name];
    return data;
  }

  type(text: string): void {
    this.state.update((state) => ({ ...state, text, problem: undefined, failure: undefined }));
  }

  /** Checks what was written and hands it on. True when that worked. */
  async send(work: (data: unknown) => Promise<unknown>): Promise<boolean> {
    if (this.state.get().sending) return false;
    this.state.update((state) => ({ ...state, sending: true, problem: undefined, failure: undefined }));
    try {
      return this.state.get().mode === "form" ? await this.#readForm(work) : await this.#sendText(work);
    } finally {
      this.state.update((state) => ({ ...state, sending: false }));
    }
  }

  async #sendText(work: (data: unknown) => Promise<unknown>): Promise<boolean> {
    const parsed = parse(this.state.get().text);
    if ("problem" in parsed) {
      this.state.update((state) => ({ ...state, problem: parsed.problem }));
      return false;
    }
    try {
      await work(parsed.value);
      return true;
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      const problem = failure.path?.startsWith("/data") ? wordsOf(failure) : undefined;
      this.state.update((state) => ({ ...state, problem, failure: problem ? undefined : failure }));
      return false;
    }
  }

  /** What is wrong with a field is said there. */
  async #readForm(work: (data: unknown) => Promise<unknown>): Promise<boolean> {
    const before = this.#data as Schema;
    return await this.form!.save(async ({ values, clear }) => {
      const data = { ...before, ...values };
      for (const name of clear) delete data[name];
      try {
        await work(data);
      } catch (error) {
        const failure = RpcFailure.wrap(error);
        const path = failure.path?.replace(/^\/data(?=\/|$)/, "/values");
        throw new RpcFailure({ ...failure, message: failure.message, ...(path ? { path } : {}) }, { cause: error });
      }
      this.#data = data;
      return this.#view(data);
    });
  }

  #view(values: Schema) {
    return { id: "", schema: this.#schema, values, set: [] };
  }
}

/** What the schema says of each property at first. */
function defaultsOf(schema: Schema): Schema {
  const properties = schema.properties as Record<string, Schema>;
  return Object.fromEntries(
    Object.entries(properties).filter(([, property]) => isObject(property) && "default" in property)
      .map(([name, property]) => [name, property.default]),
  );
}

/** Something to begin with, as JSON. */
function blankOf(schema: Schema): unknown {
  return schema.type === "object" || schema.properties ? {} : null;
}

function textOf(data: unknown): string {
  return JSON.stringify(data, null, 2) ?? "null";
}

function parse(text: string): { value: unknown } | { problem: string } {
  if (text.trim() === "") return { value: null };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}` };
  }
}

function wordsOf({ message, hint }: RpcFailure): string {
  return hint ? `${message}. ${hint}.` : message;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
