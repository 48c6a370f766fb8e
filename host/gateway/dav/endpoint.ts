import type { Logger } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { GatewayParts } from "../parts.ts";
import { errorResponse, refusal } from "../responses.ts";
import type { Visit } from "../visit.ts";
import type { IdentifyOptions } from "../who.ts";
import { serveContent } from "./content.ts";
import { namesOf } from "./path.ts";
import { servePropfind } from "./propfind.ts";
import { Trees } from "./trees.ts";
import { whoMounts } from "./who_mounts.ts";

const ALLOW = "OPTIONS, GET, HEAD, PROPFIND";

/** Seconds after which a client should try again while a plugin is off. */
const RETRY_AFTER_S = 30;

export interface DavEndpointOptions {
  parts: Pick<GatewayParts, "router" | "files" | "attempts" | "providerOf">;
  identify: IdentifyOptions;
  logger: Logger;
}

/** `/dav/…`: WebDAV class 1 (RFC 4918), as much of it as reading needs. */
export class DavEndpoint {
  constructor(private readonly options: DavEndpointOptions) {}

  /** Answers one request; rejects with what is no RpcError only. */
  async serve(visit: Visit): Promise<Response> {
    const { method } = visit.request;
    try {
      if (method === "OPTIONS") {
        return new Response(null, { status: 200, headers: { dav: "1", allow: ALLOW, "ms-author-via": "DAV" } });
      }
      const reads = method === "GET" || method === "HEAD" || method === "PROPFIND";
      if (!reads) {
        await visit.request.body?.cancel();
        return refusal(405, `${method.slice(0, 20)} changes something, and what is below /dav/ is for reading only`, {
          allow: ALLOW,
        });
      }
      const { parts, identify, logger } = this.options;
      const who = await whoMounts(visit, { identify, ...(parts.attempts ? { attempts: parts.attempts } : {}) });
      const trees = new Trees(parts.router, who, visit, logger);
      const names = namesOf(visit.path);
      if (method === "PROPFIND") return await servePropfind(visit, names, trees);
      return await serveContent(visit, names, { trees, who, parts });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return errorResponse(error, headersOf(error));
    }
  }
}

function headersOf(error: RpcError): Record<string, string> {
  if (error.kind === "unauthenticated") return { "www-authenticate": 'Basic realm="Bulkhead", charset="UTF-8"' };
  if (error.kind === "plugin_unavailable" && error.data.retryAfterMs === undefined) {
    return { "retry-after": String(RETRY_AFTER_S) };
  }
  return {};
}
