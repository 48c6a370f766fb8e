import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { placesOf } from "../domain/snippet.ts";
import { folded, tagsOf } from "../domain/search_text.ts";
import { parseQuery, partMatch, QueryFault, type SearchQuery, type Term, wordMatch } from "../domain/search_query.ts";
import { channelById, channelByName, readableChannelIds, readableOf } from "../store/channels.ts";
import { foundBySeqs, type FoundRow, type MessageRow, messagesBySeqs, reactionKinds } from "../store/messages.ts";
import { personByHandle, personById } from "../store/people.ts";
import { saved } from "../store/personal.ts";
import {
  channelKeys,
  FURTHER,
  knownSearchKey,
  matchingParts,
  matchingWords,
  type SeqRange,
  seqsOfDays,
} from "../store/search.ts";
import { isFirst } from "../store/workspaces.ts";
import { readerIn } from "./_workspaces.ts";

/** How many matches are looked at one after another before the index is asked for the searcher's own channels only. */
const LOOK = 200;
/** Most matches that one call looks at; whoever wants more asks for the next page. */
const MAX_LOOK = 2_000;

/** Something that a message has to have, or must not: as the index says it, and as the message itself does. */
interface Tag {
  token: string;
  not: boolean;
  has(row: MessageRow): boolean;
}

/** A search that knows what it may show. */
export interface Search {
  query: SearchQuery;
  /** Of the channels that came up so far: may the searcher read them? */
  readable: Map<string, boolean>;
  range: SeqRange;
  /** What the index of words has beside words. */
  tags: Tag[];
  /** Finds nothing whatever there is: it asks for somebody or somewhere that is not there for the searcher. */
  empty: boolean;
  actor: Actor;
  workspaceId: string;
  /** What the index has of the workspace: a tag that its messages have, or must not. */
  where?: { token: string; not: boolean };
}

/** What changes after a message was sent, and so is not in the index. */
const LATER = ["reaction", "pin", "pinned", "saved", "edited", "dm"];

/** Understands a query, or throws `invalid_params` with what is wrong in it. */
export function prepareSearch(
  ctx: Context,
  actor: Actor,
  { workspaceId, text, today }: { workspaceId: string; text: string; today: string },
): Search {
  let query: SearchQuery;
  try {
    query = parseQuery(text, today);
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    throw new RpcError("invalid_params", error.message, { path: "/query", reason: "query" });
  }
  const search: Search = {
    query,
    readable: new Map(),
    range: { first: 0, last: Number.MAX_SAFE_INTEGER },
    tags: [],
    // Signs alone ask for nothing; and what has to be there and must not is nowhere, which the index would look for to the end.
    empty: Object.values(query).flat().length === 0 || contradicts(query),
    actor,
    workspaceId,
  };
  place(ctx, search);
  for (const { who, not } of query.from) tag(search, authorTag(ctx, actor, who), not);
  for (const { where, not } of query.in) tag(search, channelTag(ctx, search, where), not);
  for (const { what, not } of query.has) if (!LATER.includes(what)) tag(search, ownTag(`h${what}`), not);
  for (const { what, not } of query.is) if (!LATER.includes(what)) tag(search, ownTag(`i${what}`), not);
  if (query.firstDay !== undefined || query.lastDay !== undefined) {
    const range = seqsOfDays(ctx.db, query.firstDay ?? "", query.lastDay ?? "~");
    if (range) search.range = range;
    else search.empty = true;
  }
  return search;
}

/** Only messages of the searcher's workspace: those of all but the first have a tag that says so. */
function place(ctx: Context, search: Search): void {
  const first = isFirst(ctx.db, search.workspaceId);
  const key = first ? FURTHER : `w:${search.workspaceId}`;
  const n = knownSearchKey(ctx.db, key);
  // The channel says it of what the index of parts finds, and is asked for each match in any case.
  if (n !== undefined) search.where = { token: `w${n}`, not: first };
  else if (!first) search.empty = true;
}

