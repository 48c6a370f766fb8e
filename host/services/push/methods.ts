import { ECDH, randomBytes } from "node:crypto";
import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import { endpointFault, MAX_ENDPOINT } from "./endpoint.ts";
import type { PushDevice } from "./ports.ts";
import type { DurablePushes } from "./service.ts";

const EVERYBODY = ["owner", "admin", "member", "guest"] as const;

const Device = z.object({
  id: z.string(),
  name: z.string().describe("What to call it"),
  endpoint: z.string().describe("Tells a browser whether it is this one"),
  createdAt: z.string(),
  lastSentAt: z.string().optional().describe("When its push service last took one"),
  error: z.string().optional().describe("Why the last one did not get there"),
});
const SAMPLE = {
  id: "d-6jw0x2",
  name: "Firefox on Linux",
  endpoint: "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl",
  createdAt: "2026-03-01T09:00:00.000Z",
};
const SAMPLE_KEY = "BGF645ltWBY_fuC-fwsBAZ0vRoI-IkLKtCwGa3hTOWI_GuN7nNOlcKYoDzWIR1lvplNexqdDueHfpiJmBHI4JHo";

/** Bytes in base64url, exactly so many. */
const bytes = (count: number) =>
  z.string().max(200).refine((text) => decoded(text)?.byteLength === count, `Expected ${count} bytes in base64url`);

/** `host.push.*`: the devices on which somebody is told while no page is open. */
export function pushMethods(
  pushes: DurablePushes,
  hasSession: (userId: string, sessionId: string) => boolean,
): HostMethods {
  return {
    "host.push.get": hostMethod({
      summary: "Lists your devices that get notifications, with the key to which a browser's subscription is bound",
      examples: [{ params: {}, result: { key: SAMPLE_KEY, devices: [SAMPLE] } }],
      params: z.strictObject({}),
      result: z.object({
        key: z.string().describe("Public key of this host (VAPID), base64url"),
        devices: z.array(Device),
      }),
      roles: [...EVERYBODY],
      readOnly: true,
      mcp: false,
      handler: async (_params, call) => ({
        key: (await pushes.keys()).publicKey,
        devices: pushes.store.devicesOf(person(call)).map(present),
      }),
    }),

    "host.push.subscribe": hostMethod({
      summary: "Turns notifications on for a browser: what its PushManager answered",
      description:
        "The same browser again gets its new keys. What a plugin sends is encrypted for this browser alone. With the session it is " +
        "turned off when that one ends.",
      examples: [{
        params: {
          endpoint: SAMPLE.endpoint,
          keys: { p256dh: SAMPLE_KEY, auth: "tBHItJI5svbpez7KI4CCXg" },
          name: SAMPLE.name,
          language: "en",
        },
        result: SAMPLE,
      }],
      errors: ["precondition_failed"],
      params: z.strictObject({
        endpoint: z.string().max(MAX_ENDPOINT),
        keys: z.strictObject({ p256dh: bytes(65), auth: bytes(16) }),
        name: z.string().trim().min(1).max(80),
        language: z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/).max(35).default("en"),
        sessionId: z.string().max(64).optional().describe("Of the browser's own session"),
      }),
      result: Device,
      roles: [...EVERYBODY],
      mcp: false,
      handler: async ({ endpoint, keys, name, language, sessionId }, call) => {
        const userId = person(call);
        const fault = endpointFault(endpoint, pushes.reach);
        if (fault) {
          throw new RpcError("invalid_params", `The address of the push service ${fault}`, { path: "/endpoint" });
        }
        checkPoint(keys.p256dh);
        if (sessionId !== undefined && !hasSession(userId, sessionId)) {
          throw new RpcError("invalid_params", "You have no such session", { path: "/sessionId" });
        }
        const id = `d-${randomBytes(9).toString("base64url")}`;
        const createdAt = pushes.now;
        return present(
          await pushes.store.put({
            ...{ id, userId, endpoint, ...keys, name, language, createdAt },
            sessionId: sessionId ?? "",
          }),
        );
      },
    }),

    "host.push.unsubscribe": hostMethod({
      summary: "Turns notifications off for one of your devices",
      examples: [{ params: { id: SAMPLE.id }, result: { id: SAMPLE.id } }],
      errors: ["not_found"],
      params: z.strictObject({ id: z.string().max(64) }),
      result: z.object({ id: z.string() }),
      roles: [...EVERYBODY],
      mcp: false,
      handler: async ({ id }, call) => {
        await pushes.store.remove(own(pushes, id, call).id);
        return { id };
      },
    }),

    "host.push.try": hostMethod({
      summary: "Sends a notification to one of your devices, and says what its push service answered",
      examples: [{
        params: { id: SAMPLE.id, title: "It works", body: "Notifications arrive on this device." },
        result: { sent: true },
      }],
      errors: ["not_found"],
      params: z.strictObject({
        id: z.string().max(64),
        title: z.string().trim().min(1).max(100),
        body: z.string().trim().max(300).default(""),
      }),
      result: z.object({
        sent: z.boolean(),
        error: z.string().optional(),
        removed: z.boolean().optional().describe("The browser has given it up"),
      }),
      roles: [...EVERYBODY],
      mcp: false,
      handler: async ({ id, title, body }, call) => {
        const device = own(pushes, id, call);
        const payload = JSON.stringify({ plugin: "", title, body, url: "", tag: "host:try", at: pushes.now });
        const outcome = await pushes.try(device, { payload, urgency: "high", topic: "", ttlS: 60 });
        if (outcome.kind === "sent") return { sent: true };
        if (outcome.kind !== "gone") return { sent: false, error: outcome.error };
        await pushes.store.remove(id);
        return { sent: false, error: "The browser has given this device up", removed: true };
      },
    }),
  };
}

/** Only a person has devices; no plugin lists or changes them in somebody's name. */
function person({ caller, through }: CallRequest): string {
  if (caller.kind !== "user" || through !== undefined) {
    throw new RpcError("forbidden", "Devices belong to people, who turn them on and off themselves");
  }
  return caller.id;
}

function own(pushes: DurablePushes, id: string, call: CallRequest): PushDevice {
  const device = pushes.store.device(id);
  if (device?.userId !== person(call)) throw new RpcError("not_found", "You have no such device", { path: "/id" });
  return device;
}

function present({ id, name, endpoint, createdAt, sentAt, error }: PushDevice): z.output<typeof Device> {
  return {
    ...{ id, name, endpoint },
    createdAt: new Date(createdAt).toISOString(),
    ...(sentAt === undefined ? {} : { lastSentAt: new Date(sentAt).toISOString() }),
    ...(error === undefined ? {} : { error }),
  };
}

/** What is no point of the curve would fail at each push. */
function checkPoint(p256dh: string): void {
  try {
    ECDH.convertKey(p256dh, "prime256v1", "base64url", "hex", "compressed");
  } catch {
    throw new RpcError("invalid_params", "Expected a point of the curve P-256", { path: "/keys/p256dh" });
  }
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text.replace(/(?<!=)=+$/, ""), { alphabet: "base64url" });
  } catch {
    return undefined;
  }
}
