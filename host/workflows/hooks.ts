import type { HookTarget } from "../gateway/ports.ts";
import type { TransactionalLog } from "../bus/ports.ts";
import type { Logger } from "../observe/ports.ts";
import type { HookParams, HookResult } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { encode } from "../sdk/workflow/codec.ts";
import type { HookRecord } from "../sdk/workflow/hook_request.ts";
import type { Writer } from "../storage/ports.ts";
import { type Verified, verifyHook } from "./hook_signature.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun, type RunCause } from "./new_run.ts";
import type { WorkflowHost } from "./ports.ts";
import type { Version } from "./version_store.ts";

export interface HooksOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  host: Pick<WorkflowHost, "secret">;
  logger: Logger;
  now(): number;
  /** All live versions. */
  live(): Version[];
  created(name: string, created: Created): void;
}

/** The body is kept in the run, which is no store for files. */
const MAX_BODY_BYTES = 1024 * 1024;
const METHODS = ["POST", "PUT", "PATCH"];

/** Makes runs of requests to `/hooks/workflow/<path>`. The sender is told that it was taken when the run is on disk. */
export class Hooks implements HookTarget {
  constructor(private readonly options: HooksOptions) {}

  async deliver(_target: string, request: HookParams): Promise<HookResult> {
    const { writer, log, now } = this.options;
    const path = request.path.replace(/(?<!\/)\/+$/, "");
    const found = this.#find(path);
    if (!found) throw new RpcError("not_found", `No workflow has the hook "${path}"`);
    const { version, index, secret } = found;
    if (!METHODS.includes(request.method)) return { status: 405, headers: { allow: METHODS.join(", ") } };
    const body = Uint8Array.fromBase64(request.bodyBase64);
    if (body.byteLength > MAX_BODY_BYTES) {
      throw new RpcError("too_large", `The body has ${body.byteLength} bytes: at most ${MAX_BODY_BYTES} are taken`);
    }
    const { delivery } = secret === undefined ? {} : this.#verified(secret, version.name, { request, body });
    const { method, query, headers } = request;
    const record: HookRecord = { method, path, query, headers, raw: textOf(body) ?? body };
    const cause: RunCause = {
      triggerKind: "hook",
      candidates: [index],
      input: encode(record),
      detail: path,
      since: log.head(),
      idem: delivery === undefined ? undefined : `hook:${path}:${delivery}`,
    };
    const created = nothingCreated();
    const runId = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
    this.options.created(version.name, created);
    return { status: 202, body: { runId } };
  }

  #find(path: string): { version: Version; index: number; secret?: string } | undefined {
    for (const version of this.options.live()) {
      for (const [index, trigger] of version.description.triggers.entries()) {
        if (trigger.kind === "hook" && trigger.path === path) return { version, index, secret: trigger.secret };
      }
    }
    return undefined;
  }

  #verified(name: string, workflow: string, { request, body }: { request: HookParams; body: Uint8Array }): Verified {
    const secret = this.options.host.secret(name);
    if (secret === undefined || secret === "") {
      this.options.logger.warn(
        `The hook "${request.path}" of "${workflow}" refuses all: the secret ${name} is not set`,
      );
      throw new RpcError("plugin_unavailable", "This hook is not set up");
    }
    const verified = verifyHook(secret, { headers: request.headers, body, now: this.options.now() });
    if (verified) return verified;
    throw new RpcError("unauthenticated", "The request has no valid signature", {
      hint: "Sign it as Standard Webhooks or GitHub do, with the secret that the workflow names",
    });
  }
}

/** The bytes as text; undefined when they are none. */
function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
