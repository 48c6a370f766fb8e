import type { Durability } from "../storage/ports.ts";
import { compilePatterns } from "./patterns.ts";

/** Types that are remembered with their answer. */
const MAX_TYPES = 5_000;

/** What whoever runs the host says of each type: `full` beats `normal`; undefined where nothing is said. */
export function durabilityOf(
  patterns: { normal: string[]; full: string[] },
): (type: string) => Durability | undefined {
  const [full, normal] = [compilePatterns(patterns.full), compilePatterns(patterns.normal)];
  const known = new Map<string, Durability | undefined>();
  return (type) => {
    if (known.has(type)) return known.get(type);
    if (known.size >= MAX_TYPES) known.clear();
    const said = full(type) ? "full" : normal(type) ? "normal" : undefined;
    known.set(type, said);
    return said;
  };
}
