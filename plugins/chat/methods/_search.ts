import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, seesPublicChannels } from "../domain/actor.ts";
import { parseQuery, partMatch, QueryFault, type SearchQuery, type Term, wordMatch } from "../domain/search_query.ts";
import { channelByName, readableChannelIds } from "../store/channels.ts";
import { type MessageRow, messagesBySeqs, reactionKinds } from "../store/messages.ts";
import { channelById } from "../store/channels.ts";
import { personByHandle, personById } from "../store/people.ts";
import { saved } from "../store/personal.ts";
import {
  channelKeys,
  knownSearchKey,
  matchingParts,
  matchingWords,
  type SeqRange,
  seqsOfDays,
} from "../store/search.ts";
import { defaultWorkspace } from "../store/workspaces.ts";

/** How many matches are looked at one after another before the index is asked for the searcher's own channels only. */
const LOOK = 200;
/** Most matches that one call looks at. */
const MAX_LOOK = 4_000;

/** A search that knows what it may show. */
export interface Search {
  query: SearchQuery;
  readable: Set<string>;
  range: SeqRange;
  /** Matches on tags, `""` for none. */
  tags: string[];
  notTags: string[];
  /** Finds nothing whatever there is: it asks for somebody or somewhere that is not there for the searcher. */
  empty: boolean;
  actor: Actor;
}

/** Understands a query, or throws `invalid_params` with what is wrong in it. */
export function prepareSearch(ctx: Context, actor: Actor, text: string, today: string): Search {
  let query: SearchQuery;
  try {
    query = parseQuery(text, today);
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    throw new RpcError("invalid_params", error.message, { path: "/query", reason: "query" });
  }
  const readable = new Set(readableChannelIds(ctx.db, actor.id, seesPublicChannels(actor.role)));
  const search: Search = {
    query,
    readable,
    range: { first: 0, last: Number.MAX_SAFE_INTEGER },
    tags: [],
    notTags: [],
    empty: false,
    actor,
  };
  for (const { who, not } of query.from) tag(search, authorTag(ctx, actor, who), not);
  for (const { where, not } of query.in) tag(search, channelTag(ctx, search, where), not);
  for (const { what, not } of query.has) {
    if (!["reaction", "pin"].includes(what)) tag(search, `h${what}`, not);
  }
  for (const { what, not } of query.is) if (what === "thread") tag(search, "ithread", not);
  if (query.firstDay !== undefined || query.lastDay !== undefined) {
    const range = seqsOfDays(ctx.db, query.firstDay ?? "", query.lastDay ?? "~");
    if (range) search.range = range;
    else search.empty = true;
  }
  return search;
}

/** Messages that match, from the position `before` on, the newest first; whole words, or parts of words. */
export function newestHits(
  ctx: Context,
  search: Search,
  { before, limit, parts }: { before: number; limit: number; parts: boolean },
): { rows: MessageRow[]; more: boolean; next: number } {
  const rows: MessageRow[] = [];
  let last = Math.min(before - 1, search.range.last);
  if (search.empty) return { rows, more: false, next: 0 };
  let looked = 0;
  let restrict = false;
  while (looked < MAX_LOOK && rows.length <= limit) {
    const size = restrict || looked > 0 ? LOOK : Math.min(LOOK, limit * 2 + 10);
    const seqs = matches(ctx, search, { first: search.range.first, last }, { size, parts, restrict });
    if (seqs.length === 0) break;
    looked += seqs.length;
    last = seqs.at(-1)! - 1;
    const found = messagesBySeqs(ctx.db, seqs).reverse();
    rows.push(...found.filter((row) => passes(ctx, search, row)));
    if (seqs.length < size) break;
    restrict ||= looked >= LOOK;
  }
  const page = rows.slice(0, limit);
  const more = rows.length > limit || looked >= MAX_LOOK;
  return { rows: page, more, next: rows.length > limit ? page.at(-1)!.seq : last + 1 };
}

