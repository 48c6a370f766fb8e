import assert from "node:assert/strict";
import { parseSpec } from "../../../host/services/process/spec_folder.ts";
import { checkFile, checkSpec } from "./faults.ts";

/** Each with where it is told and how. `A` stands for a sound beginning of three lines. */
const A = `[service]\nname = "a"\nexec = ["a"]\n`;
const CASES: [why: string, text: string, line: number, message: RegExp][] = [
  ["not TOML", `[service]\nname = "a"\nexec = [\n`, 4, /^is not TOML: /],
  ["a key twice", `${A}name = "b"\n`, 4, /^is not TOML: /],
  ["empty", "", 1, /"service" is missing: expected a table \[service\] with name and exec/],
  ["no name", `[service]\nexec = ["a"]\n`, 1, /"service\.name" is missing: expected name = "books"/],
  ["no command", `[service]\nname = "a"\n`, 1, /"service\.exec" is missing: expected a command and its arguments/],
  ["an empty command", `[service]\nname = "a"\nexec = []\n`, 3, /"service\.exec": expected a command/],
  ["a command of no name", `[service]\nname = "a"\nexec = [""]\n`, 3, /the command is empty: name a program/],
  ["a command as text", `[service]\nname = "a"\nexec = "a b"\n`, 3, /"service\.exec": expected array, received string/],
  [
    "a bad name",
    `[service]\nname = "A b"\nexec = ["a"]\n`,
    2,
    /"service\.name": expected a name of lower-case letters/,
  ],
  ["an unknown key", `${A}cmd = 1\n`, 4, /"service\.cmd" is not known: did you mean "cwd"\?/],
  ["one far from all", `${A}zzzzzz = 1\n`, 4, /"service\.zzzzzz" is not known: expected one of name, version, /],
  ["an unknown table", `${A}[actions]\nname = "x"\n`, 4, /"actions" is not known: did you mean "action"\?/],
  [
    "an unknown key in a table",
    `${A}[service.stop]\nsignl = "x"\n`,
    5,
    /"service\.stop\.signl" is not known: did you mean "signal"\?/,
  ],
  ["a bad signal", `${A}stop = { signal = "TERM" }\n`, 4, /"service\.stop\.signal": expected a signal: SIGTERM/],
  [
    "a bad policy",
    `${A}[service.restart]\n\npolicy = "maybe"\n`,
    6,
    /expected a policy: "no", "on-failure" or "always"/,
  ],
  ["a bad duration", `${A}dependency_timeout = "soon"\n`, 4, /expected a duration such as "250ms"/],
  ["a bad condition", `${A}after = [{ service = "b", condition = "up" }]\n`, 4, /expected a condition: "started"/],
  ["no target", `${A}readiness = { interval = "1s" }\n`, 4, /expected exactly one of http, tcp, exec, log and push/],
  [
    "two targets",
    `${A}liveness = { http = "http://a/", tcp = "a:1" }\n`,
    4,
    /expected exactly one of http, tcp, exec and push/,
  ],
  ["a bad URL", `${A}readiness = { http = "ftp://a" }\n`, 4, /expected a URL such as "http:/],
  ["a bad address", `${A}readiness = { tcp = "8080" }\n`, 4, /expected an address such as "127\.0\.0\.1:8080"/],
  ["a line for liveness", `${A}liveness = { log = "x" }\n`, 4, /"service\.liveness\.log" is not known/],
  ["the host's own variable", `${A}env_inherit = ["BULKHEAD_SECRET_X"]\n`, 4, /is the host's own and is not handed on/],
  ["a bad variable", `${A}[service.env]\n"A B" = "x"\n`, 5, /expected the name of a variable/],
  [
    "a bad secret",
    `${A}env_from_secret = { KEY = "byok.openai" }\n`,
    4,
    /expected the name of a secret as "bulkhead secret list"/,
  ],
  [
    "too large an environment",
    `${A}[service.env]\nBIG = "${"x".repeat(140_000)}"\n`,
    4,
    /"service\.env": has 140\d+ characters: at most 131072/,
  ],
  [
    "a bad schedule",
    `${A}[[action]]\nname = "b"\nexec = ["b"]\nschedule = "0 25 * * *"\n`,
    7,
    /"25" cannot be the hour of a cron expression/,
  ],
  ["a short schedule", `${A}[[action]]\nname = "b"\nexec = ["b"]\nschedule = "0 3 * *"\n`, 7, /expected five fields/],
  ["a bad time zone", `${A}[[action]]\nname = "b"\nexec = ["b"]\ntimezone = "Mars"\n`, 7, /"Mars" is not a time zone/],
  [
    "an action twice",
    `${A}[[action]]\nname = "b"\nexec = ["b"]\n[[action]]\nname = "b"\nexec = ["b"]\n`,
    8,
    /"b" is there twice/,
  ],
  [
    "a need that is none",
    `${A}[[action]]\nname = "b"\nexec = ["b"]\nneeds = ["c"]\n`,
    7,
    /needs "c", which is none of b/,
  ],
  [
    "a circle of needs",
    `${A}[[action]]\nname = "b"\nexec = ["b"]\nneeds = ["c"]\n[[action]]\nname = "c"\nexec = ["c"]\nneeds = ["b"]\n`,
    7,
    /needs itself in the end/,
  ],
];

for (const [why, text, line, message] of CASES) {
  Deno.test(`a fault of a spec is told by line, with what to do: ${why}`, () => {
    const { spec, faults } = checkFile(parseSpec("a.toml", text));
    assert.equal(spec, undefined);
    assert.match(faults[0]!.message, message);
    assert.equal(faults[0]!.line, line, faults[0]!.message);
    assert.equal(faults[0]!.file, "a.toml");
  });
}

Deno.test("every key of the reference is taken, with its defaults", () => {
  const text = `[service]
name = "books"
version = "1.0.0"
profile = ["demo"]
always_on = false
exec = ["deno", "run", "main.ts"]
cwd = "."
env = { PORT = "8080", DEBUG = true, N = 5 }
env_from_secret = { OPENAI_API_KEY = "OPENAI_API_KEY" }
env_inherit = ["PATH"]
after = [{ service = "db", condition = "ready" }]
dependency_timeout = "120s"
ready_log = ""
openrpc = "unix:rpc.sock"
startup   = { http = "http://127.0.0.1:8080/livez", interval = "1s", timeout = "60s" }
readiness = { http = "http://127.0.0.1:8080/ready", interval = "5s", timeout = "2s", fail = 3, ok = 1 }
liveness  = { tcp = "127.0.0.1:8080", interval = "10s", fail = 3, grace = "10s" }
restart   = { policy = "on-failure", delay = "5s", factor = 2, max_delay = "300s", jitter = 0.25, max = 20, stable_after = "60s", success_codes = [0, 143] }
stop      = { signal = "SIGTERM", timeout = "10s", group = true }
logs      = { src = "books", max_mb = 50, days = 7, json = true }
limits    = { rss_mb = 1024, on_exceed = "restart" }

[[action]]
name = "backup"
exec = ["deno", "task", "backup"]
schedule = "0 3 * * *"
timezone = "UTC"
max_concurrent = 1
timeout = "10m"
needs = []
`;
  const { spec, faults } = checkFile(parseSpec("books.toml", text));
  assert.deepEqual(faults, []);
  assert.equal(spec!.service.restart.max_delay, 300_000);
  assert.deepEqual(spec!.service.env, { PORT: "8080", DEBUG: "true", N: "5" });
  assert.deepEqual(checkSpec({ service: { name: "a", exec: ["a"] } }).spec!.service.restart, {
    ...{ policy: "on-failure", delay: 5_000, factor: 2, max_delay: 300_000, jitter: 0.25, max: 20 },
    ...{ stable_after: 60_000, window: 86_400_000, success_codes: [0, 143] },
  });
});
