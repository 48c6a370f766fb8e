import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { isGranted, readGrant, wantsOf } from "./grants.ts";
import { time } from "./run_view.ts";
import type { Scripts } from "./scripts.ts";
import type { Script } from "./version_store.ts";

export interface GrantMethodsOptions {
  db: Database;
  scripts: Scripts;
  now(): number;
  script(name: string): Script;
  /** A version may have less than before. */
  revoked(hash: string): Promise<void>;
}

const name = z.string().min(1).max(100);
const wants = z.object({ net: z.array(z.string()), secrets: z.array(z.string()) });
const view = z.object({
  name: z.string(),
  /** `needs_grant`: its newest version waits for an owner. */
  state: z.enum(["granted", "needs_grant"]),
  /** Of the version that the answer is about: what `grants.set` takes. */
  hash: z.string().optional(),
  wanted: wants,
  granted: wants.extend({ hash: z.string(), by: z.string(), at: z.string() }).optional(),
});

/** What a workflow asks for beyond calls of plugins, and an owner's word on it. */
export function grantMethods({ db, scripts, now, script, revoked }: GrantMethodsOptions): HostMethods {
  const show = (found: Script): z.infer<typeof view> => {
    const version = found.pending ?? found.live;
    const wanted = version ? wantsOf(version.description) : { net: [], secrets: [] };
    const grant = readGrant(db, found.name);
    return {
      name: found.name,
      state: found.pending || !isGranted(wanted, grant) ? "needs_grant" : "granted",
      wanted,
      ...(version ? { hash: version.hash } : {}),
      ...(grant
        ? { granted: { net: grant.net, secrets: grant.secrets, hash: grant.hash, by: grant.by, at: time(grant.at)! } }
        : {}),
    };
  };
  return {
    "host.workflow.grants.get": hostMethod({
      summary: "The hosts and secrets that a workflow asks for, and those that it was granted",
      examples: [{
        params: { name: "triage-issue" },
        result: { name: "triage-issue", state: "granted", wanted: { net: ["api.example.com"], secrets: [] } },
      }],
      errors: ["not_found"],
      params: z.object({ name }),
      result: view,
      readOnly: true,
      handler: (params) => show(script(params.name)),
    }),
    "host.workflow.grants.set": hostMethod({
      summary: "Grants a workflow exactly the hosts and secrets that this version asks for, or takes them back",
      examples: [{
        params: { name: "triage-issue", hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
        result: { name: "triage-issue", state: "granted", wanted: { net: ["api.example.com"], secrets: [] } },
      }],
      errors: ["not_found", "conflict"],
      params: z.object({
        name,
        /** Of the version that was looked at: a grant is for what was shown. */
        hash: z.string().min(1).max(128),
        /** False takes the grant back: the version that needs it ends to be live. */
        granted: z.boolean().default(true),
      }),
      result: view,
      roles: ["owner"],
      risk: "high",
      handler: async (params, { caller }) => {
        const found = script(params.name);
        const version = found.pending ?? found.live;
        if (version?.hash !== params.hash) {
          throw new RpcError("conflict", `The version ${params.hash} of "${found.name}" is not the newest any more`, {
            path: "/hash",
            hint: "Look at host.workflow.grants.get again",
          });
        }
        const { net, secrets } = wantsOf(version.description);
        const grant = { net, secrets, hash: version.hash, by: caller.name, at: now() };
        await scripts.setGrant(found.file, params.granted ? grant : undefined);
        if (!params.granted) await revoked(version.hash);
        return show(script(params.name));
      },
    }),
  };
}
