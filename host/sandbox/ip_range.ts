/** A range of IPv4 addresses in CIDR form. */
export interface Range4 {
  /** First address as an unsigned 32-bit number. */
  base: number;
  /** Leading bits that all addresses share, 0–32. */
  bits: number;
}

/** `10.0.0.0/8` or a single address; undefined when it is neither. */
export function parseRange4(text: string): Range4 | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  if (bits > 32 || parts.some((part) => part > 255)) return undefined;
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  return { base: address - address % sizeOf(bits), bits };
}

export function formatRange4({ base, bits }: Range4): string {
  const address = [24, 16, 8, 0].map((shift) => (base >>> shift) & 0xff).join(".");
  return bits === 32 ? address : `${address}/${bits}`;
}

export function contains4(outer: Range4, inner: Range4): boolean {
  return inner.bits >= outer.bits && inner.base - inner.base % sizeOf(outer.bits) === outer.base;
}

/** `from` without `hole`, as few ranges as possible. */
export function subtract4(from: Range4, hole: Range4): Range4[] {
  if (contains4(hole, from)) return [];
  if (!contains4(from, hole)) return [from];
  const bits = from.bits + 1;
  const halves = [{ base: from.base, bits }, { base: from.base + sizeOf(bits), bits }];
  return halves.flatMap((half) => subtract4(half, hole));
}

function sizeOf(bits: number): number {
  return 2 ** (32 - bits);
}

/** True for an IPv6 address that is not on the public internet: loopback, link, site, mapped or translated IPv4. */
export function isPrivate6(address: string): boolean {
  const groups = expand6(address);
  if (!groups) return false;
  const [first = 0] = groups;
  if (groups.slice(0, 5).every((group) => group === 0)) return true; // ::, ::1, ::ffff:a.b.c.d, ::a.b.c.d
  if (first === 0x64 && groups[1] === 0xff9b) return true; // 64:ff9b::/96 and its local kin reach IPv4
  if (first === 0x2002) return true; // 6to4 carries an IPv4 address
  return (first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80 || (first & 0xff00) === 0xff00;
}

/** Eight numbers of an IPv6 address; undefined when it is none. */
export function expand6(address: string): number[] | undefined {
  let text = address.split("%", 1)[0]!;
  const v4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (v4) {
    const range = parseRange4(v4[2]!);
    if (!range) return undefined;
    text = `${v4[1]}${(range.base >>> 16).toString(16)}:${(range.base & 0xffff).toString(16)}`;
  }
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return undefined;
  const [head, tail] = halves.map((half) => half === "" ? [] : half.split(":"));
  const missing = 8 - head!.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head!, ...Array(tail === undefined ? 0 : missing).fill("0"), ...(tail ?? [])];
  const numbers = groups.map((group) => /^[0-9a-f]{1,4}$/i.test(group) ? parseInt(group, 16) : NaN);
  return numbers.some(Number.isNaN) ? undefined : numbers;
}
