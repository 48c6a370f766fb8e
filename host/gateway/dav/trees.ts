import type { z } from "zod";
import type { Logger } from "../../observe/ports.ts";
import type { CallRequest, Router } from "../../rpc/ports.ts";
import {
  DAV_LIST,
  DAV_READ,
  type DavEntry,
  DavListResult,
  type DavReadResult,
  DavReadResult as ReadResult,
} from "../../sdk/channel/dav_shapes.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Visit } from "../visit.ts";
import type { Who } from "../who.ts";
import { isName } from "./path.ts";

const PREFIX = /^[a-z][a-z0-9-]{1,39}$/;

/** One page of a folder. */
export interface Listed {
  self: DavEntry;
  items: DavEntry[];
  nextCursor?: string;
}

/**
 * What one caller sees of the trees that plugins offer. Any prefix with the methods `dav.list` and `dav.read` is one; both
 * are called as that caller, so roles, the scope of a token and the plugin itself decide what is there.
 */
export class Trees {
  constructor(
    private readonly router: Router,
    private readonly who: Who,
    private readonly visit: Visit,
    private readonly logger: Logger,
  ) {}

  /** Throws `not_found` for what is not there for this caller. `depth` 0: the entry alone. */
  async list(names: string[], depth: 0 | 1, cursor?: string): Promise<Listed> {
    const [prefix, ...path] = names;
    if (prefix === undefined) return { self: { kind: "folder", name: "dav" }, items: depth === 0 ? [] : this.#roots() };
    const params = { path, depth, ...(cursor === undefined ? {} : { cursor }) };
    const listed = await this.#ask(prefix, DAV_LIST, params, DavListResult);
    const self: DavEntry = { ...listed.self, name: names.at(-1)! };
    const items = depth === 0 ? [] : listed.items.filter(({ name }) => isName(name));
    if (depth === 1 && items.length < listed.items.length) {
      this.logger.warn(`"${prefix}" lists names that no client could ask for: they are left out`, {
        count: listed.items.length - items.length,
      });
    }
    return { self, items, ...(listed.nextCursor === undefined ? {} : { nextCursor: listed.nextCursor }) };
  }

  async read([prefix, ...path]: string[], cursor?: string): Promise<DavReadResult> {
    const params = { path, ...(cursor === undefined ? {} : { cursor }) };
    return await this.#ask(prefix!, DAV_READ, params, ReadResult);
  }

  #roots(): DavEntry[] {
    const names = new Set(this.router.visible(this.who.caller).map(({ name }) => name));
    return [...names].filter((name) => name.endsWith(`.${DAV_LIST}`)).map((name) => name.slice(0, -DAV_LIST.length - 1))
      .filter((prefix) => PREFIX.test(prefix) && names.has(`${prefix}.${DAV_READ}`))
      .map((name) => ({ kind: "folder", name }));
  }

  async #ask<T extends z.ZodType>(
    prefix: string,
    method: string,
    params: Record<string, unknown>,
    shape: T,
  ): Promise<z.output<T>> {
    if (!PREFIX.test(prefix)) throw new RpcError("not_found", "There is no such folder");
    const { caller, proof, tokenId } = this.who;
    const call: CallRequest = {
      method: `${prefix}.${method}`,
      params,
      caller,
      transport: this.visit.transport,
      // A client opens a folder by many requests: a token counts here as a person does, and apart from its calls.
      rate: { class: "person", key: proof === "token" ? `dav ${tokenId ?? caller.id}` : `dav ${caller.id}` },
      signal: this.visit.request.signal,
      ...(this.visit.traceparent === undefined ? {} : { traceparent: this.visit.traceparent }),
    };
    let result: unknown;
    try {
      result = await this.router.call(call);
    } catch (error) {
      if (error instanceof RpcError && error.kind === "method_not_found") {
        throw new RpcError("not_found", `"${prefix}" offers no files`);
      }
      throw error;
    }
    const parsed = shape.safeParse(result);
    if (parsed.success) return parsed.data;
    this.logger.error(`"${prefix}.${method}" answered what is no ${method === DAV_LIST ? "list" : "file"}`, {
      fault: parsed.error.issues[0]?.message,
      path: parsed.error.issues[0]?.path.join("/"),
    });
    throw new RpcError(
      "internal",
      `"${prefix}" answered something that is no ${method === DAV_LIST ? "list" : "file"}`,
    );
  }
}
