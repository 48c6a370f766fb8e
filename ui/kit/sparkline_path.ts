export interface SparklinePath {
  /** One `d` of a line for each run of points without a gap. */
  lines: string[];
  /** The same, closed along the ground. */
  areas: string[];
  /** The last point that has a value. */
  end?: { x: number; y: number };
}

export interface SparklineBox {
  width: number;
  height: number;
  /** Kept free above and below, so that the stroke is not cut. */
  inset: number;
}

/**
 * Points at equal distances, from nothing at the ground to the highest at the top. A figure that never leaves
 * nothing lies on the ground; a gap stays a gap.
 */
export function sparklinePath(
  values: readonly (number | undefined)[],
  { width, height, inset }: SparklineBox,
): SparklinePath {
  const known = values.filter((value) => value !== undefined);
  const highest = Math.max(0, ...known);
  const ground = height - inset;
  const x = (index: number) => round(values.length < 2 ? width : (index / (values.length - 1)) * width);
  const y = (value: number) => round(highest === 0 ? ground : ground - (value / highest) * (ground - inset));
  const lines: string[] = [];
  const areas: string[] = [];
  let end: SparklinePath["end"];
  let run: [number, number][] = [];
  const close = () => {
    if (run.length > 0) {
      // A single minute between gaps would draw nothing.
      const points = run.length === 1 ? [run[0]!, [run[0]![0] + 0.01, run[0]![1]] as const] : run;
      const line = points.map(([px, py], index) => `${index === 0 ? "M" : "L"}${px} ${py}`).join("");
      lines.push(line);
      areas.push(`${line}L${points.at(-1)![0]} ${ground}L${points[0]![0]} ${ground}Z`);
    }
    run = [];
  };
  for (const [index, value] of values.entries()) {
    if (value === undefined) close();
    else {
      run.push([x(index), y(value)]);
      end = { x: x(index), y: y(value) };
    }
  }
  close();
  return { lines, areas, end };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
