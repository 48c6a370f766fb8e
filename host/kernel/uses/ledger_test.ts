import assert from "node:assert/strict";
import type { Logger } from "../../observe/ports.ts";
import { manualClock } from "../../observe/mod.ts";
import { createWriter, migrate, openDatabase } from "../../storage/mod.ts";
import { entriesOf, type Entry } from "../permissions/mod.ts";
import { entryCovering, targetOfDone } from "./attribute.ts";
import { MAX_DENIED } from "./figures.ts";
import { UseLedger } from "./ledger.ts";

const DAY_MS = 86_400_000;
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

function setUp() {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const clock = manualClock();
  migrate(db, "kernel", new URL("../migrations/", import.meta.url));
  let commits = 0;
  writer.onCommit(() => void commits++);
  const open = () => new UseLedger({ db, writer, clock, logger: silent });
  return {
    db,
    clock,
    open,
    ledger: open(),
    commits: () => commits,
    async [Symbol.asyncDispose]() {
      await writer.close();
      db.close();
    },
  };
}

const use = (ledger: UseLedger, target: string, times = 1) => {
  for (let n = 0; n < times; n++) ledger.count(ledger.counter("polls", "call", target));
};

Deno.test("many uses are one write, seen at once and still there in the next life", async () => {
  await using t = setUp();
  use(t.ledger, "chat.message.send", 10_000);
  t.ledger.deny("polls", "net", "evil.example:443");
  const seen = t.ledger.read("polls");
  assert.deepEqual(seen.used, [{
    kind: "call",
    target: "chat.message.send",
    count: 10_000,
    lastAt: t.clock.now(),
  }]);
  await t.clock.advance(60_000);
  await t.ledger.flush();
  assert.equal(t.commits(), 1);
  assert.deepEqual(t.open().read("polls"), seen);
  assert.deepEqual(t.open().read("other"), { used: [], denied: [] });
  use(t.ledger, "chat.message.send", 5);
  const [sum] = t.ledger.read("polls").used;
  assert.deepEqual([sum!.count, sum!.lastAt], [10_005, t.clock.now()]);
});

Deno.test("what was used longer ago than 30 days is not told and not kept", async () => {
  await using t = setUp();
  use(t.ledger, "one");
  await t.ledger.flush();
  await t.clock.advance(20 * DAY_MS);
  use(t.ledger, "one", 2);
  await t.ledger.flush();
  assert.equal(t.ledger.read("polls").used[0]!.count, 3);
  await t.clock.advance(15 * DAY_MS);
  assert.equal(t.ledger.read("polls").used[0]!.count, 2);
  await t.clock.advance(20 * DAY_MS);
  assert.deepEqual(t.ledger.read("polls").used, []);
  use(t.ledger, "two");
  await t.ledger.flush();
  assert.equal(t.db.get<{ n: number }>("SELECT count(*) AS n FROM ker_permission_uses")!.n, 1);
});

Deno.test("a plugin that tries a thousand things fills neither the memory nor the disk; the newest are kept", async () => {
  await using t = setUp();
  for (let n = 0; n < 1_000; n++) t.ledger.deny("polls", "net", `host-${n}.example:${"9".repeat(n)}`);
  const newest = (ledger: UseLedger) => ledger.read("polls").denied.map(({ target }) => target.split(".")[0]).sort();
  const expected = Array.from({ length: MAX_DENIED }, (_, n) => `host-${999 - n}`).sort();
  assert.deepEqual(newest(t.ledger), expected);
  await t.ledger.flush();
  await t.clock.advance(1_000);
  t.ledger.deny("polls", "net", "host-1000.example:443");
  await t.ledger.flush();
  const rows = t.db.all<{ target: string }>("SELECT target FROM ker_permission_uses");
  assert.equal(rows.length, MAX_DENIED);
  assert.ok(rows.every(({ target }) => target.length <= 300));
  assert.ok(newest(t.open()).includes("host-1000"));
});

Deno.test("a use counts for the entry that allows it, the narrowest first", () => {
  const reason = "for the test";
  const entries: Entry[] = entriesOf({
    net: [{ host: "*.example.com", reason }, { host: "api.example.com", reason }, { host: "db.local:5432", reason }],
    process: [{ command: "git", args: ["log", "**"], reason }, { command: "git", args: ["status"], reason }],
    files: [{ access: "write", reason }],
    call: [{ method: "chat.**", reason }],
    sys: [{ name: "hostname", reason }],
  });
  const found = (kind: string, done: string | string[]) => entryCovering(kind, done, entries)?.target;
  assert.equal(found("net", "api.example.com:443"), "api.example.com");
  assert.equal(found("net", "API.example.com:80"), "api.example.com");
  assert.equal(found("net", "www.example.com:443"), "*.example.com");
  assert.equal(found("net", "example.com:443"), "*.example.com");
  assert.equal(found("net", "evil-example.com:443"), undefined);
  assert.equal(found("net", "db.local:5432"), "db.local:5432");
  assert.equal(found("net", "db.local:22"), undefined);
  assert.equal(found("process", ["git", "log", "-1"]), "git log **");
  assert.equal(found("process", ["git", "status"]), "git status");
  assert.equal(found("process", "git status"), "git status");
  assert.equal(found("process", ["git", "status", "-s"]), undefined);
  assert.equal(found("process", ["git"]), undefined);
  assert.equal(found("files", "read"), "write");
  assert.equal(found("process", ["rm", "-rf"]), undefined);
  assert.equal(found("call", "chat.message.send"), "chat.**");
  assert.equal(found("sys", "hostname"), "hostname");
  assert.equal(found("sys", "loadavg"), undefined);
  assert.equal(targetOfDone(["git", "log", "a b"]), `git log "a b"`);
  assert.equal(targetOfDone(["git"]), "git ()");
});
