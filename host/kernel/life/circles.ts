/** The shortest way from a node back to itself, both ends named, or undefined when there is none. */
export function circleThrough(start: string, next: (id: string) => Iterable<string>): string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const other of next(id)) {
      if (other === start) {
        const way = [start];
        for (let at = id; at !== start; at = from.get(at)!) way.unshift(at);
        return [start, ...way];
      }
      if (from.has(other)) continue;
      from.set(other, id);
      queue.push(other);
    }
  }
  return undefined;
}
