import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { STEPS, UpgradeError, type Work } from "./ports.ts";
import { type Upgrades } from "./upgrades.ts";

const Kind = z.enum(["upgrade", "rollback"]);
const Obstacle = z.object({ reason: z.string(), message: z.string(), hint: z.string().optional() });
const Started = z.object({ id: z.string(), from: z.string(), to: z.string() });
const EXAMPLE_ID = "5f0c2a7e-3a9c-4c76-9a44-6f6d0f1c8a51";

/** What every signed-in person may know: that the host is about to change, and how far it is. */
const View = z.object({
  version: z.string().describe("Of this host"),
  work: z.object({
    id: z.string(),
    kind: Kind,
    from: z.string(),
    to: z.string(),
    step: z.enum(STEPS),
    startedAt: z.string(),
    done: z.number().optional().describe("Bytes of this step"),
    total: z.number().optional(),
  }).optional(),
  outcome: z.object({
    id: z.string(),
    kind: Kind,
    from: z.string(),
    to: z.string(),
    ok: z.boolean(),
    at: z.string(),
    step: z.enum(STEPS).optional().describe("Where it failed"),
    message: z.string().optional().describe("Why; for owners and admins"),
    backup: z.string().optional().describe("Made before it began; for owners and admins"),
  }).optional(),
});
export type UpgradeView = z.infer<typeof View>;

/** What is pushed and answered of the state; `all` for those who run the place. */
export function upgradeView(upgrades: Upgrades, options: { all: boolean }): UpgradeView {
  const { work, outcome } = upgrades.state;
  const { message, backup, ...known } = outcome ?? {};
  const told = { ...(message === undefined ? {} : { message }), ...(backup === undefined ? {} : { backup }) };
  return {
    version: upgrades.version,
    ...(work ? { work: workView(work, upgrades) } : {}),
    ...(outcome ? { outcome: { ...known, ...(options.all ? told : {}) } as UpgradeView["outcome"] } : {}),
  };
}

function workView({ id, kind, from, to, step, startedAt }: Work, { progress }: Upgrades) {
  return { id, kind, from: from.version, to: to.version, step, startedAt, ...progress };
}

