import type { Clock } from "../../observe/ports.ts";
import type { PluginManifest } from "../../packages/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { SealedValues } from "../../secrets/mod.ts";
import { SettingsSchema, type Values } from "./schema.ts";
import type { SettingsStore } from "./store.ts";

/** A plugin as far as its settings go. */
export interface Settable {
  readonly id: string;
  readonly plugin: { manifest: PluginManifest };
}

/** `host.plugin.settings.get`. */
export interface SettingsView {
  id: string;
  /** JSON Schema; missing when it has no settings. */
  schema?: Record<string, unknown>;
  /** With the schema's defaults, without secret ones. */
  values: Values;
  /** Names of secret values that are set. */
  set: string[];
  /** Stored values that the schema does not accept: kept, and not handed to the plugin. */
  problems?: SettingsProblem[];
}

export interface SettingsProblem {
  /** JSON pointer into the values. */
  path: string;
  message: string;
}

export interface SettingsChange {
  values: Values;
  /** Names that are to be unset. */
  clear: string[];
  by: string;
}

/** What a plugin is handed. */
export interface EffectiveSettings {
  values: Values;
  /** What a person should see to, in words. */
  reason?: string;
}

/** Characters of JSON that a plugin's settings may have. */
const MAX_CHARS = 256 * 1024;

/** Values that count, and those that the schema does not accept. */
interface Judged {
  plain: Values;
  sealed: Values;
  problems: SettingsProblem[];
}

/** Plugins' settings: kept over updates, judged by the schema of the manifest that counts now. */
export class SettingsDesk {
  readonly #parts: { store: SettingsStore; sealed: SealedValues; clock: Clock };
  readonly #schemas = new WeakMap<PluginManifest, SettingsSchema>();

  constructor(parts: { store: SettingsStore; sealed: SealedValues; clock: Clock }) {
    this.#parts = parts;
  }

  view(of: Settable): SettingsView {
    const schema = this.#schema(of);
    if (!schema) return { id: of.id, values: {}, set: [] };
    if (schema.problem) return { id: of.id, values: {}, set: [], problems: [{ path: "", message: tooLarge(schema) }] };
    const { plain, sealed, problems } = this.#judged(of, schema);
    const values = Object.entries(schema.withDefaults(plain)).filter(([name]) =>
      !schema.secret.has(name) && !Object.hasOwn(sealed, name)
    );
    const secret = [...Object.keys(sealed), ...Object.keys(plain).filter((name) => schema.secret.has(name))];
    return {
      id: of.id,
      schema: of.plugin.manifest.settings!,
      values: Object.fromEntries(values),
      set: [...new Set(secret)].sort(),
      ...(problems.length > 0 ? { problems } : {}),
    };
  }

  effective(of: Settable): EffectiveSettings {
    const schema = this.#schema(of);
    if (!schema) return { values: {} };
    if (schema.problem) return { values: {}, reason: tooLarge(schema) };
    const { plain, sealed, problems } = this.#judged(of, schema);
    const values = schema.withDefaults({ ...plain, ...sealed });
    const unset = schema.required.filter((name) => !Object.hasOwn(values, name)).map((name) =>
      `the setting ${name} is not set`
    );
    const unfit = problems.map(({ path, message }) =>
      `the setting ${path.slice(1) || "(all)"} does not fit: ${message}`
    );
    const reason = [...unset, ...unfit].join("; ");
    return { values, ...(reason === "" ? {} : { reason }) };
  }

