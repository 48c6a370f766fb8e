/** Which of two semantic versions is newer: negative when `left` is older. What is no version counts as oldest. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)];
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b));
  for (let index = 0; index < 3; index++) {
    if (a.core[index] !== b.core[index]) return a.core[index]! - b.core[index]!;
  }
  // A version without a tag is newer than the same with one.
  if (a.tag.length === 0 || b.tag.length === 0) return b.tag.length - a.tag.length;
  for (let index = 0; index < Math.max(a.tag.length, b.tag.length); index++) {
    const order = comparePart(a.tag[index], b.tag[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function parse(version: string): { core: number[]; tag: string[] } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version);
  if (!match) return undefined;
  return { core: match.slice(1, 4).map(Number), tag: match[4]?.split(".") ?? [] };
}

function comparePart(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return left < right ? -1 : 1;
}
