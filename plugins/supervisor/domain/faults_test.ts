import assert from "node:assert/strict";
import { parseSpec } from "../../../host/services/process/spec_folder.ts";
import { z } from "zod";
import { checkFile, checkSpec } from "./faults.ts";
import { Spec } from "./spec.ts";

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

const DURATION = 'expected a duration such as "250ms", "5s", "2m", "1h", or milliseconds';
const NAME = "expected a name of lower-case letters, digits, - and _, at most 63 characters";
const COMMAND = 'expected a command and its arguments: ["node", "main.js"]';
const service = (more: Record<string, unknown>) => ({ service: { name: "a", exec: ["a"], ...more } });
const action = (more: Record<string, unknown>) => ({ ...service({}), action: [{ name: "b", exec: ["b"], ...more }] });
/** What a call may hold, and TOML as well; each with the place and the whole message. */
const TOLD: [given: unknown, path: string, message: string][] = [
  [5, "", "expected a table [service], and [[action]] for what it can do"],
  [{ service: 5 }, "/service", '"service": expected object, received number'],
  [service({ exec: [1] }), "/service/exec/0", '"service.exec.0": expected string, received number'],
  [service({ exec: ["a\0"] }), "/service/exec/0", '"service.exec.0": expected a text without NUL'],
  [
    service({ exec: ["a".repeat(65_537)] }),
    "/service/exec/0",
    '"service.exec.0": expected string to have <=65536 characters',
  ],
  [service({ exec: Array(1_001).fill("a") }), "/service/exec", '"service.exec": expected array to have <=1000 items'],
  [service({ cwd: "" }), "/service/cwd", '"service.cwd": expected string to have >=1 characters'],
  [service({ cwd: "a\0" }), "/service/cwd", '"service.cwd": expected a text without NUL'],
  [service({ env: 5 }), "/service/env", '"service.env": expected record, received number'],
  [service({ env: { A: {} } }), "/service/env/A", '"service.env.A": expected a text, a number, or true or false'],
  [service({ env: { A: "a\0" } }), "/service/env/A", '"service.env.A": expected a text without NUL'],
  [
    service({ env_inherit: ["A B"] }),
    "/service/env_inherit/0",
    '"service.env_inherit.0": expected the name of a variable: letters, digits and _',
  ],
  [
    service({ env_from_secret: { "A B": "X" } }),
    "/service/env_from_secret/A B",
    '"service.env_from_secret.A B": expected the name of a variable: letters, digits and _',
  ],
  [service({ after: "b" }), "/service/after", '"service.after": expected array, received string'],
  [
    service({ after: [{}] }),
    "/service/after/0/service",
    '"service.after.0.service" is missing: expected the name of a service: after = [{ service = "db" }]',
  ],
  [service({ after: [{ service: "B c" }] }), "/service/after/0/service", `"service.after.0.service": ${NAME}`],
  [
    service({ after: Array(101).fill({ service: "b" }) }),
    "/service/after",
    '"service.after": expected array to have <=100 items',
  ],
  [
    service({ startup: {} }),
    "/service/startup",
    '"service.startup": expected exactly one of http, tcp, exec, log and push',
  ],
  [
    service({ startup: { push: true, timeout: "x" } }),
    "/service/startup/timeout",
    `"service.startup.timeout": ${DURATION}`,
  ],
  [
    service({ readiness: { log: "" } }),
    "/service/readiness/log",
    '"service.readiness.log": expected string to have >=1 characters',
  ],
  [service({ readiness: { push: false } }), "/service/readiness/push", '"service.readiness.push": expected true'],
  [service({ readiness: { exec: [] } }), "/service/readiness/exec", `"service.readiness.exec": ${COMMAND}`],
  [
    service({ readiness: { push: true, fail: 0 } }),
    "/service/readiness/fail",
    '"service.readiness.fail": expected number to be >=1',
  ],
  [
    service({ liveness: {} }),
    "/service/liveness",
    '"service.liveness": expected exactly one of http, tcp, exec and push',
  ],
  [
    service({ restart: { factor: 11 } }),
    "/service/restart/factor",
    '"service.restart.factor": expected number to be <=10',
  ],
  [
    service({ restart: { jitter: 2 } }),
    "/service/restart/jitter",
    '"service.restart.jitter": expected number to be <=1',
  ],
  [service({ restart: { max: 1.5 } }), "/service/restart/max", '"service.restart.max": expected a whole number'],
  [service({ restart: { max: -1 } }), "/service/restart/max", '"service.restart.max": expected number to be >=0'],
  [
    service({ restart: { success_codes: [300] } }),
    "/service/restart/success_codes/0",
    '"service.restart.success_codes.0": expected number to be <=255',
  ],
  [service({ restart: { delay: -1 } }), "/service/restart/delay", `"service.restart.delay": ${DURATION}`],
  [service({ restart: { window: 1e12 } }), "/service/restart/window", `"service.restart.window": ${DURATION}`],
  [
    service({ stop: { group: "yes" } }),
    "/service/stop/group",
    '"service.stop.group": expected boolean, received string',
  ],
  [
    service({ logs: { src: "a b" } }),
    "/service/logs/src",
    '"service.logs.src": expected a dotted name such as "books.web"',
  ],
  [service({ logs: { days: 0 } }), "/service/logs/days", '"service.logs.days": expected number to be >=1'],
  [service({ limits: { rss_mb: 0 } }), "/service/limits/rss_mb", '"service.limits.rss_mb": expected number to be >=1'],
  [service({ limits: { nofile: 2 } }), "/service/limits/nofile", '"service.limits.nofile": expected number to be >=8'],
  [
    service({ limits: { on_exceed: "kill" } }),
    "/service/limits/on_exceed",
    '"service.limits.on_exceed": expected "restart" or "stop"',
  ],
  [service({ profile: "x" }), "/service/profile", '"service.profile": expected array, received string'],
  [{ ...service({}), action: {} }, "/action", '"action": expected array, received object'],
  [
    { ...service({}), action: [{ exec: ["b"] }] },
    "/action/0/name",
    '"action.0.name" is missing: expected name = "backup"',
  ],
  [
    action({ exec: undefined }),
    "/action/0/exec",
    '"action.0.exec" is missing: expected a command and its arguments: exec = ["node", "main.js"]',
  ],
  [action({ name: "B" }), "/action/0/name", `"action.0.name": ${NAME}`],
  [action({ name: "b".repeat(51) }), "/action/0/name", '"action.0.name": expected string to have <=50 characters'],
  [action({ exec: [] }), "/action/0/exec", `"action.0.exec": ${COMMAND}`],
  [
    action({ comand: 1 }),
    "/action/0/comand",
    '"action.0.comand" is not known: expected one of name, description, exec, cwd, env, schedule, timezone, max_concurrent, timeout, needs',
  ],
  [action({ max_concurrent: 0 }), "/action/0/max_concurrent", '"action.0.max_concurrent": expected number to be >=1'],
  [action({ timeout: "x" }), "/action/0/timeout", `"action.0.timeout": ${DURATION}`],
  [action({ needs: ["B b"] }), "/action/0/needs/0", `"action.0.needs.0": ${NAME}`],
  [
    action({ schedule: "@never" }),
    "/action/0/schedule",
    '"action.0.schedule": "@never" is not a cron expression: expected five fields such as "0 3 * * *", or "@daily"',
  ],
];

