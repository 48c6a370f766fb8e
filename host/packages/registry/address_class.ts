import { BlockList, isIP } from "node:net";
import special from "../../../schemas/special_addresses.json" with { type: "json" };

/**
 * Where an address is. `public`: on the internet. `private`: loopback and networks of one's own, reachable for an added
 * registry only. `never`: link-local, multicast, reserved, translated and the like, reachable for nobody.
 */
export type AddressClass = "public" | "private" | "never";

const PRIVATE = blockList(special.private);
const NEVER = blockList(special.never);
const GLOBAL_6 = blockList({ ipv4: [], ipv6: ["2000::/3"] });

/** What is no address at all is `never`. */
export function addressClass(address: string): AddressClass {
  const version = isIP(address);
  if (version === 4) {
    if (PRIVATE.check(address, "ipv4")) return "private";
    return NEVER.check(address, "ipv4") ? "never" : "public";
  }
  // A zone names an interface of this machine: only link-local addresses need one. An address that carries one of IPv4
  // (mapped, translated) is outside of 2000::/3 or on the list.
  if (version !== 6 || address.includes("%") || carriesIpv4(address)) return "never";
  if (PRIVATE.check(address, "ipv6")) return "private";
  return GLOBAL_6.check(address, "ipv6") && !NEVER.check(address, "ipv6") ? "public" : "never";
}

/** BlockList holds a mapped address against the rules of IPv4, so these are told apart before. */
function carriesIpv4(address: string): boolean {
  return /^\[::ffff:/.test(new URL(`http://[${address}]`).hostname);
}

function blockList({ ipv4, ipv6 }: { ipv4: string[]; ipv6: string[] }): BlockList {
  const list = new BlockList();
  for (const [family, ranges] of [["ipv4", ipv4], ["ipv6", ipv6]] as const) {
    for (const range of ranges) {
      const [base, bits] = range.split("/");
      list.addSubnet(base!, Number(bits), family);
    }
  }
  return list;
}
