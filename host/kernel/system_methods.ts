import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import type { SandboxLevel } from "../sandbox/ports.ts";
import { ENGINE_VERSION } from "../packages/mod.ts";

export interface SystemParts {
  version: string;
  mode: string;
  publicUrl(): string;
  startedAt: number;
  level: SandboxLevel;
  plugins(): Record<string, string>;
  workflows(): number;
  sockets(): number;
}

/** `host.system.*`: what runs here and how it fares. */
export function systemMethods(parts: SystemParts): HostMethods {
  const uptimeMs = () => Math.round(performance.now() - parts.startedAt);
  return {
    "host.system.info": hostMethod({
      summary: "Version, mode and machine of this host",
      examples: [{
        params: {},
        result: {
          name: "Bulkhead",
          version: "0.1.0",
          engine: "0.1.0",
          deno: "2.9.6",
          os: "linux",
          mode: "local",
          publicUrl: "https://bulkhead.example.com",
          uptimeMs: 86_400_000,
          sandbox: { setpriv: true, prlimit: true, nice: true, bubblewrap: true, privateNetwork: true, remarks: [] },
        },
      }],
      params: z.object({}),
      result: z.object({
        name: z.string(),
        version: z.string(),
        engine: z.string().describe("Version of the API for plugins"),
        deno: z.string(),
        os: z.string(),
        mode: z.string(),
        publicUrl: z.string(),
        uptimeMs: z.int(),
        sandbox: z.object({
          setpriv: z.boolean(),
          prlimit: z.boolean(),
          nice: z.boolean(),
          bubblewrap: z.boolean().describe("Compartments see their own files and processes only"),
          privateNetwork: z.boolean().describe("Compartments without a granted host have no network at all"),
          remarks: z.array(z.string()).describe("What this machine lacks, with the command that installs it"),
        }),
      }),
      roles: ["owner", "admin"],
      readOnly: true,
      handler: () => ({
        name: "Bulkhead",
        version: parts.version,
        engine: ENGINE_VERSION,
        deno: Deno.version.deno,
        os: Deno.build.os,
        mode: parts.mode,
        publicUrl: parts.publicUrl(),
        uptimeMs: uptimeMs(),
        sandbox: { ...parts.level },
      }),
    }),
    "host.system.health": hostMethod({
      summary: "State of the host, its plugins and workflows",
      examples: [{
        params: {},
        result: { status: "ok", uptimeMs: 86_400_000, plugins: { chat: "ready" }, workflows: 2, sockets: 3 },
      }],
      params: z.object({}),
      result: z.object({
        status: z.literal("ok"),
        uptimeMs: z.int(),
        plugins: z.record(z.string(), z.string()).describe("State by plugin"),
        workflows: z.int(),
        sockets: z.int(),
      }),
      roles: ["owner", "admin", "member", "guest"],
      readOnly: true,
      handler: () => ({
        status: "ok" as const,
        uptimeMs: uptimeMs(),
        plugins: parts.plugins(),
        workflows: parts.workflows(),
        sockets: parts.sockets(),
      }),
    }),
  };
}
