import { createHash } from "node:crypto";
import { type Context, RpcError } from "@bulkhead/plugin";
import { cardOf, type LinkCard } from "../domain/link_card.ts";

const MAX_BYTES = 256 * 1024;
const MAX_REDIRECTS = 3;
const PAGE_MS = 5_000;
const KEPT_MS = 86_400_000;
/** A server that does not answer is not asked by everybody who scrolls by. */
const KEPT_FAILURE_MS = 600_000;

/**
 * What a page says of itself, fetched by this host and kept for a day; null when it says nothing or cannot be had. What a
 * compartment's network refuses (private networks, this machine) is refused at each redirect anew.
 */
export async function previewOf(ctx: Context, address: string): Promise<LinkCard | null> {
  const key = `card:${createHash("sha256").update(address).digest("hex")}`;
  const known = ctx.kv.get<LinkCard | null>(key);
  if (known !== undefined) return known;
  const card = await fetchCard(ctx, address).catch(() => null);
  ctx.kv.set(key, card, { ttlMs: card ? KEPT_MS : KEPT_FAILURE_MS });
  return card;
}

async function fetchCard(ctx: Context, address: string): Promise<LinkCard | null> {
  let url = publicUrl(address);
  const signal = AbortSignal.timeout(PAGE_MS);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await ctx.http.fetch(url, {
      redirect: "manual",
      signal,
      headers: { accept: "text/html", "user-agent": "Bulkhead link preview" },
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = publicUrl(new URL(location, url).href);
      continue;
    }
    if (!response.ok || !/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) {
      await response.body?.cancel();
      return null;
    }
    return cardOf(await headOf(response), url) ?? null;
  }
  return null;
}

/** Throws for what is no address of the public web. Names that point into private networks the sandbox refuses. */
function publicUrl(address: string): string {
  const url = new URL(address);
  const literal = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith("[");
  const bad = !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "" || literal ||
    !url.hostname.includes(".") || /\.(local|internal|localhost)$/i.test(url.hostname);
  if (bad) throw new RpcError("invalid_params", "This is no address of the public web", { path: "/url" });
  return url.href;
}

/** The begin of a page: its head is all that is looked at. */
async function headOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "", bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the rest.
    if (bytes >= MAX_BYTES || /<\/head>/i.test(text)) break;
  }
  return text;
}
