import { RpcError } from "../../sdk/errors.ts";
import { readBody } from "../body.ts";
import type { Visit } from "../visit.ts";
import { MULTISTATUS_BEGIN, MULTISTATUS_END, responseOf } from "./multistatus.ts";
import type { Listed, Trees } from "./trees.ts";
import { type Wanted, wantedBy } from "./wanted.ts";

const MAX_BODY_BYTES = 64 * 1024;

const XML = { "content-type": "application/xml; charset=utf-8", "cache-control": "private, no-cache", dav: "1" };

/** The precondition of RFC 4918 §9.1 by which a client learns that it must go folder by folder. */
const FINITE = '<?xml version="1.0" encoding="utf-8"?>\n' +
  '<D:error xmlns:D="DAV:"><D:propfind-finite-depth/></D:error>\n';

/** `PROPFIND`: what there is at a path, and with depth 1 what is in it. */
export async function servePropfind(visit: Visit, names: string[], trees: Trees): Promise<Response> {
  const body = await readBody(visit.request, MAX_BODY_BYTES);
  const depth = visit.request.headers.get("depth")?.trim().toLowerCase() ?? "infinity";
  if (depth === "infinity") return new Response(FINITE, { status: 403, headers: XML });
  if (depth !== "0" && depth !== "1") {
    throw new RpcError("invalid_request", `Depth "${depth.slice(0, 20)}" is not valid: expected 0 or 1`);
  }
  const wanted = wantedBy(body);
  // Errors have a status of their own only as long as nothing was sent.
  const first = await trees.list(names, depth === "0" ? 0 : 1);
  const pages = written(names, { first, wanted, trees, more: depth === "1" });
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pages.return();
    },
  });
  return new Response(stream, { status: 207, headers: XML });
}

/** Page by page, as fast as the client takes it. */
async function* written(
  names: string[],
  { first, wanted, trees, more }: { first: Listed; wanted: Wanted; trees: Trees; more: boolean },
): AsyncGenerator<string, void> {
  yield MULTISTATUS_BEGIN + responseOf({ names, entry: first.self }, wanted);
  for (let page: Listed | undefined = first; page;) {
    const text = page.items.map((entry) => responseOf({ names: [...names, entry.name], entry }, wanted)).join("");
    if (text !== "") yield text;
    const cursor: string | undefined = page.nextCursor;
    page = more && cursor !== undefined ? await trees.list(names, 1, cursor) : undefined;
  }
  yield MULTISTATUS_END;
}