/** `host.system.upgrade.*`. */
export function upgradeMethods(upgrades: Upgrades): HostMethods {
  return {
    "host.system.upgrade.check": hostMethod({
      summary: "Reads the signed list of releases from the configured source, and says which of them can be gone to",
      examples: [{
        params: {},
        result: {
          version: "1.3.0",
          source: "https://releases.example.com/bulkhead",
          key: "8d1f0c4be2a95d3a6f7c1e2b4a5d6c7e",
          expires: "2026-06-01T00:00:00.000Z",
          newest: "1.4.0",
          items: [{
            version: "1.4.0",
            published: "2026-03-01T09:00:00.000Z",
            size: 2_481_152,
            from: "1.0.0",
            deno: "~2.9.6",
            notes: "Faster searches.",
            possible: true,
          }],
        },
      }],
      errors: ["precondition_failed", "not_found"],
      params: z.strictObject({}),
      result: z.object({
        version: z.string().describe("Of this host"),
        source: z.string(),
        key: z.string().describe("Fingerprint of the key that signed the list"),
        expires: z.string(),
        newest: z.string().optional().describe("Newest version that can be gone to from here"),
        items: z.array(z.object({
          version: z.string(),
          published: z.string(),
          size: z.number().describe("Bytes"),
          from: z.string().describe("Oldest version from which one may go to it"),
          deno: z.string(),
          notes: z.string(),
          possible: z.boolean(),
          obstacle: Obstacle.optional(),
        })),
      }),
      roles: ["owner"],
      risk: "high",
      readOnly: true,
      handler: () =>
        told(async () => {
          const { source, index, key, releases } = await upgrades.look();
          const newest = releases.find(({ obstacle }) => !obstacle)?.version;
          return {
            ...{ version: upgrades.version, source, key, expires: index.expires },
            ...(newest === undefined ? {} : { newest }),
            items: releases.map(({ version, published, size, from, deno, notes, obstacle }) => ({
              ...{ version, published, size, from, deno, notes, possible: !obstacle },
              ...(obstacle ? { obstacle: obstacleView(obstacle) } : {}),
            })),
          };
        }),
    }),

    "host.system.upgrade.start": hostMethod({
      summary: "Begins to go to a newer version of the host; answers at once",
      description:
        "A backup is made, the release fetched, its signature and hash checked, its libraries installed, and it is tried on " +
        "a copy of the data, all while the host works. Then the host stops for some seconds and starts as the new version. If " +
        "that does not serve in time, or ends by itself soon after, the version before goes on with its data as it was. " +
        "host.system.upgrade.status and the message host.upgrade.changed say how far it is.",
      examples: [
        { params: {}, result: { id: EXAMPLE_ID, from: "1.3.0", to: "1.4.0" } },
        { params: { to: "1.4.0" }, result: { id: EXAMPLE_ID, from: "1.3.0", to: "1.4.0" } },
      ],
      errors: ["precondition_failed", "not_found", "conflict"],
      params: z.strictObject({
        to: z.string().min(1).max(60).optional().describe("Default: the newest version that can be gone to"),
      }),
      result: Started,
      roles: ["owner"],
      risk: "high",
      mcp: false,
      handler: ({ to }) => told(async () => started(await upgrades.begin(to))),
    }),

    "host.system.upgrade.status": hostMethod({
      summary: "Which version runs, how far an upgrade is, and how the last one ended",
      examples: [{
        params: {},
        result: {
          version: "1.3.0",
          configured: true,
          canGoBack: false,
          work: {
            id: EXAMPLE_ID,
            kind: "upgrade",
            from: "1.3.0",
            to: "1.4.0",
            step: "fetch",
            startedAt: "2026-03-01T09:00:00.000Z",
            done: 1_048_576,
            total: 2_481_152,
          },
        },
      }],
      params: z.strictObject({}),
      result: View.extend({
        configured: z.boolean().describe("Is there a source?"),
        canGoBack: z.boolean().describe("Is the version before there, with its data?"),
        previous: z.string().optional().describe("The version before"),
      }),
      roles: ["owner", "admin", "member", "guest"],
      readOnly: true,
      handler: (_, { caller }) => {
        const all = caller.role === "owner" || caller.role === "admin";
        const { previous } = upgrades.state;
        return {
          ...upgradeView(upgrades, { all }),
          configured: upgrades.configured,
          canGoBack: upgrades.canGoBack,
          ...(previous ? { previous: previous.version } : {}),
        };
      },
    }),

    "host.system.upgrade.rollback": hostMethod({
      summary: "Goes back to the version before the last upgrade, with the data of that moment; answers at once",
      description:
        "What came since is not in that data: a backup of it is made first, which can be restored into an empty folder.",
      examples: [{ params: {}, result: { id: EXAMPLE_ID, from: "1.4.0", to: "1.3.0" } }],
      errors: ["precondition_failed", "not_found", "conflict"],
      params: z.strictObject({}),
      result: Started,
      roles: ["owner"],
      risk: "high",
      mcp: false,
      handler: () => told(() => started(upgrades.goBack())),
    }),
  };
}

function started({ id, from, to }: Work) {
  return { id, from: from.version, to: to.version };
}

function obstacleView({ fault, message, hint }: UpgradeError) {
  return { reason: fault, message, ...(hint === undefined ? {} : { hint }) };
}

/** Faults of upgrades as errors of calls. */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UpgradeError)) throw error;
    const { fault, message, hint } = error;
    const kind = fault === "not_found" ? "not_found" : fault === "busy" ? "conflict" : "precondition_failed";
    throw new RpcError(kind, message, {
      ...(kind === "precondition_failed" ? { reason: fault } : {}),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
