import type { MethodDescriptor, MethodError } from "../sdk/channel/protocol.ts";
import { type ErrorReason, ERRORS } from "../../schemas/generated/errors.ts";

/** More of a stranger's plugin is not shown. */
const MAX_EXAMPLES = 10;
const MAX_EXAMPLE_CHARS = 16_384;
const MAX_ERRORS = 50;

/** What any method may be refused with. */
const ALWAYS: readonly ErrorReason[] = [
  "invalid_params",
  "unauthenticated",
  "forbidden",
  "rate_limited",
  "deadline_exceeded",
  "internal",
];
/** Prefixes that are answered by the host itself and so are always there. */
const HOST: ReadonlySet<string> = new Set(["host", "rpc", "events", "workflow"]);

/** What nobody has to say. */
const IMPLIED: ReadonlySet<string> = new Set([...ALWAYS, "plugin_unavailable"]);

type Json = Record<string, unknown>;

/** The examples of a method as OpenRPC pairs them; what has another form is passed over. */
export function documentedExamples({ name, summary, examples }: MethodDescriptor): Json[] {
  if (!Array.isArray(examples)) return [];
  return examples.slice(0, MAX_EXAMPLES).flatMap((example): Json[] => {
    if (!isObject(example) || !isObject(example.params ?? {})) return [];
    if ((JSON.stringify(example) ?? "").length > MAX_EXAMPLE_CHARS) return [];
    const params = Object.entries(example.params ?? {}).map(([key, value]) => ({ name: key, value }));
    return [{
      name: typeof example.name === "string" ? example.name : summary || name,
      params,
      ...(example.result === undefined ? {} : { result: { name: "result", value: example.result } }),
    }];
  });
}

/** The errors of a method: the general ones by reference, its own with the code of their kind. */
export function documentedErrors({ name, errors }: MethodDescriptor): Json[] {
  const general = new Set<ErrorReason>(ALWAYS);
  const own: Json[] = [];
  if (!HOST.has(name.slice(0, name.indexOf(".")))) general.add("plugin_unavailable");
  for (const error of Array.isArray(errors) ? errors.slice(0, MAX_ERRORS) : []) {
    if (typeof error === "string") {
      if (Object.hasOwn(ERRORS, error)) general.add(error);
    } else if (isObject(error) && Object.hasOwn(ERRORS, error.kind) && typeof error.reason === "string") {
      own.push({ code: ERRORS[error.kind].code, message: String(error.message), data: { reason: error.reason } });
    }
  }
  return [...[...general].map((reason) => ({ $ref: `#/components/errors/${reason}` })), ...own];
}

/** What {@linkcode documentedExamples} and {@linkcode documentedErrors} wrote, read back. */
export function notesOf(
  method: { examples?: unknown; errors?: unknown },
): Pick<MethodDescriptor, "examples" | "errors"> {
  const examples = list(method.examples).slice(0, MAX_EXAMPLES).flatMap(({ name, params, result }) => [{
    ...(typeof name === "string" ? { name } : {}),
    params: Object.fromEntries(list(params).map((param) => [String(param.name), param.value])),
    ...(isObject(result) && "value" in result ? { result: result.value } : {}),
  }]);
  const errors = list(method.errors).slice(0, MAX_ERRORS).flatMap(({ $ref, code, message, data }): MethodError[] => {
    const reason = typeof $ref === "string" ? $ref.split("/").at(-1)! : "";
    if (Object.hasOwn(ERRORS, reason)) return IMPLIED.has(reason) ? [] : [reason as ErrorReason];
    const kind = (Object.keys(ERRORS) as ErrorReason[]).find((each) => ERRORS[each].code === code);
    if (!kind || !isObject(data) || typeof data.reason !== "string") return [];
    return [{ reason: data.reason, kind, message: String(message) }];
  });
  return { ...(examples.length > 0 ? { examples } : {}), ...(errors.length > 0 ? { errors } : {}) };
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
