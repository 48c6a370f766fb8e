import { BlockList, isIP } from "node:net";

/** Addresses and ranges (`10.0.0.5`, `10.0.0.0/8`, `fd00::/8`) that a setting names. */
export class AddressList {
  readonly #list = new BlockList();
  readonly #empty: boolean;

  /** Throws a RangeError that names the entry which is neither an address nor a range. */
  constructor(entries: readonly string[]) {
    this.#empty = entries.length === 0;
    for (const entry of entries) {
      const [address = "", bits] = entry.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      const prefix = bits === undefined ? undefined : Number(bits);
      const valid = isIP(address) !== 0 &&
        (prefix === undefined || (Number.isInteger(prefix) && prefix >= 0 && prefix <= (family === "ipv6" ? 128 : 32)));
      if (!valid) throw new RangeError(`"${entry}" is not an address: expected one like "10.0.0.5" or "10.0.0.0/8"`);
      if (prefix === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, prefix, family);
    }
  }

  has(address: string): boolean {
    if (this.#empty) return false;
    const plain = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
    const family = isIP(plain);
    return family !== 0 && this.#list.check(plain, family === 6 ? "ipv6" : "ipv4");
  }
}