for (const [given, path, message] of TOLD) {
  Deno.test(`a fault of a spec is told by its place, with what was expected: ${message.slice(0, 100)}`, () => {
    assert.deepEqual(checkSpec(given).faults, [{ path, message }]);
  });
}

/** Every key that a spec may have, with the schema of its value. */
function* keysOf(schema: z.ZodType, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  let inner: unknown = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.unwrap();
  }
  if (inner instanceof z.ZodObject) {
    for (const [key, value] of Object.entries(inner.shape)) yield* keysOf(value as z.ZodType, [...path, key]);
  } else if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject) {
    yield* keysOf(inner.element, [...path, "0"]);
  }
}

Deno.test("whatever key has a value of the wrong kind, the fault names that key and says what was expected", () => {
  const keys = [...keysOf(Spec)].filter((path) => path.at(-1) !== "0");
  assert.ok(keys.length > 70, `${keys.length} keys`);
  for (const path of keys) {
    // Nothing takes a list of lists.
    const given = JSON.parse(JSON.stringify(action({ schedule: "@daily" })));
    let at = given;
    for (const [index, key] of path.slice(0, -1).entries()) at = at[key] ??= path[index + 1] === "0" ? [] : {};
    at[path.at(-1)!] = [[]];
    const { faults } = checkSpec(given);
    const named = faults.filter((fault) => fault.path.startsWith(`/${path.join("/")}`));
    assert.ok(named.length > 0, `${path.join(".")}: ${JSON.stringify(faults)}`);
    for (const { message } of named) assert.match(message, /^"[^"]+"(: | is ).*(expected|known)/, path.join("."));
  }
});

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
