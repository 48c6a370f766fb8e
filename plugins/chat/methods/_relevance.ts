import { placesOf } from "../domain/snippet.ts";
import { folded } from "../domain/search_text.ts";
import type { Term } from "../domain/search_query.ts";
import type { MessageRow } from "../store/messages.ts";

const DAY_MS = 86_400_000;
/** A message half a year old counts about half as much as one of today. */
const HALF_LIFE_DAYS = 180;

/**
 * Puts messages that all match into the order of how well. A word counts more the more often it stands there, with ever
 * less added, and less in a long text (as in BM25); a word that stands whole counts more than the begin of a longer one; words
 * in the order of the query and newer messages go before.
 */
export function byRelevance(rows: MessageRow[], terms: Term[], now: number): MessageRow[] {
  const wanted = terms.filter((term) => !term.not);
  const whole = folded(wanted.map((term) => term.text).join(" "));
  const scored = rows.map((row) => ({ row, score: score(row, { wanted, whole, now }) }));
  scored.sort((a, b) => b.score - a.score || b.row.seq - a.row.seq);
  return scored.map(({ row }) => row);
}

function score(row: MessageRow, { wanted, whole, now }: { wanted: Term[]; whole: string; now: number }): number {
  const plain = folded(row.text);
  const length = 0.6 + 0.4 * plain.length / 120;
  let sum = 0;
  for (const term of wanted) {
    const places = placesOf(plain, [term]);
    const full = places.filter(([, to]) => to >= plain.length || !/[\p{L}\p{N}]/u.test(plain[to]!)).length;
    const count = full + (places.length - full) * 0.5;
    sum += count * 2.2 / (count + 1.2 * length);
  }
  if (wanted.length > 1 && plain.includes(whole)) sum *= 1.5;
  const days = Math.max(0, now - Date.parse(row.created_at)) / DAY_MS;
  return sum * (0.5 + 0.5 * Math.pow(0.5, days / HALF_LIFE_DAYS));
}
