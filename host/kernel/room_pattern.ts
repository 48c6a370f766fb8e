/**
 * Matches names of rooms, where `*` stands for any part of one. Taken piece by piece: as a regular expression a hostile
 * pattern of many stars could hold the host.
 */
export function roomMatcher(pattern: string): (room: string) => boolean {
  const [first = "", ...rest] = pattern.split(/\*+/);
  const last = rest.pop();
  return (room) => {
    if (last === undefined) return room === first;
    const end = room.length - last.length;
    if (!room.startsWith(first) || !room.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = room.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}
