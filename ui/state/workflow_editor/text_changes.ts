/** How many lines were added and removed between two texts, as `diff` counts; cheap, so that it can run while one types. */
export function countChanges(before: string, after: string): { added: number; removed: number } {
  if (before === after) return { added: 0, removed: 0 };
  const [left, right] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  const room = Math.min(left.length, right.length) - start;
  while (end < room && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const [old, now] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const common = commonLines(old, now);
  return { added: now.length - common, removed: old.length - common };
}

/** Above this product of lengths the middle counts as replaced. */
const MAX_CELLS = 1_000_000;

/** Length of the longest common subsequence of lines. */
function commonLines(left: readonly string[], right: readonly string[]): number {
  if (left.length * right.length > MAX_CELLS) return 0;
  let row = new Uint32Array(right.length + 1);
  for (const line of left) {
    const next = new Uint32Array(right.length + 1);
    for (let index = 0; index < right.length; index++) {
      next[index + 1] = line === right[index] ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!);
    }
    row = next;
  }
  return row[right.length]!;
}
