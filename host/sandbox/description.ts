import type { InitResult } from "../sdk/channel/protocol.ts";

const MAX_ENTRIES = 1_000;

/**
 * Checks what a compartment says of itself; throws an Error that names the fault. `prefixes` are those under which it may
 * offer methods: its id and the interfaces that its manifest provides. Nobody answers in another's name.
 */
export function checkDescription(value: unknown, prefixes?: readonly string[]): InitResult {
  const { methods, listens, hooks } = (value ?? {}) as Partial<Record<keyof InitResult, unknown>>;
  const strings = (name: string, list: unknown): string[] => {
    if (!Array.isArray(list) || list.length > MAX_ENTRIES || list.some((entry) => typeof entry !== "string")) {
      throw new Error(`answered init with ${name} that are not a list of at most ${MAX_ENTRIES} names`);
    }
    return list;
  };
  if (!Array.isArray(methods) || methods.length > MAX_ENTRIES || !methods.every(isMethod)) {
    throw new Error(`answered init with methods that are not a list of at most ${MAX_ENTRIES} descriptions`);
  }
  const foreign = prefixes && methods.find(({ name }) => !prefixes.some((prefix) => name.startsWith(`${prefix}.`)));
  if (foreign) {
    throw new Error(
      `offers the method "${foreign.name.slice(0, 200)}", but its plugin.json provides only ${prefixes.join(", ")}`,
    );
  }
  return { ...(value as InitResult), methods, listens: strings("listens", listens), hooks: strings("hooks", hooks) };
}

function isMethod(value: unknown): boolean {
  const { name, params, result } = (value ?? {}) as Record<string, unknown>;
  const isObject = (schema: unknown) => schema !== null && typeof schema === "object";
  return typeof name === "string" && name.length <= 200 && isObject(params) && isObject(result);
}