  /** Changes what is named and leaves the rest. Throws RpcError when something does not fit, and changes nothing then. */
  async set(of: Settable, { values, clear, by }: SettingsChange): Promise<void> {
    const schema = this.#schema(of);
    if (!schema || schema.problem) {
      throw new RpcError("precondition_failed", `"${of.id}" ${schema ? tooLarge(schema) : "has no settings"}`, {
        reason: schema ? "schema_too_large" : "no_settings",
        path: "/id",
      });
    }
    const { store, sealed, clock } = this.#parts;
    const [stored, kept] = [store.read(of.id), sealed.all(of.id)];
    clear.forEach((name, index) => {
      if (Object.hasOwn(values, name)) {
        throw new RpcError("invalid_params", `The setting "${name}" is to be set and unset at once`, {
          path: `/clear/${index}`,
        });
      }
      if (schema.names.includes(name) || Object.hasOwn(stored, name) || kept.has(name)) return;
      throw new RpcError("invalid_params", `"${of.id}" has no setting "${name}"`, { path: `/clear/${index}` });
    });
    const judged = this.#judged(of, schema);
    const next = without({ ...judged.plain, ...judged.sealed, ...values }, clear);
    const fault = schema.fault(next);
    if (fault) {
      throw new RpcError("invalid_params", `The setting ${fault.path.slice(1) || "values"}: ${fault.message}`, {
        path: `/values${fault.path}`,
      });
    }
    if (JSON.stringify(next).length > MAX_CHARS) {
      throw new RpcError("too_large", `The settings of "${of.id}" are larger than ${MAX_CHARS / 1024} KiB`, {
        path: "/values",
      });
    }
    const isSecret = (name: string) => schema.secret.has(name);
    const plain = without({ ...stored, ...Object.fromEntries(entriesOf(values, (name) => !isSecret(name))) }, [
      ...clear,
      ...schema.secret,
    ]);
    // What was no secret in an earlier version and is one now moves behind the seal.
    const moved = entriesOf(without(stored, clear), (name) => isSecret(name) && !kept.has(name));
    const change = {
      set: new Map([...moved, ...entriesOf(values, isSecret)]),
      clear: [...kept.keys()].filter((name) =>
        clear.includes(name) || (Object.hasOwn(values, name) && !isSecret(name))
      ),
      by,
    };
    // Asked for in one turn, they are one transaction.
    await Promise.all([
      store.write(of.id, plain, { by, at: new Date(clock.now()).toISOString() }),
      sealed.change(of.id, change),
    ]);
  }

  /** Its data is deleted, and its settings with it. */
  async forget(id: string): Promise<void> {
    await Promise.all([this.#parts.store.forget(id), this.#parts.sealed.forget(id)]);
  }

  #schema({ plugin: { manifest } }: Settable): SettingsSchema | undefined {
    if (!manifest.settings) return undefined;
    let schema = this.#schemas.get(manifest);
    if (!schema) this.#schemas.set(manifest, schema = new SettingsSchema(manifest.settings));
    return schema;
  }

  /** Leaves out what an earlier version's schema accepted and this one's does not, value by value. */
  #judged(of: Settable, schema: SettingsSchema): Judged {
    const plain = this.#parts.store.read(of.id);
    const sealed = Object.fromEntries(this.#parts.sealed.all(of.id));
    const problems: SettingsProblem[] = [];
    for (let left = Object.keys(plain).length + Object.keys(sealed).length; left >= 0; left--) {
      const fault = schema.fault({ ...plain, ...sealed });
      if (!fault) break;
      problems.push({ path: fault.path, message: fault.message });
      const name = (fault.path.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
      if (!Object.hasOwn(plain, name) && !Object.hasOwn(sealed, name)) break;
      delete plain[name];
      delete sealed[name];
    }
    return { plain, sealed, problems };
  }
}

function tooLarge(schema: SettingsSchema): string {
  return `has settings whose schema ${schema.problem}: they cannot be set`;
}

function without(values: Values, names: Iterable<string>): Values {
  const gone = new Set(names);
  return Object.fromEntries(entriesOf(values, (name) => !gone.has(name)));
}

function entriesOf(values: Values, wanted: (name: string) => boolean): [string, unknown][] {
  return Object.entries(values).filter(([name]) => wanted(name));
}
