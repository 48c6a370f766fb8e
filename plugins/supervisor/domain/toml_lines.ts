const TABLE = /^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$/;
const KEY = /^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=/;

/**
 * The line, from 1, on which a value of a TOML text begins; of one that is not there, the line of what it would be in.
 * `path` is as a parser has it: `["action", 1, "exec", 0]`.
 */
export function lineOf(text: string, path: readonly PropertyKey[]): number {
  const wanted = path.map(String);
  const counts = new Map<string, number>();
  let table: string[] = [];
  let best = { depth: 0, line: 1 };
  const offer = (at: string[], line: number) => {
    const depth = commonDepth(at, wanted);
    if (depth === at.length && depth > best.depth) best = { depth, line };
  };
  for (const [index, line] of text.split("\n").entries()) {
    const header = TABLE.exec(line);
    if (header) {
      const name = keysOf(header[2]!);
      if (header[1] === "[[") {
        const key = name.join("\0");
        const count = counts.get(key) ?? 0;
        counts.set(key, count + 1);
        table = [...name, String(count)];
      } else table = name;
      offer(table, index + 1);
      continue;
    }
    const key = KEY.exec(line)?.[1];
    if (key !== undefined) offer([...table, ...keysOf(key)], index + 1);
  }
  return best.line;
}

function commonDepth(at: readonly string[], wanted: readonly string[]): number {
  let depth = 0;
  while (depth < at.length && depth < wanted.length && at[depth] === wanted[depth]) depth++;
  return depth;
}

function keysOf(dotted: string): string[] {
  return [...dotted.matchAll(/"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map(([, double, single, bare]) =>
    double ?? single ?? bare!
  );
}
