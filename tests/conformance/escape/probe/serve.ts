/**
 * The probe: a bundle that tries what the host asks for by name. It is built on the channel alone, so that nothing of the
 * plugin SDK can be what stops it.
 */
import "../../../../host/sdk/channel/prelude.ts";
import { openCompartmentPeer, type Peer } from "../../../../host/sdk/channel/mod.ts";
import type { Attempt } from "./attempt.ts";
import { bombs } from "./bombs.ts";
import { channel } from "./channel.ts";
import { floods } from "./floods.ts";
import { imports } from "./imports.ts";
import { network } from "./network.ts";
import { readers } from "./readers.ts";
import { storage } from "./storage.ts";
import { system } from "./system.ts";
import { writers } from "./writers.ts";

const attempts: Record<string, Attempt> = {
  ...group("read", readers),
  ...group("write", writers),
  ...group("import", imports),
  ...group("system", system),
  ...group("network", network),
  ...group("storage", storage),
  ...group("flood", floods),
  ...group("bomb", bombs),
  ...group("channel", channel),
  echo: (args) => args,
};

function group(name: string, members: Record<string, Attempt>): Record<string, Attempt> {
  return Object.fromEntries(Object.entries(members).map(([key, attempt]) => [`${name}/${key}`, attempt]));
}

const peer: Peer = openCompartmentPeer({
  async onRequest(method, params) {
    if (method === "init") return { methods: [], listens: [], hooks: [] };
    if (method === "drain") return null;
    if (method === "names") return Object.keys(attempts);
    const { name, args } = params as { name: string; args: Record<string, unknown> };
    const attempt = attempts[name];
    if (!attempt) return { missing: name };
    try {
      return { value: (await attempt(args, peer)) ?? null };
    } catch (error) {
      return { error: describe(error) };
    }
  },
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.name}: ${error.cause.message})` : "";
  return `${error.name}: ${error.message}${cause}`;
}
