import assert from "node:assert/strict";
import fc from "fast-check";
import { contains4, expand6, formatRange4, isPrivate6, parseRange4, subtract4 } from "./ip_range.ts";
import { hostOf, netRules } from "./net_rules.ts";

const resolve = (addresses: Record<string, string[]>) => (name: string) =>
  addresses[name] ? Promise.resolve(addresses[name]) : Promise.reject(new Error("no such name"));
const covers = (deny: string[], address: string) =>
  deny.some((entry) => {
    const range = parseRange4(entry);
    return range !== undefined && contains4(range, parseRange4(address)!);
  });

Deno.test("private ranges are denied, public addresses are not", async () => {
  const { deny } = await netRules([], { resolve: resolve({}) });
  for (
    const address of ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
  ) {
    assert.ok(covers(deny, address), address);
  }
  for (const address of ["1.1.1.1", "172.32.0.1", "100.128.0.1", "11.0.0.1"]) {
    assert.ok(!covers(deny, address), address);
  }
  assert.ok(deny.includes("[::1]") && deny.includes("[::]"));
});

Deno.test("a private address that a grant names is taken out of the denial, and nothing beside it", async () => {
  const { allow, deny } = await netRules(["192.168.1.7:8080", "10.2.0.0/16", "localhost:3000"], {
    resolve: resolve({}),
  });
  assert.deepEqual(allow, ["10.2.0.0/16", "192.168.1.7:8080", "localhost:3000"]);
  for (const address of ["192.168.1.7", "10.2.200.1", "127.0.0.1"]) assert.ok(!covers(deny, address), address);
  for (const address of ["192.168.1.6", "192.168.1.8", "10.1.255.255", "10.3.0.0", "127.0.0.2"]) {
    assert.ok(covers(deny, address), address);
  }
  assert.ok(!deny.includes("[::1]"));
});

Deno.test("a name with a private IPv6 address is left out; one with a private IPv4 address is told", async () => {
  const rules = await netRules(
    ["six.example:443", "four.example", "fine.example", "silent.example", "*.wild.example"],
    {
      resolve: resolve({
        "six.example": ["2606:4700::1", "fe80::1"],
        "four.example": ["10.0.0.5"],
        "fine.example": ["93.184.216.34", "2606:2800::1"],
      }),
    },
  );
  assert.deepEqual(rules.allow, ["*.wild.example", "fine.example", "four.example", "silent.example"]);
  assert.equal(rules.remarks.length, 3);
  assert.match(rules.remarks.join("\n"), /"six\.example" is left out.*fe80::1/);
  assert.match(rules.remarks.join("\n"), /"four\.example" resolves to 10\.0\.0\.5/);
  assert.match(rules.remarks.join("\n"), /"silent\.example" could not be resolved/);
});

Deno.test("names are looked up as IPv6 only where nothing else is there", async () => {
  const answers = { "both.example": ["93.184.216.34", "2606:2800::1"], "six.example": ["2606:2800::1"] };
  const rules = (granted: string[], only6?: boolean) => netRules(granted, { resolve: resolve(answers), only6 });
  assert.equal((await rules(["both.example", "*.example", "silent.example", "localhost"])).lookUp6, false);
  const six = await rules(["both.example", "six.example"]);
  assert.equal(six.lookUp6, true);
  assert.match(six.remarks.join(), /"six\.example" has IPv6 addresses only; a private one .* later is not excluded/);
  assert.equal((await rules(["both.example"], true)).lookUp6, true);
});

Deno.test("every host is every public one, and what cannot be excluded is told", async () => {
  const { allow, deny, remarks } = await netRules(["*"], { resolve: resolve({}) });
  assert.deepEqual(allow, ["*"]);
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254"]) assert.ok(covers(deny, address), address);
  assert.match(remarks.join(), /every host.*private IPv6/);
});

Deno.test("a resolver that does not answer holds nothing up", async () => {
  const rules = await netRules(["slow.example"], { resolve: () => new Promise(() => {}), timeoutMs: 10 });
  assert.deepEqual(rules.allow, ["slow.example"]);
});

Deno.test("the machine's own private IPv6 addresses are denied one by one", async () => {
  const { deny } = await netRules([], { resolve: resolve({}), ownAddresses6: ["fe80::1", "2606::1", "::1"] });
  assert.ok(deny.includes("[fe80::1]"));
  assert.ok(!deny.includes("[2606::1]"));
});

Deno.test("hosts are read with and without port and brackets", () => {
  const read = ["a.example:1", "A.example", "[fd00::1]:80", "[::1]", "10.0.0.0/8"].map(hostOf);
  assert.deepEqual(read, ["a.example", "a.example", "fd00::1", "::1", "10.0.0.0/8"]);
});

Deno.test("a range without a hole covers exactly the rest", () => {
  const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const range = fc.record({ base: address, bits: fc.integer({ min: 0, max: 32 }) })
    .map(({ base, bits }) => ({ base: base - base % 2 ** (32 - bits), bits }));
  fc.assert(fc.property(range, range, address, (from, hole, base) => {
    const one = { base, bits: 32 };
    const left = subtract4(from, hole);
    const expected = contains4(from, one) && !contains4(hole, one);
    assert.equal(left.filter((part) => contains4(part, one)).length, expected ? 1 : 0);
    for (const part of left) assert.deepEqual(parseRange4(formatRange4(part)), part);
  }));
});

Deno.test("IPv6 addresses are read in all their forms", () => {
  assert.deepEqual(expand6("::1"), [0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(expand6("::ffff:10.0.0.1"), [0, 0, 0, 0, 0, 0xffff, 0x0a00, 1]);
  assert.deepEqual(expand6("2001:db8::"), [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]);
  for (const text of ["1.2.3.4", "::1::", "1:2", "g::1", "example.com", ""]) {
    assert.equal(expand6(text), undefined, text);
  }
  for (const text of ["::", "::1", "fe80::1%eth0", "fd12::1", "::ffff:8.8.8.8", "64:ff9b::1", "2002::1", "ff02::1"]) {
    assert.ok(isPrivate6(text), text);
  }
  for (const text of ["2606:4700::1111", "2a00::1"]) assert.ok(!isPrivate6(text), text);
});
