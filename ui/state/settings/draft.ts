import { RpcFailure } from "../../sdk/failure.ts";
import { Store } from "../../sdk/store.ts";
import type { SettingsView } from "../wire.ts";
import { type SettingField, settingFields } from "./fields.ts";
import { type Raw, rawOf, type SecretRaw, valueOf } from "./values.ts";

export interface DraftState {
  /** By pointer of the field; only what was touched. */
  typed: Readonly<Record<string, Raw>>;
  /** By pointer. */
  problems: Readonly<Record<string, string>>;
  saving: boolean;
  /** Why the host refused, where no field is to blame. */
  failure?: RpcFailure;
}

/** Hands values to the host; answers how they stand then. */
export type SaveSettings = (change: { values: Record<string, unknown>; clear: string[] }) => Promise<SettingsView>;

/** The form of one plugin's settings: what was changed and not saved yet, and what is wrong with it. */
export class SettingsDraft {
  readonly state: Store<DraftState>;
  #view: SettingsView;
  #fields: SettingField[];

  constructor(view: SettingsView) {
    this.#view = view;
    this.#fields = settingFields(view.schema ?? {});
    this.state = new Store(this.#untouched());
  }

  get fields(): readonly SettingField[] {
    return this.#fields;
  }

  /** What the host has now. What was typed stays, and counts against the new values. Whoever calls it draws anew. */
  update(view: SettingsView): void {
    if (view === this.#view) return;
    this.#view = view;
    this.#fields = settingFields(view.schema ?? {});
  }

  /** Is a value of this secret with the host? */
  isSet(field: SettingField): boolean {
    return this.#view.set.includes(field.name);
  }

  raw(field: SettingField): Raw {
    return this.state.get().typed[field.pointer] ?? rawOf(field, this.#stored(field));
  }

  type(field: SettingField, raw: Raw): void {
    this.state.update(({ typed, problems, ...state }) => {
      const { [field.pointer]: _gone, ...others } = problems;
      const next = { ...typed, [field.pointer]: raw };
      if (same(raw, rawOf(field, this.#stored(field)))) delete next[field.pointer];
      return { ...state, typed: next, problems: others, failure: undefined };
    });
  }

  get dirty(): boolean {
    return Object.keys(this.state.get().typed).length > 0;
  }

  discard(): void {
    this.state.set(this.#untouched());
  }

  /** Something that is needed was never set. */
  get missing(): boolean {
    return this.#fields.some((field) =>
      field.required && (field.kind === "secret" ? !this.isSet(field) : this.#stored(field) === undefined)
    );
  }

  /** What is wrong with stored values for which there is no field. */
  get unplaced(): readonly string[] {
    return (this.#view.problems ?? []).filter(({ path }) => !this.#fieldAt(path)).map(({ path, message }) =>
      path ? `${path.slice(1)}: ${message}` : message
    );
  }

  /** Checks what was typed and hands it on. True when it is saved. */
  async save(send: SaveSettings): Promise<boolean> {
    const { values, clear, problems } = this.#read();
    this.state.update((state) => ({ ...state, problems, failure: undefined }));
    if (Object.keys(problems).length > 0) return false;
    this.state.update((state) => ({ ...state, saving: true }));
    try {
      this.#view = await send({ values, clear });
      this.state.set(this.#untouched());
      return true;
    } catch (error) {
      this.#refused(RpcFailure.wrap(error));
      return false;
    }
  }

  /** What was typed and can be read as a value, without telling what cannot. */
  typed(): { values: Record<string, unknown>; clear: string[] } {
    const { values, clear } = this.#read();
    return { values, clear };
  }

  /** Only properties that were touched, each whole: others may be changed by somebody else meanwhile. */
  #read(): { values: Record<string, unknown>; clear: string[]; problems: Record<string, string> } {
    const values: Record<string, unknown> = {};
    const clear: string[] = [];
    const problems: Record<string, string> = {};
    for (const field of this.#fields) {
      const touched = this.#touched(field);
      if (field.kind === "secret") {
        const raw = this.raw(field) as SecretRaw;
        const missing = field.required && !this.isSet(field) && raw.act !== "replace";
        if (raw.act === "clear" && !field.required) clear.push(field.name);
        else if (raw.act === "clear" || missing) problems[field.pointer] = "Needed";
        else if (raw.act === "replace") this.#put(field, raw.text, { values, clear, problems });
      } else if (touched || (field.required && this.#stored(field) === undefined)) {
        const value = field.kind === "group" ? this.#group(field, problems) : this.#checked(field, problems);
        if (field.name === "") Object.assign(values, value);
        else if (value === undefined) clear.push(field.name);
        else values[field.name] = value;
      }
    }
    return { values, clear: clear.filter((name) => !(`/${name}` in problems)), problems };
  }

  #put(
    field: SettingField,
    text: string,
    into: { values: Record<string, unknown>; clear: string[]; problems: Record<string, string> },
  ) {
    const read = text === "" ? { problem: "Type a value, or keep the one that is set" } : valueOf(field, text);
    if ("problem" in read) into.problems[field.pointer] = read.problem;
    else into.values[field.name] = read.value;
  }

  #group(field: SettingField, problems: Record<string, string>): Record<string, unknown> | undefined {
    const stored = this.#stored(field);
    const group: Record<string, unknown> = typeof stored === "object" && stored !== null ? { ...stored } : {};
    for (const inner of field.fields!) {
      const value = this.#checked(inner, problems);
      if (value === undefined) delete group[inner.name];
      else group[inner.name] = value;
    }
    return group;
  }

  #checked(field: SettingField, problems: Record<string, string>): unknown {
    const read = valueOf(field, this.raw(field));
    if (!("problem" in read)) return read.value;
    problems[field.pointer] = read.problem;
    return undefined;
  }

  #touched(field: SettingField): boolean {
    const { typed } = this.state.get();
    return field.pointer in typed || (field.fields ?? []).some((inner) => inner.pointer in typed);
  }

  #stored(field: SettingField): unknown {
    if (field.pointer === "") return this.#view.values;
    let value: unknown = this.#view.values;
    for (const part of field.pointer.slice(1).split("/")) {
      value = (value as Record<string, unknown> | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    return value === undefined ? field.default : value;
  }

  /** Values that are stored and do not fit the schema are told from the start. */
  #untouched(): DraftState {
    const problems: Record<string, string> = {};
    for (const { path, message } of this.#view.problems ?? []) {
      const field = this.#fieldAt(path);
      if (field) problems[field.pointer] ??= message;
    }
    return { typed: {}, problems, saving: false };
  }

  /** The innermost field that a JSON pointer into the values leads to. */
  #fieldAt(path: string): SettingField | undefined {
    return this.#fields
      .flatMap((field) => [field, ...(field.fields ?? [])])
      .filter(({ pointer }) => pointer !== "" && (path === pointer || path.startsWith(`${pointer}/`)))
      .sort((left, right) => right.pointer.length - left.pointer.length)[0];
  }

  /** Puts the host's words at the field that its path names. */
  #refused(failure: RpcFailure): void {
    const field = failure.path === undefined ? undefined : this.#fieldAt(failure.path.replace(/^\/values(?=\/|$)/, ""));
    const words = failure.hint ? `${failure.message}. ${failure.hint}`.replace("..", ".") : failure.message;
    this.state.update((state) => ({
      ...state,
      saving: false,
      problems: field ? { ...state.problems, [field.pointer]: words } : state.problems,
      failure: field ? undefined : failure,
    }));
  }
}

function same(left: Raw, right: Raw): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
