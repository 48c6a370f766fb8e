/**
 * How well a text fits what was typed: higher is better, undefined when it does not fit.
 * Every typed word must be found; a word's beginning counts more than its middle, letters in order least.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const target = text.toLowerCase();
  let total = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const score = wordScore(word, target);
    if (score === undefined) return undefined;
    total += score;
  }
  return total - target.length / 1000;
}

function wordScore(word: string, target: string): number | undefined {
  const at = target.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /[\s\-_./#@]/.test(target[at - 1]!) ? 80 : 50;
  let from = 0;
  let gaps = 0;
  for (const char of word) {
    const found = target.indexOf(char, from);
    if (found < 0) return undefined;
    gaps += found - from;
    from = found + 1;
  }
  return Math.max(1, 30 - gaps);
}
