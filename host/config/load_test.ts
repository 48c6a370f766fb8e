import assert from "node:assert/strict";
import { ExitError } from "./exit_error.ts";
import { type Config, loadConfig } from "./load.ts";
import { profileIncludes } from "./profiles.ts";
import { SETTING_NAMES } from "./settings.ts";

function withData<T>(toml: string | undefined, work: (dir: string) => T): T {
  const dir = Deno.makeTempDirSync();
  try {
    if (toml !== undefined) Deno.writeTextFileSync(`${dir}/bulkhead.toml`, toml);
    return work(dir);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function load(args: string[] = [], env: Record<string, string> = {}, toml?: string): Config {
  return withData(toml, (dir) => loadConfig(args, { BULKHEAD_DATA: dir, ...env }));
}

function refusal(args: string[], env: Record<string, string> = {}, toml?: string): string {
  try {
    load(args, env, toml);
  } catch (error) {
    assert(error instanceof ExitError, String(error));
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  throw new Error("was accepted");
}

Deno.test("without anything given the defaults hold", () => {
  const config = load();
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.port, 8080);
  assert.equal(config.auth, "local");
  assert.equal(config.profile, "full");
  assert.equal(config.pluginsDir, `${Deno.cwd()}/plugins`);
  assert.equal(config.workflowsDir, `${Deno.cwd()}/workflows`);
  assert.equal(config.publicUrl, undefined);
  assert.deepEqual(config.trustedProxy, []);
  assert.deepEqual(config.bus, { kind: "sqlite" });
  assert.equal(config.demo, false);
  assert.equal(config.safeMode, false);
  assert.equal(config.rateLimits.person?.perMinute, 1200);
  assert.deepEqual(config.rateLimits.token, { perMinute: 60, methods: { "chat.message.send": 10 } });
  assert.deepEqual(config.warnings, []);
  assert.equal(loadConfig([], { BULKHEAD_DATA: "" }).dataDir, `${Deno.cwd()}/data`);
});

Deno.test("flags beat the environment, that beats the file, that beats the defaults", () => {
  const toml = 'port = 1\nhost = "::1"\nprofile = "none"\n';
  assert.equal(load(["--port", "3"], { BULKHEAD_PORT: "2" }, toml).port, 3);
  assert.equal(load([], { BULKHEAD_PORT: "2" }, toml).port, 2);
  assert.equal(load([], {}, toml).port, 1);
  assert.equal(load([], { BULKHEAD_PORT: "2" }, toml).profile, "none");
});

Deno.test("the file is looked for in the data folder that the flag names", () => {
  withData("port = 7", (dir) => {
    assert.equal(loadConfig(["--data", dir], { BULKHEAD_DATA: "/nowhere" }).port, 7);
  });
});

Deno.test("values are given with a space or an equals sign, and the last of a repeated flag counts", () => {
  assert.equal(load(["--port=5", "--port", "6"]).port, 6);
  assert.equal(load(["--port", "6", "--port=5"]).port, 5);
  assert.equal(load(["--", "--port", "6"]).port, 6);
});

Deno.test("a switch may stand alone, be denied, or carry a value", () => {
  assert.equal(load(["--demo"]).demo, true);
  assert.equal(load(["--demo", "--port", "1"]).demo, true);
  assert.equal(load(["--demo", "false"]).demo, false);
  assert.equal(load(["--demo=off"]).demo, false);
  assert.equal(load(["--demo", "--no-demo"]).demo, false);
  assert.equal(load([], { BULKHEAD_SAFE_MODE: "1" }).safeMode, true);
  assert.equal(load([], {}, "safe_mode = true").safeMode, true);
  assert.match(refusal(["--demo=maybe"]), /Bad value "maybe" for --demo: expected true or false/);
});

Deno.test("an unknown flag is refused by name, with the accepted ones and a guess", () => {
  const message = refusal(["--prot", "1"]);
  assert.match(message, /Unknown flag "--prot" \(did you mean --port\?\)/);
  for (const name of SETTING_NAMES) assert(message.includes(`--${name}`), name);
  assert.match(refusal(["--__proto__=1"]), /Unknown flag "--__proto__"/);
  assert.match(refusal(["--constructor", "1"]), /Unknown flag/);
  assert.match(refusal(["start"]), /Unexpected argument "start"/);
  assert.match(refusal(["-p", "1"]), /Unexpected argument "-p"/);
});

Deno.test("a flag without its value is refused", () => {
  assert.match(refusal(["--port"]), /--port needs a value/);
  assert.match(refusal(["--data", "--demo"]), /--data needs a value/);
});

Deno.test("a bad value is refused by name and place, with what was expected", () => {
  assert.match(refusal(["--port", "65536"]), /Bad value "65536" for --port: expected a number from 0 to 65535/);
  assert.match(refusal(["--port="]), /Bad value "" for --port/);
  assert.match(refusal(["--port", "8e2"]), /Bad value "8e2"/);
  assert.match(refusal([], { BULKHEAD_PORT: "x" }), /Bad value "x" for BULKHEAD_PORT/);
  assert.match(refusal([], {}, 'port = "x"'), /Bad value "x" for "port" in .*bulkhead\.toml/);
  assert.match(refusal(["--auth", "none"]), /expected one of local, oidc, proxy, dev/);
  assert.match(refusal(["--profile", "fat"]), /expected one of full, light, none/);
  assert.match(refusal(["--log-format", "xml"]), /expected one of text, json/);
  assert.match(refusal(["--host", "http://x"]), /for --host/);
  assert.match(refusal(["--host", "300.1.2.3"]), /for --host/);
  assert.match(refusal(["--public-url", "ftp://x"]), /for --public-url/);
  assert.match(refusal(["--public-url", "https://x/sub"]), /without path/);
  assert.match(refusal(["--trusted-proxy", "10.0.0.0/33"]), /"10\.0\.0\.0\/33" is no address/);
  assert.match(refusal(["--bus", "redis://x"]), /for --bus/);
});

Deno.test("values are brought into one form", () => {
  assert.equal(load(["--public-url", "HTTPS://Team.Example.org:443/"]).publicUrl, "https://team.example.org");
  assert.deepEqual(load(["--trusted-proxy", "10.0.0.5, fd00::/8"]).trustedProxy, ["10.0.0.5", "fd00::/8"]);
  assert.deepEqual(load([], {}, 'trusted-proxy = ["10.0.0.5"]').trustedProxy, ["10.0.0.5"]);
  assert.equal(load(["--host", "[::1]"]).host, "::1");
});

Deno.test("the file's faults are named with their place", () => {
  assert.match(refusal([], {}, "port = \n"), /bulkhead\.toml, line 1, column \d+: not valid TOML/);
  assert.match(
    refusal([], {}, "prot = 1"),
    /Unknown key "prot" .*did you mean port\?.*accepted are .*public-url.*rates/,
  );
  assert.match(refusal([], {}, 'data = "x"'), /cannot stand in/);
  assert.match(refusal([], {}, "[port]\na = 1"), /Bad value for "port"/);
  assert.match(refusal([], {}, 'public-url = "http://a"\npublic_url = "http://b"'), /twice/);
  assert.match(refusal([], {}, "__proto__ = 1"), /Unknown key "__proto__"|not valid TOML/);
});

Deno.test("rates come from the file, over the defaults", () => {
  const toml = '[rates.person]\nper-minute = 0\n[rates.token]\nper-minute = 9\nmethods = { "a.b" = 2 }\n';
  const { rateLimits } = load([], {}, toml);
  assert.equal(rateLimits.person, undefined);
  assert.deepEqual(rateLimits.token, { perMinute: 9, methods: { "chat.message.send": 10, "a.b": 2 } });
  assert.match(refusal([], {}, "[rates.people]\nper-minute = 1"), /Unknown key "rates\.people"/);
  assert.match(refusal([], {}, "[rates.person]\nper-hour = 1"), /Unknown key "rates\.person\.per-hour"/);
  assert.match(refusal([], {}, "[rates.person]\nper-minute = -1"), /rates\.person\.per-minute/);
  assert.match(refusal([], {}, "rates = 1"), /has to be a table/);
});

Deno.test("in dev mode nothing is limited but what the file names", () => {
  assert.deepEqual(load(["--auth", "dev"]).rateLimits, {});
  assert.deepEqual(load(["--auth", "dev"], {}, "[rates.token]\nper-minute = 5").rateLimits, {
    token: { perMinute: 5 },
  });
});

Deno.test("how long runs are kept comes from the file, for all workflows and for single ones", () => {
  const keep = { maxAgeMs: 30 * 86_400_000, maxRuns: 5_000, maxBytes: 4 * 1024 ** 3 };
  assert.deepEqual(load([]).runs, { keep, workflows: {}, maxSteps: 10_000 });
  const toml = "[runs]\nkeep-days = 7\nkeep_runs = 0\nkeep-mb = 1\nmax-steps = 50\n[runs.nightly]\nkeep-days = 365\n";
  assert.deepEqual(load([], {}, toml).runs, {
    keep: { maxAgeMs: 7 * 86_400_000, maxRuns: 0, maxBytes: 1024 ** 2 },
    workflows: { nightly: { maxAgeMs: 365 * 86_400_000 } },
    maxSteps: 50,
  });
  assert.match(refusal([], {}, "[runs]\nkeep-day = 1"), /Unknown key "runs\.keep-day" .*did you mean keep-days\?/);
  assert.match(refusal([], {}, "[runs]\nmax-steps = 0"), /expected 1 to 100000 steps/);
  assert.match(refusal([], {}, "[runs.a]\nkeep-mb = 1"), /Unknown key "runs\.a\.keep-mb" .*keep-days, keep-runs/);
  assert.match(refusal([], {}, "runs = 1"), /has to be a table/);
});

Deno.test("how long the log is kept comes from the file", () => {
  assert.deepEqual(load([]).logs, { maxAgeMs: 7 * 86_400_000, maxBytes: 512 * 1024 ** 2 });
  assert.deepEqual(load([], {}, "[logs]\nkeep_days = 0\nkeep-mb = 64\n").logs, {
    maxAgeMs: 0,
    maxBytes: 64 * 1024 ** 2,
  });
  assert.match(refusal([], {}, "[logs]\nkeep-day = 1"), /Unknown key "logs\.keep-day" .*did you mean keep-days\?/);
  assert.match(refusal([], {}, "[logs]\nkeep-mb = -1"), /expected megabytes, 0 for no limit/);
  assert.match(refusal([], {}, "logs = 1"), /"logs" in .* has to be a table/);
});

Deno.test("what the event log keeps, and which events need not wait for the disk, comes from the file", () => {
  assert.deepEqual(load([]).events, { normal: [], full: [], maxAgeMs: 30 * 86_400_000, maxBytes: 4 * 1024 ** 3 });
  const toml = '[events]\nnormal = ["a.**", "b.c"]\nfull = ["a.x"]\nmax_age_days = 0.5\nmax-size-mb = 0\n';
  assert.deepEqual(load([], {}, toml).events, {
    normal: ["a.**", "b.c"],
    full: ["a.x"],
    maxAgeMs: 43_200_000,
    maxBytes: 0,
  });
  assert.match(refusal([], {}, "[events]\nnormla = []"), /Unknown key "events\.normla" .*did you mean normal\?/);
  assert.match(refusal([], {}, '[events]\nfull = "a.b"'), /"events\.full" .*: expected a list/);
  assert.match(refusal([], {}, '[events]\nfull = ["a..b"]'), /Bad value "a\.\.b" in "events\.full"/);
  assert.match(refusal([], {}, "[events]\nmax-age-days = -1"), /expected days, 0 for no limit/);
  assert.match(refusal([], {}, "[events]\nmax-size-mb = true"), /expected megabytes/);
  assert.match(refusal([], {}, "events = 1"), /has to be a table/);
});

Deno.test("dev mode refuses to listen beyond loopback", () => {
  assert.match(refusal(["--auth", "dev", "--host", "0.0.0.0"]), /loopback only, not on "0\.0\.0\.0"/);
  assert.match(refusal(["--auth", "dev"], { BULKHEAD_HOST: "::" }), /loopback only/);
  for (const host of ["127.0.0.1", "127.9.9.9", "::1", "localhost"]) {
    assert.equal(load(["--auth", "dev", "--host", host]).host, host);
  }
});

Deno.test("what this version cannot do is refused and not ignored", () => {
  assert.match(refusal(["--bus", "nats://a:4222,b:4222"]), /not part of this version yet/);
});

Deno.test("proxy mode without a trusted proxy starts with a warning", () => {
  assert.match(load(["--auth", "proxy"]).warnings.join(), /Nobody can sign in/);
  assert.deepEqual(load(["--auth", "proxy", "--trusted-proxy", "10.0.0.1"]).warnings, []);
});

Deno.test("an empty variable counts as not there, a mistyped one is warned of, secrets are left alone", () => {
  const config = load([], { BULKHEAD_PORT: "", BULKHEAD_PROT: "1", BULKHEAD_SECRET_X: "1", BULKHEAD_REQUIRE: "all" });
  assert.equal(config.port, 8080);
  assert.equal(config.warnings.length, 1);
  assert.match(config.warnings[0]!, /BULKHEAD_PROT.*did you mean BULKHEAD_PORT/);
});

Deno.test("help names every flag with its variable and default, and the version is told", () => {
  const answer = (args: string[]): ExitError => {
    try {
      load(args);
    } catch (error) {
      return error as ExitError;
    }
    throw new Error("did not stop");
  };
  const help = answer(["--help"]);
  assert.equal(help.exitCode, 0);
  for (const name of SETTING_NAMES) assert(help.message.includes(`--${name}`), name);
  assert(help.message.includes("BULKHEAD_TRUSTED_PROXY"));
  assert.match(answer(["--version"]).message, /^Bulkhead \d+\.\d+\.\d+$/);
});

Deno.test("profiles say which plugins begin enabled", () => {
  assert.equal(profileIncludes("full", "anything"), true);
  assert.equal(profileIncludes("light", "chat"), true);
  assert.equal(profileIncludes("light", "github"), false);
  assert.equal(profileIncludes("none", "chat"), false);
});

Deno.test("--inspect names a plugin and a loopback address, by default the usual one of debuggers", () => {
  const inspect = (text: string) => loadConfig(["--inspect", text], {}).inspect;
  assert.equal(loadConfig([], {}).inspect, undefined);
  assert.deepEqual(inspect("chat"), { plugin: "chat", address: "127.0.0.1:9229" });
  assert.deepEqual(inspect("link-check=9230"), { plugin: "link-check", address: "127.0.0.1:9230" });
  assert.deepEqual(inspect("chat=localhost:9230"), { plugin: "chat", address: "127.0.0.1:9230" });
  assert.deepEqual(inspect("chat=[::1]:9230"), { plugin: "chat", address: "[::1]:9230" });
  assert.match(loadConfig(["--inspect", "chat"], {}).warnings.join(), /attach a debugger to "chat"/);
  for (const text of ["chat=0.0.0.0:9229", "chat=example.org:9229", "chat=:9229", "chat=0", "chat=99999", "Chat", ""]) {
    assert.throws(() => loadConfig(["--inspect", text], {}), /expected the id of a plugin|needs a value/, text);
  }
});

Deno.test("the table proxy says which role a group gives", () => {
  const { proxy } = load([], {}, '[proxy]\ndefault-role = "guest"\n[proxy.roles]\nadmin = ["captains"]');
  assert.deepEqual(proxy, { roles: { admin: ["captains"] }, defaultRole: "guest" });
  assert.deepEqual(load([]).proxy, { roles: {}, defaultRole: "member" });
  assert.match(refusal([], {}, "[proxy.roles]\nagent = []"), /accepted are owner, admin, member, guest/);
  assert.match(refusal([], {}, '[proxy]\ndefault-role = "none"'), /keeps everybody out/);
  assert.match(refusal([], {}, '[proxy]\nrole = "none"'), /Unknown key "proxy.role".*did you mean roles/);
});
