/**
 * The log's thread: stores lines, looks them up and removes old ones, away from the host's own. Words of new lines are put into
 * their index in between, so that storing never waits for it.
 */
import { comeAfterHost } from "./_behind_host.ts";
import type { LogQuery } from "./_log_query.ts";
import { LogStore } from "./_log_store.ts";
import { type PackedLines, unpackLines } from "./_records.ts";

/** What the host asks for; each is answered in its order. */
export type LogOrder =
  | { kind: "open"; path: string }
  | { kind: "append"; lines: PackedLines }
  | { kind: "query"; query: LogQuery }
  | { kind: "tree"; prefix?: string }
  | { kind: "prune"; beforeMs: number; maxBytes: number; limit: number }
  | { kind: "pruneSource"; source: string; beforeMs: number; maxBytes: number; limit: number }
  | { kind: "close" };
export type LogAnswer = { value: unknown } | { error: string };

interface Thread {
  onmessage: ((event: MessageEvent<LogOrder>) => void) | null;
  postMessage(answer: LogAnswer): void;
}

/** Lines whose words are put into the index at once. */
const SLICE = 5_000;
/** Fewer lines wait so long for others. */
const GATHER_MS = 2_000;
/** So long after a search what makes searches quicker waits: the next may follow. */
const CALM_MS = 500;
/** Slices that somebody who looks for words waits for: what was written a moment ago is to be found. */
const SLICES_FIRST = 20;

const thread = globalThis as unknown as Thread;
let store: LogStore | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The timer is one that does not wait for more lines. */
let isSoon = false;
let mergeTimer: ReturnType<typeof setTimeout> | undefined;
/** When somebody searched last, by `performance.now`. */
let searchedAt = -Infinity;

thread.onmessage = ({ data: order }) => {
  try {
    thread.postMessage({ value: carryOut(order) });
  } catch (error) {
    thread.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

function carryOut(order: LogOrder): unknown {
  if (order.kind === "open") {
    store = new LogStore(order.path);
    // Once whoever waits for the answer has it.
    setTimeout(comeAfterHost);
    indexSoon();
    mergeSoon();
    return store.last;
  }
  if (!store) throw new Error("The log is not open");
  switch (order.kind) {
    case "append":
      store.append(unpackLines(order.lines));
      return indexSoon();
    case "query":
      searchedAt = performance.now();
      for (let slices = 0; order.query.text && slices < SLICES_FIRST && store.index(SLICE);) slices++;
      return store.query(order.query);
    case "tree":
      return store.tree(order.prefix);
    case "prune":
      return store.prune(order.beforeMs, order.maxBytes, order.limit);
    case "pruneSource":
      return store.pruneSource(order.source, order, order.limit);
    case "close":
      store.close();
      store = undefined;
  }
}

/** When enough lines have gathered: one slice, then whatever the host asked for meanwhile, then the next. */
function indexSoon(): void {
  const isFull = (store?.behind() ?? 0) >= SLICE;
  if (timer && (isFull === isSoon || !isFull)) return;
  clearTimeout(timer);
  isSoon = isFull;
  timer = setTimeout(() => {
    timer = undefined;
    try {
      store?.index(SLICE);
      if (store && store.behind() > 0) indexSoon();
      mergeSoon();
    } catch { /* a full disk: it goes on with the next lines that can be stored */ }
  }, isFull ? 0 : GATHER_MS);
}

/** One step, then whatever the host asked for meanwhile, then the next. What is to be found first comes before it. */
function mergeSoon(): void {
  if (mergeTimer) return;
  const calmIn = Math.max(0, searchedAt + CALM_MS - performance.now());
  mergeTimer = setTimeout(() => {
    mergeTimer = undefined;
    if (!store || store.behind() >= SLICE) return;
    try {
      const isCalm = performance.now() - searchedAt >= CALM_MS;
      if (!isCalm || store.merge()) mergeSoon();
    } catch { /* a full disk: it goes on with the next lines that can be stored */ }
  }, calmIn);
}