function matches(
  ctx: Context,
  search: Search,
  range: SeqRange,
  { size, parts, restrict }: { size: number; parts: boolean; restrict: boolean },
): number[] {
  const tags = tagMatch(ctx, search, restrict);
  const { terms } = search.query;
  const inParts = terms.filter((term) => !term.not && (parts || term.kind === "part") && longEnough(term));
  if (inParts.length === 0) {
    const wanted = terms.filter((term) => !term.not).map(wordMatch);
    return matchingWords(ctx.db, without([...wanted, tags].join(" AND "), search), range, size);
  }
  const words = terms.filter((term) => !term.not && !inParts.includes(term)).map(wordMatch);
  const plain = words.length === 0 && tags === EVERY && search.notTags.length === 0 && !terms.some((term) => term.not);
  return matchingParts(
    ctx.db,
    { match: inParts.map(partMatch).join(" AND "), tags: plain ? "" : without([...words, tags].join(" AND "), search) },
    range,
    size,
  );
}

const EVERY = "tags : m";

function tagMatch(ctx: Context, search: Search, restrict: boolean): string {
  const tags = search.tags.map((each) => `tags : ${each}`);
  if (restrict) {
    const keys = channelKeys(ctx.db, [...search.readable]);
    // Nothing of what may be read has ever been indexed.
    tags.push(keys.length === 0 ? "tags : none" : `tags : (${keys.map((n) => `c${n}`).join(" OR ")})`);
  }
  if (tags.length === 0 && !search.query.terms.some((term) => !term.not && term.kind !== "part")) return EVERY;
  return tags.length === 0 ? EVERY : tags.join(" AND ");
}

function without(match: string, { query, notTags }: Search): string {
  const not = [...query.terms.filter((term) => term.not).map(wordMatch), ...notTags.map((each) => `tags : ${each}`)];
  return not.length === 0 ? match : `(${match}) NOT (${not.join(" OR ")})`;
}

/** What the index cannot say: whether the searcher may read it, its exact day, and what changes after it was sent. */
function passes(ctx: Context, { query, readable, actor }: Search, row: MessageRow): boolean {
  if (row.deleted_at !== null || !readable.has(row.channel_id)) return false;
  const day = row.created_at.slice(0, 10);
  if (query.firstDay !== undefined && day < query.firstDay) return false;
  if (query.lastDay !== undefined && day > query.lastDay) return false;
  for (const { what, not } of query.has) {
    if (what === "reaction" && (reactionKinds(ctx.db, row.id) > 0) === not) return false;
    if (what === "pin" && (row.pinned_at !== null) === not) return false;
  }
  for (const { what, not } of query.is) {
    if (what === "pinned" && (row.pinned_at !== null) === not) return false;
    if (what === "edited" && (row.edited_at !== null) === not) return false;
    if (what === "saved" && (saved(ctx.db, actor.id, row.id) !== undefined) === not) return false;
    if (what === "dm" && (channelById(ctx.db, row.channel_id)!.kind !== "channel") === not) return false;
  }
  return true;
}

function longEnough({ text }: Term): boolean {
  return [...text].length >= 3;
}

function tag(search: Search, found: string | undefined, not: boolean): void {
  if (found === undefined) search.empty ||= !not;
  else if (not) search.notTags.push(found);
  else search.tags.push(found);
}

function authorTag(ctx: Context, actor: Actor, who: string): string | undefined {
  const id = who.toLowerCase() === "me"
    ? actor.id
    : (personByHandle(ctx.db, who.toLowerCase()) ?? personById(ctx.db, who))?.id ?? who;
  const n = knownSearchKey(ctx.db, `a:${id}`);
  return n === undefined ? undefined : `a${n}`;
}

/** A channel that the searcher cannot see is found as little as one that is not there. */
function channelTag(ctx: Context, { readable, actor }: Search, where: string): string | undefined {
  const workspace = defaultWorkspace(ctx.db).id;
  const name = where.replace(/^#/, "").toLowerCase();
  const person = where.startsWith("@") ? personByHandle(ctx.db, where.slice(1).toLowerCase()) : undefined;
  const channel = person
    ? channelByName(ctx.db, workspace, directName([actor.id, person.id]))
    : channelByName(ctx.db, workspace, name) ?? channelById(ctx.db, where);
  if (!channel || !readable.has(channel.id)) return undefined;
  const n = knownSearchKey(ctx.db, `c:${channel.id}`);
  return n === undefined ? undefined : `c${n}`;
}

/** The name of the direct conversation of exactly these people; no channel can have it. */
export function directName(userIds: string[]): string {
  return `dm:${[...new Set(userIds)].sort().join(",")}`;
}
