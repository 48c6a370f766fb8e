import type { InitResult } from "../sdk/channel/protocol.ts";

const MAX_ENTRIES = 1_000;

/** Checks the shape of what a compartment says of itself; throws an Error that names the fault. */
export function checkDescription(value: unknown): InitResult {
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
  return { ...(value as InitResult), methods, listens: strings("listens", listens), hooks: strings("hooks", hooks) };
}

function isMethod(value: unknown): boolean {
  const { name, params, result } = (value ?? {}) as Record<string, unknown>;
  const isObject = (schema: unknown) => schema !== null && typeof schema === "object";
  return typeof name === "string" && name.length <= 200 && isObject(params) && isObject(result);
}
