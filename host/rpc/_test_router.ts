import { z } from "zod";
import type { Logger } from "../observe/ports.ts";
import type { Caller, MethodDescriptor, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { CallCounters, createRouter, hostMethod, hostProvider, type RouterOptions } from "./mod.ts";
import type { AuditEntry, CallRequest, MethodProvider } from "./ports.ts";

export function person(role: Role): Caller {
  return { kind: "user", id: role, name: role, role };
}

export function request(method: string, params: unknown = {}, more: Partial<CallRequest> = {}): CallRequest {
  return { method, params, caller: person("member"), transport: "http", ...more };
}

/** A provider as the kernel makes one for a compartment: by descriptors, without validation of its own. */
export function compartment(
  methods: (Partial<MethodDescriptor> & { name: string })[],
  deliver: MethodProvider["deliver"] = (call) => Promise.resolve(call.params),
  callMs?: number,
): MethodProvider {
  const prefix = methods[0]!.name.split(".")[0]!;
  const described = methods.map((method) => ({ summary: method.name, params: {}, result: {}, ...method }));
  return { prefix, callMs, methods: () => described, deliver };
}

/** A router with the host provider `demo`, and what it wrote down. */
export function testRouter(options: Partial<RouterOptions> = {}) {
  const audited: AuditEntry[] = [];
  const logged: { message: string; fields?: Record<string, unknown> }[] = [];
  const counters = new CallCounters();
  const note = (message: string, fields?: Record<string, unknown>) => void logged.push({ message, fields });
  const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
  const router = createRouter({
    grants: { mayCall: () => false },
    audit: { record: (entry) => audited.push(entry) },
    metrics: counters,
    logger,
    validateResults: true,
    ...options,
  });
  router.setProvider("demo", { state: "ready", provider: hostProvider("demo", demo) });
  return { router, audited, logged, counters };
}

const demo = {
  "demo.note.read": hostMethod({
    summary: "Reads a note",
    params: z.object({ id: z.string().max(5), "a/b": z.number().optional() }),
    result: z.object({ id: z.string() }),
    readOnly: true,
    handler: ({ id }) => ({ id }),
  }),
  "demo.note.write": hostMethod({
    summary: "Writes a note",
    params: z.object({}),
    result: z.object({}),
    handler: () => ({}),
  }),
  "demo.people.list": hostMethod({
    summary: "An administrative read",
    params: z.object({}),
    result: z.object({}),
    roles: ["owner", "admin"],
    readOnly: true,
    handler: () => ({}),
  }),
  "demo.crash": hostMethod({
    summary: "Throws an ordinary error",
    params: z.object({}),
    result: z.object({}),
    handler: () => {
      throw new TypeError("the secret detail");
    },
  }),
  "demo.refuse": hostMethod({
    summary: "Throws an RpcError with a reason of its own",
    params: z.object({}),
    result: z.object({}),
    handler: () => {
      throw new RpcError("conflict", "It is gone", { reason: "tombstoned" });
    },
  }),
  "demo.lie": hostMethod({
    summary: "Answers something else than it says",
    params: z.object({}),
    result: z.object({ count: z.number() }),
    handler: () => ({ count: "many" as unknown as number }),
  }),
};
