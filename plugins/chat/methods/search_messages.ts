import { type Context, method } from "@bulkhead/plugin";
import { z } from "zod";
import { HIT } from "../domain/examples.ts";
import type { Actor } from "../domain/actor.ts";
import { Message } from "../domain/message.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { snippet } from "../domain/snippet.ts";
import { type MessageRow, messagesBySeqs } from "../store/messages.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { byRelevance } from "./_relevance.ts";
import { EVERYBODY } from "./_roles.ts";
import { newestHits, prepareSearch, type Search } from "./_search.ts";
import { catchUp } from "./_search_index.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** Relevance looks at this many of the newest matches: what a common word finds beyond is old and would take seconds. */
const CANDIDATES = 500;

export const SearchHit = z.object({
  message: Message,
  snippet: z.string().describe("Plain text around the first match: escape it"),
  highlights: z.array(z.tuple([z.int(), z.int()])).describe("Begin and end of each match, in UTF-16 units of snippet"),
});

/** What is looked for. */
export const searchParams = z.object({
  query: z.string().trim().min(1, "A search needs something to look for").max(500).describe(
    'Words, "a phrase", begin*, *part*, -without, from:@name or from:me, in:#channel or in:@name, before: after: on: with ' +
      "2026-11-20, 2026-11, today or yesterday, has:link|code|file|image|reaction|pin, is:thread|saved|pinned|edited|dm",
  ),
  sort: z.enum(["newest", "relevance"]).default("newest"),
  workspaceId: WorkspaceId,
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(40).regex(/^([wp]\d{1,16}|r\d{1,6})$/).optional().describe("nextCursor of the page before"),
  today: z.iso.date().optional().describe("The searcher's day, for today and yesterday; default: in UTC"),
});

/** `chat.search.messages` */
export const searchMessages = method({
  summary: "Searches messages",
  description:
    "In what the caller can read, deleted messages left out. All words have to be there. Where whole words find " +
    "nothing, parts of words are looked for. Relevance looks at the newest five hundred matches.",
  examples: [{
    params: { query: 'deploy "blue green" from:@bob after:2026-11 -draft' },
    result: { items: [HIT], parts: false, indexing: false },
  }],
  errors: ["invalid_params"],
  roles: EVERYBODY,
  readOnly: true,
  params: searchParams,
  result: z.object({
    items: z.array(SearchHit),
    nextCursor: z.string().optional(),
    parts: z.boolean().describe("No whole word matched: these are parts of words"),
    indexing: z.boolean().describe("After an import: not everything can be found yet"),
  }),
  handler: (given, ctx) => searchFor(ctx, enter(ctx), given),
});

/** What `chat.search.messages` answers. */
export function searchFor(ctx: Context, actor: Actor, given: z.output<typeof searchParams>) {
  const indexing = !catchUp(ctx);
  const search = prepareSearch(ctx, actor, {
    workspaceId: workspaceIdOf(ctx, actor, given.workspaceId),
    text: given.query,
    today: given.today ?? new Date().toISOString().slice(0, 10),
  });
  const { rows, nextCursor, parts } = given.sort === "newest" ? newest(ctx, search, given) : best(ctx, search, given);
  const items = presentAll(ctx, rows).map((message) => {
    const { text, highlights } = snippet(message.text, search.query.terms);
    return { message, snippet: text, highlights };
  });
  return { items, parts, indexing, ...(nextCursor === undefined ? {} : { nextCursor }) };
}

interface Page {
  rows: MessageRow[];
  nextCursor?: string;
  parts: boolean;
}

function newest(ctx: Context, search: Search, { cursor, limit }: z.output<typeof searchParams>): Page {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor.slice(1));
  let parts = cursor?.[0] === "p";
  let found = newestHits(ctx, search, { before, limit, parts });
  if (cursor === undefined && found.seqs.length === 0 && !found.more && hasParts(search)) {
    parts = true;
    found = newestHits(ctx, search, { before, limit, parts });
  }
  return {
    rows: messagesBySeqs(ctx.db, found.seqs).reverse(),
    parts,
    ...(found.more ? { nextCursor: `${parts ? "p" : "w"}${found.next}` } : {}),
  };
}

function best(ctx: Context, search: Search, { cursor, limit }: z.output<typeof searchParams>): Page {
  const from = cursor === undefined ? 0 : Number(cursor.slice(1));
  const page = { before: Number.MAX_SAFE_INTEGER, limit: CANDIDATES };
  let parts = false;
  let found = newestHits(ctx, search, { ...page, parts });
  if (found.seqs.length === 0 && !found.more && hasParts(search)) {
    parts = true;
    found = newestHits(ctx, search, { ...page, parts });
  }
  const rows = byRelevance(messagesBySeqs(ctx.db, found.seqs), search.query.terms, Date.now());
  const next = from + limit;
  return { rows: rows.slice(from, next), parts, ...(next < rows.length ? { nextCursor: `r${next}` } : {}) };
}

/**
 * Each of the words has to be long enough for the index of parts, and nothing else asked for: what that index cannot say would be
 * looked for message by message. With stars around it a part is looked for in any case.
 */
function hasParts({ query, empty, tags }: Search): boolean {
  const wanted = query.terms.filter((term) => !term.not);
  return !empty && tags.length === 0 && wanted.length > 0 &&
    wanted.every((term) => term.kind !== "phrase" && [...term.text].length >= 3);
}
