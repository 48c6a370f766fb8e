import { z } from "zod";
import type { Clock } from "../../observe/ports.ts";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { compilePatterns } from "../patterns.ts";
import type { EventLog, SearchOptions } from "../ports.ts";
import { busEvent, EVERYBODY, filters, position, type Sees } from "./shapes.ts";
import { SAMPLE_EVENT } from "./samples.ts";

export interface TailMethodsOptions {
  log: EventLog;
  sees: Sees;
  clock: Clock;
}

/** An answer is held back at most this long, and what comes right after the first event comes with it. */
const MAX_WAIT_MS = 25_000;
const COLLECT_MS = 250;
/** Events of one answer. */
const MAX_ITEMS = 200;

/** Following the log: `host.event.tail`. */
export function tailMethods({ log, sees, clock }: TailMethodsOptions): HostMethods {
  return {
    "host.event.tail": hostMethod({
      summary:
        "Events after a position that the caller may see, oldest first; waits for the first when there is none yet",
      examples: [{
        params: { types: ["polls.**"], waitMs: 20000 },
        result: { items: [SAMPLE_EVENT], position: 4711, skipped: false },
      }],
      readOnly: true,
      roles: EVERYBODY,
      params: z.strictObject({
        ...filters,
        since: position.optional().describe("Position of the call before; default: from now on"),
        waitMs: z.number().int().min(0).max(MAX_WAIT_MS).default(20_000),
      }),
      result: z.object({
        items: z.array(busEvent),
        position: z.number().int().describe("since of the next call"),
        skipped: z.boolean().describe("More came than one answer holds: these are the newest"),
      }),
      async handler({ since = log.head(), waitMs, types = ["**"], ...rest }, call) {
        const wanted = { ...rest, types, limit: MAX_ITEMS };
        const until = clock.now() + waitMs;
        for (let from = since;;) {
          const head = log.head();
          const found = await newest({ ...wanted, before: head + 1 }, from, call);
          if (found.items.length > 0) return { ...found, position: head };
          from = head;
          const leftMs = until - clock.now();
          if (leftMs <= 0 || call.signal?.aborted || !await next(wanted, { leftMs, call })) {
            return { items: [], position: from, skipped: false };
          }
        }
      },
    }),
  };

  /** The newest that fit after a position. */
  async function newest(wanted: SearchOptions, since: number, call: CallRequest) {
    const { events, reached } = await log.search({ ...wanted, since, reverse: true });
    return { items: events.filter((event) => sees(event, call)).reverse(), skipped: reached !== undefined };
  }

  /** Resolves a moment after an event of these types has come, with false when none does. */
  function next({ types, source, subject }: SearchOptions, { leftMs, call }: { leftMs: number; call: CallRequest }) {
    const matches = compilePatterns(types!);
    return new Promise<boolean>((resolve) => {
      let came = false;
      const finish = (answer: boolean) => {
        stop();
        cancel();
        call.signal?.removeEventListener("abort", abort);
        resolve(answer);
      };
      const abort = () => finish(false);
      let cancel = clock.timer(leftMs, () => finish(false));
      const stop = log.watch((events) => {
        const fits = events.some((event) =>
          matches(event.type) && (source === undefined || event.source === source) &&
          (subject === undefined || event.subject === subject) && sees(event, call)
        );
        if (came || !fits) return;
        came = true;
        cancel();
        cancel = clock.timer(COLLECT_MS, () => finish(true));
      });
      call.signal?.addEventListener("abort", abort, { once: true });
    });
  }
}