function contradicts({ terms }: SearchQuery): boolean {
  const key = ({ kind, text }: Term) => `${kind} ${folded(text)}`;
  const unwanted = new Set(terms.filter(({ not }) => not).map(key));
  return terms.some((term) => !term.not && unwanted.has(key(term)));
}

/** Positions of messages that match, from the position `before` on, the newest first; whole words, or parts of words. */
export function newestHits(
  ctx: Context,
  search: Search,
  { before, limit, parts }: { before: number; limit: number; parts: boolean },
): { seqs: number[]; more: boolean; next: number } {
  const hits: number[] = [];
  let last = Math.min(before - 1, search.range.last);
  if (search.empty) return { seqs: hits, more: false, next: 0 };
  let looked = 0;
  let restrict = false;
  while (looked < MAX_LOOK && hits.length <= limit) {
    const size = restrict || looked > 0 ? Math.max(LOOK, limit) : Math.min(limit * 2 + 10, limit + LOOK);
    const inParts = partsOf(search, parts);
    const seqs = inParts.length > 0
      ? matchingParts(ctx.db, inParts.map(partMatch).join(" AND "), { first: search.range.first, last }, size)
      : matchingWords(ctx.db, wordsMatch(ctx, search, restrict), { first: search.range.first, last }, size);
    if (seqs.length === 0) break;
    looked += seqs.length;
    last = seqs.at(-1)! - 1;
    for (const seq of shownOf(ctx, search, { seqs, inText: inParts.length > 0 })) hits.push(seq);
    if (seqs.length < size) break;
    restrict ||= looked >= LOOK && hits.length < looked / 8;
  }
  const page = hits.slice(0, limit);
  const more = hits.length > limit || looked >= MAX_LOOK;
  return { seqs: page, more, next: hits.length > limit ? page.at(-1)! : last + 1 };
}

/** Those of the matches that may be shown, the newest first. `inText`: the index of parts found them, their texts say the rest. */
function shownOf(ctx: Context, search: Search, { seqs, inText }: { seqs: number[]; inText: boolean }): number[] {
  const whole = inText ? messagesBySeqs(ctx.db, seqs) : [];
  const found: FoundRow[] = inText ? whole.filter((row) => passesText(search, row)) : foundBySeqs(ctx.db, seqs);
  learnReadable(ctx, search, found.map((row) => row.channel_id));
  return found.filter((row) => passes(ctx, search, row)).map((row) => row.seq).reverse();
}

/** Who reads hundreds of channels is asked about those that a page holds, not about all. */
function learnReadable(ctx: Context, { readable, actor, workspaceId }: Search, channelIds: string[]): void {
  const unknown = new Set(channelIds.filter((id) => !readable.has(id)));
  if (unknown.size === 0) return;
  for (const id of unknown) readable.set(id, false);
  for (const id of readableOf(ctx.db, readerIn(actor, workspaceId), [...unknown])) readable.set(id, true);
}

/** The terms that are looked for in the index of parts. */
function partsOf({ query }: Search, parts: boolean): Term[] {
  return query.terms.filter((term) => !term.not && (parts || term.kind === "part") && [...term.text].length >= 3);
}

/** The match on the index of words. `restrict`: only in channels that the searcher reads. */
function wordsMatch(ctx: Context, search: Search, restrict: boolean): string {
  const { terms } = search.query;
  const wanted = terms.filter((term) => !term.not).map(wordMatch);
  for (const token of joined(search.tags.filter(({ not }) => !not))) wanted.push(`tags : ${token}`);
  if (restrict) {
    const reader = readerIn(search.actor, search.workspaceId);
    const keys = channelKeys(ctx.db, readableChannelIds(ctx.db, reader));
    // Nothing of what may be read has ever been indexed.
    wanted.push(keys.length === 0 ? "tags : none" : `tags : (${keys.map((n) => `c${n}`).join(" OR ")})`);
  }
  if (search.where && !search.where.not && !restrict) wanted.push(`tags : ${search.where.token}`);
  const match = wanted.length === 0 ? "tags : m" : wanted.join(" AND ");
  const unwanted = terms.filter((term) => term.not).map(wordMatch);
  for (const { token, not } of search.tags) if (not) unwanted.push(`tags : ${token}`);
  if (search.where?.not && !restrict) unwanted.push(`tags : ${search.where.token}`);
  return unwanted.length === 0 ? match : `(${match}) NOT (${unwanted.join(" OR ")})`;
}

