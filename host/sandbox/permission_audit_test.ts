import assert from "node:assert/strict";
import { coversHost, PermissionAudit } from "./permission_audit.ts";
import type { PermissionUse } from "./ports.ts";

function audit(allowed: { net?: string[]; sys?: string[] } = {}) {
  const uses: PermissionUse[] = [];
  let now = 1_000_000;
  let timer: (() => void) | undefined;
  let overflows = 0;
  const one = new PermissionAudit({
    clock: {
      now: () => now,
      timer: (_ms, callback) => {
        timer = callback;
        return () => timer = undefined;
      },
    },
    allowed: { net: allowed.net ?? [], sys: allowed.sys ?? [] },
    own: ["/data/plugins/a", "/packages/a.script.js"],
    use: (use) => void uses.push(use),
    overflow: () => overflows++,
  });
  return {
    uses,
    audit: one,
    overflows: () => overflows,
    pass: (ms: number) => {
      now += ms;
      timer?.();
      one.tick();
    },
    asked: (permission: string, value?: string) =>
      one.line(JSON.stringify({ v: 1, datetime: "2026-11-21T09:54:47Z", permission, value })),
    told: () => uses.map(({ kind, target, denied }) => `${kind} ${target}${denied ? " denied" : ""}`),
  };
}

Deno.test("one connection is told once, by host and port, however the runtime wrote it down", () => {
  const { asked, pass, told } = audit({ net: ["api.example.com"] });
  asked("net", "https://api.example.com/some/path?secret=1");
  asked("net", "api.example.com:443");
  asked("net", "wss://other.example.com:8443/");
  pass(250);
  assert.deepEqual(told(), ["net api.example.com:443", "net other.example.com:8443 denied"]);
});

Deno.test("what was not allowed counts as denied; the own files are nobody's business", () => {
  const { asked, pass, told } = audit({ sys: ["hostname"] });
  asked("read", "/data/plugins/a");
  asked("read", "/data/plugins/a/file.txt");
  asked("write", "/data/plugins/a/file.txt");
  asked("read", "/packages/a.script.js");
  asked("read", "/data/plugins/ab/file.txt");
  asked("write", "/etc/passwd");
  asked("sys", "hostname");
  asked("sys", "uid");
  asked("ffi", "libc.so");
  asked("import", "example.com:443");
  asked("env", "PATH");
  asked("run");
  asked("unheard-of", "x");
  pass(250);
  assert.deepEqual(told(), [
    "read /data/plugins/ab/file.txt denied",
    "write /etc/passwd denied",
    "sys hostname",
    "sys uid denied",
    "ffi libc.so denied",
    "import example.com:443 denied",
    "env PATH denied",
    "run  denied",
  ]);
});

Deno.test("the same use is told again after a minute, not before", () => {
  const { asked, pass, uses } = audit();
  for (let n = 0; n < 5; n++) {
    asked("net", "1.1.1.1:53");
    pass(10_000);
  }
  assert.equal(uses.length, 1);
  pass(20_000);
  asked("net", "1.1.1.1:53");
  pass(250);
  assert.equal(uses.length, 2);
  assert.equal(uses[1]!.atMs - uses[0]!.atMs, 70_000);
});

Deno.test("of a flood of different uses some hundred are told, and once that there are more", () => {
  const { asked, pass, uses, overflows } = audit();
  for (let n = 0; n < 10_000; n++) asked("net", `host-${n}.example.com:443`);
  pass(250);
  assert.equal(uses.length, 500);
  assert.equal(overflows(), 1);
  pass(60_000);
  asked("net", "later.example.com:443");
  pass(250);
  assert.equal(uses.length, 501);
});

Deno.test("a line that is torn is no use and no error", () => {
  const { audit: one, pass, uses } = audit();
  one.line('{"v":1,"datetime":"2026-11-21T09:54:47Z","permission":"net","value":"1.1');
  one.line('{"v":1,"datetime":"2026');
  one.line('{"v":1,"datetime":"2026-11-21T09:54:47Z","permission":"net","value":7}');
  pass(250);
  assert.deepEqual(uses.map(({ kind, target }) => [kind, target]), [["net", ""]]);
});

Deno.test("a granted entry covers its host, its port, the names below a wildcard and the addresses of a range", () => {
  const cases: [entry: string, target: string, covered: boolean][] = [
    ["example.com", "example.com:443", true],
    ["example.com", "EXAMPLE.com:80", true],
    ["example.com", "a.example.com:443", false],
    ["example.com:443", "example.com:443", true],
    ["example.com:443", "example.com:80", false],
    ["example.com:443", "example.com", true], // a lookup of the name alone
    ["*.example.com", "a.b.example.com:443", true],
    ["*.example.com", "example.com:443", true], // as the runtime reads it
    ["*.example.com", "badexample.com:443", false],
    ["10.0.0.0/8", "10.1.2.3:5432", true],
    ["10.0.0.0/8", "11.1.2.3:5432", false],
    ["127.0.0.1:80", "127.0.0.1:81", false],
    ["[::1]:80", "[0:0::1]:80", true],
    ["[::1]", "[::2]:80", false],
    ["*", "anything.example:1", true],
  ];
  for (const [entry, target, covered] of cases) {
    assert.equal(coversHost(entry, target), covered, `${entry} over ${target}`);
  }
});
