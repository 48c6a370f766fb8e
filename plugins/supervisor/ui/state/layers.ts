/** Who waits for whom. */
export interface Edge {
  /** Who waits. */
  from: string;
  to: string;
  condition: string;
}

/** A service's place in the picture: column from the left (those that wait for nobody first), row from the top. */
export interface Place {
  name: string;
  column: number;
  row: number;
}

/** Lays services out so that each stands right of all that it waits for; those without any edge are left out. */
export function layers(names: readonly string[], edges: readonly Edge[]): Place[] {
  const after = Map.groupBy(edges, ({ from }) => from);
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const columns = new Map<string, number>();
  const columnOf = (name: string, above: ReadonlySet<string>): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    // A circle is refused where specs are read; a picture must not hang all the same.
    if (above.has(name)) return 0;
    const deeper = new Set(above).add(name);
    const column = Math.max(-1, ...(after.get(name) ?? []).map(({ to }) => columnOf(to, deeper))) + 1;
    columns.set(name, column);
    return column;
  };
  const shown = [...new Set([...names, ...joined])].filter((name) => joined.has(name)).sort();
  const places = shown.map((name) => ({ name, column: columnOf(name, new Set()), row: 0 }));
  const columnsInOrder = [...Map.groupBy(places, ({ column }) => column)].sort(([a], [b]) => a - b).map(([, list]) =>
    list
  );
  const rows = new Map<string, number>();
  for (const column of columnsInOrder) {
    const wish = (name: string) => {
      const targets = (after.get(name) ?? []).map(({ to }) => rows.get(to) ?? 0);
      return targets.length === 0 ? 0 : targets.reduce((sum, row) => sum + row, 0) / targets.length;
    };
    column.sort((a, b) => wish(a.name) - wish(b.name) || (a.name < b.name ? -1 : 1));
    column.forEach((place, row) => rows.set(place.name, place.row = row));
  }
  return columnsInOrder.flat();
}