/** One channel and one writer are one tag together, which few messages have. */
function joined(tags: Tag[]): string[] {
  const tokens = tags.map(({ token }) => token);
  const channel = tokens.find((token) => /^c\d+$/.test(token)), author = tokens.find((token) => /^a\d+$/.test(token));
  if (channel === undefined || author === undefined) return tokens;
  return [`${channel}${author}`, ...tokens.filter((token) => token !== channel && token !== author)];
}

/** For what the index of parts found: what the index of words would have said of the rest of the query. */
function passesText({ query, tags }: Search, row: MessageRow): boolean {
  if (tags.some(({ has, not }) => has(row) === not)) return false;
  const plain = folded(row.text);
  return query.terms.every((term) => {
    const there = term.not ? hasTerm(plain, term) : plain.includes(folded(term.text));
    return there !== term.not;
  });
}

function hasTerm(plain: string, term: Term): boolean {
  const places = placesOf(plain, [{ ...term, not: false }]);
  if (term.kind === "prefix" || term.kind === "part") return places.length > 0;
  return places.some(([, to]) => to >= plain.length || !/[\p{L}\p{N}]/u.test(plain[to]!));
}

/** What the index cannot say: whether the searcher may read it, its exact day, and what changes after it was sent. */
function passes(ctx: Context, { query, readable, actor }: Search, row: FoundRow): boolean {
  if (row.deleted_at !== null || !readable.get(row.channel_id)) return false;
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

function tag(search: Search, found: Omit<Tag, "not"> | undefined, not: boolean): void {
  if (found === undefined) search.empty ||= !not;
  else search.tags.push({ ...found, not });
}

function ownTag(token: string): Omit<Tag, "not"> {
  return {
    token,
    has: ({ text, thread_id, files }) =>
      tagsOf(text, { answer: thread_id !== null, files: JSON.parse(files ?? "[]") }).includes(token),
  };
}

function authorTag(ctx: Context, actor: Actor, who: string): Omit<Tag, "not"> | undefined {
  const id = who.toLowerCase() === "me"
    ? actor.id
    : (personByHandle(ctx.db, who.toLowerCase()) ?? personById(ctx.db, who))?.id ?? who;
  const n = knownSearchKey(ctx.db, `a:${id}`);
  return n === undefined ? undefined : { token: `a${n}`, has: (row) => row.author_id === id };
}

/** A channel that the searcher cannot see is found as little as one that is not there. */
function channelTag(ctx: Context, search: Search, where: string): Omit<Tag, "not"> | undefined {
  const { actor, workspaceId: workspace } = search;
  const name = where.replace(/^#/, "").toLowerCase();
  const person = where.startsWith("@") ? personByHandle(ctx.db, where.slice(1).toLowerCase()) : undefined;
  const channel = person
    ? channelByName(ctx.db, workspace, directName([actor.id, person.id]))
    : channelByName(ctx.db, workspace, name) ?? channelById(ctx.db, where);
  if (!channel) return undefined;
  learnReadable(ctx, search, [channel.id]);
  if (!search.readable.get(channel.id)) return undefined;
  const n = knownSearchKey(ctx.db, `c:${channel.id}`);
  return n === undefined ? undefined : { token: `c${n}`, has: (row) => row.channel_id === channel.id };
}

/** The name of the direct conversation of exactly these people; no channel can have it. */
export function directName(userIds: string[]): string {
  return `dm:${[...new Set(userIds)].sort().join(",")}`;
}
