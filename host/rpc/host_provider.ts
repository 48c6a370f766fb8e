import { z } from "zod";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { closedParams } from "../sdk/closed_params.ts";
import { RpcError } from "../sdk/errors.ts";
import type { HostMethod, HostMethods, MethodProvider } from "./ports.ts";

/** Milliseconds for a method of the host: enabling a plugin includes its start, disabling its draining. */
const HOST_CALL_MS = 120_000;

/** Offers methods of the host itself under one prefix, as a plugin's are: by descriptor, validated by zod. */
export function hostProvider(prefix: string, methods: HostMethods): MethodProvider {
  for (const name of Object.keys(methods)) {
    if (!name.startsWith(`${prefix}.`)) throw new Error(`The method "${name}" does not begin with "${prefix}."`);
  }
  methods = Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, { ...method, params: closedParams(method.params) }]),
  );
  const descriptors = Object.entries(methods).map(([name, method]) => describe(name, method));
  const methodOf = (descriptor: MethodDescriptor): HostMethod => methods[descriptor.name]!;
  return {
    prefix,
    callMs: HOST_CALL_MS,
    callMsOf: (method) => methods[method]?.callMs,
    methods: () => descriptors,
    checkParams(descriptor, params) {
      const parsed = methodOf(descriptor).params.safeParse(params);
      if (parsed.success) return parsed.data;
      const { path, message } = firstIssue(parsed.error);
      throw new RpcError("invalid_params", `${path === "" ? "params" : path}: ${message}`, {
        path,
        hint: `Its schema is in /openrpc.json under "${descriptor.name}"`,
      });
    },
    relays: (descriptor) => methodOf(descriptor).relays ?? false,
    checkResult(descriptor, result) {
      const parsed = methodOf(descriptor).result.safeParse(result);
      if (parsed.success) return;
      const { path, message } = firstIssue(parsed.error);
      throw new Error(`The result of "${descriptor.name}" does not fit its schema at "${path}": ${message}`);
    },
    async deliver(call, descriptor) {
      const result = await methodOf(descriptor).handler(call.params as never, call);
      return result;
    },
  };
}

function describe(name: string, method: HostMethod): MethodDescriptor {
  const descriptor: MethodDescriptor = {
    name,
    summary: method.summary,
    params: z.toJSONSchema(method.params, { io: "input", unrepresentable: "any" }),
    result: z.toJSONSchema(method.result, { io: "input", unrepresentable: "any" }),
  };
  if (method.roles) descriptor.roles = method.roles;
  if (method.risk) descriptor.risk = method.risk;
  if (method.readOnly) descriptor.readOnly = true;
  if (method.description !== undefined) descriptor.description = method.description;
  if (method.mcp !== undefined) descriptor.mcp = method.mcp;
  if (method.examples) descriptor.examples = method.examples;
  if (method.errors) descriptor.errors = method.errors;
  return descriptor;
}

function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0]!;
  const steps = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  const path = steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { path, message: issue.code === "unrecognized_keys" ? "There is no such field" : issue.message };
}
