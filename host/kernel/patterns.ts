import { compilePatterns } from "../bus/mod.ts";

/** Does everything that `inner` matches lie within `outer`? Judged by sample names, so for warnings only. */
export function covers(outer: string, inner: string): boolean {
  const matches = compilePatterns([outer]);
  const sample = (tail: string) =>
    inner.split(".").map((segment, index, all) => {
      if (segment === "**" || (segment === "*" && index === all.length - 1)) return tail;
      return segment === "*" ? "x" : segment;
    }).join(".");
  return matches(sample("x")) && matches(sample("x.y.z"));
}
