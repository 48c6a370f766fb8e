import assert from "node:assert/strict";
import { lacks } from "../../tests/harness/mod.ts";
import { checkDeno, checkEnclosure } from "./checks.ts";
import { runWith, startTestHost } from "./_test_host.ts";

Deno.test("without a host every command says so, and how to start one", async () => {
  const dir = await Deno.makeTempDir();
  for (const args of [["plugin", "list"], ["status"], ["call", "host.user.me"], ["user", "reset", "ann"], ["logs"]]) {
    const { code, out, err } = await runWith({ BULKHEAD_DATA: dir }, args);
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(err, /^bulkhead: No host runs with the data folder ".*": start one with "bulkhead start --data .*"/);
  }
  await Deno.remove(dir, { recursive: true });
});

Deno.test("a socket that a killed host left behind is no host", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(`${dir}/run`);
  await Deno.writeTextFile(`${dir}/run/token`, "x\n");
  Deno.listen({ transport: "unix", path: `${dir}/run/rpc.sock` }).close();
  await Deno.writeTextFile(`${dir}/run/rpc.sock`, "").catch(() => {});
  const { code, err } = await runWith({}, ["status", "--data", dir]);
  assert.equal(code, 1);
  assert.match(err, /No host runs/);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("a wrong command line is code 2, with a guess", async () => {
  const unknown = await runWith({}, ["plugn"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /unknown command 'plugn'[\s\S]*plugin/);
  assert.equal((await runWith({}, ["plugin", "enable"])).code, 2);
  assert.equal((await runWith({}, ["logs", "--limit", "0"])).code, 2);
  assert.equal((await runWith({}, ["call", "x.y", "[1"])).code, 2);
  assert.equal((await runWith({}, ["call", "x.y", "7"])).code, 2);
});

Deno.test("help and version are answers, not errors", async () => {
  const help = await runWith({}, ["--help"]);
  assert.equal(help.code, 0);
  for (const name of ["start", "status", "plugin", "call", "logs", "user", "group", "secret", "doctor"]) {
    assert.match(help.out, new RegExp(`^  ${name}\\b`, "m"));
  }
  const version = await runWith({}, ["--version"]);
  assert.equal(version.code, 0);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

Deno.test("status tells version, plugins and connections, as text and as JSON", async () => {
  await using host = await startTestHost();
  const text = await host.cli(["status"]);
  assert.equal(text.code, 0, text.err);
  assert.match(
    text.out,
    /^Bulkhead 1\.2\.3: ok, up \d+ s, 0 open connections\n\nPLUGIN +STATE\ndemo +ready\nother +disabled\n$/,
  );
  const json = JSON.parse((await host.cli(["status", "--json"])).out);
  assert.equal(json.status, "ok");
  assert.equal(json.ready, true);
});

Deno.test("call takes params as an argument, an option or from stdin, and prints the result", async () => {
  await using host = await startTestHost();
  const expected = (await host.cli(["call", "host.user.get", '{"id":"@bob"}'])).out;
  assert.equal(JSON.parse(expected).handle, "bob");
  assert.equal((await host.cli(["call", "host.user.get", "--json", '{"id":"@bob"}'])).out, expected);
  assert.equal((await host.cli(["call", "host.user.get", "-"], { stdin: '{"id":"@bob"}' })).out, expected);
});

Deno.test("call prints a list as a table, one thing by its fields, and either for Nushell", async () => {
  await using host = await startTestHost();
  const list = (await host.cli(["call", "host.user.list", "-o", "table"])).out;
  assert.match(list, /^ID .*HANDLE[\s\S]*\bbob\b/);
  const one = (await host.cli(["call", "host.user.get", '{"id":"@bob"}', "--output", "table"])).out;
  assert.match(one, /^FIELD +VALUE\n[\s\S]*^handle +bob$/m);
  assert.match((await host.cli(["call", "host.user.list", "-o", "nuon"])).out, /^\{"items": \[\[.*"handle".*\]; \[/);
  assert.equal((await host.cli(["call", "host.user.list", "-o", "yaml"])).code, 2);
});

Deno.test("an error of the host is told with reason, place and hint, and is code 1", async () => {
  await using host = await startTestHost();
  const { code, err } = await host.cli(["call", "host.user.get", '{"id":"@nobody"}']);
  assert.equal(code, 1);
  assert.match(err, /^bulkhead: There is no user "@nobody" \(not_found, at \/id\)\nGive an id or @handle/);
  assert.match((await host.cli(["call", "host.nothing.here"])).err, /method_not_found/);
});

Deno.test("groups are made, filled, shown by name, renamed and removed", async () => {
  await using host = await startTestHost();
  assert.equal((await host.cli(["group", "list"])).out, "There are no groups\n");
  assert.equal((await host.cli(["group", "create", "Night watch", "@bob"])).out, "Night watch has 1 member\n");
  assert.equal((await host.cli(["group", "add", "Night watch", "alice", "bob"])).out, "Night watch has 2 members\n");
  assert.match((await host.cli(["group", "show", "Night watch"])).out, /^HANDLE .*\nalice .*\nbob /);
  assert.equal((await host.cli(["group", "take", "Night watch", "bob"])).out, "Night watch has 1 member\n");
  await host.cli(["group", "rename", "Night watch", "Day watch"]);
  const [one] = JSON.parse((await host.cli(["group", "list", "--json"])).out);
  assert.deepEqual([one.name, one.memberCount], ["Day watch", 1]);
  const unknown = await host.cli(["group", "show", "Night watch"]);
  assert.deepEqual([unknown.code, unknown.out], [1, ""]);
  assert.match(unknown.err, /There is no group "Night watch"/);
  assert.equal((await host.cli(["group", "remove", one.id])).out, "Day watch is removed\n");
});

Deno.test("the socket's owner is the owner: user list, invite and reset work", async () => {
  await using host = await startTestHost();
  const list = await host.cli(["user", "list"]);
  assert.match(list.out, /^HANDLE +NAME +ROLE +STATE +ID\nalice +Alice +owner +u-\w+\nbob /);
  assert.equal(JSON.parse((await host.cli(["user", "list", "--json"])).out).length, 4);
  const reset = await host.cli(["user", "reset", "bob"]);
  assert.match(reset.out, new RegExp(`^${host.gateway.url}/invite#[\\w-]{43}\\n$`));
  const token = reset.out.trim().split("#")[1];
  const accepted = await fetch(`${host.gateway.url}/auth/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, password: "quiet green rivers" }),
  });
  assert.equal(accepted.status, 200);
  assert.equal((await accepted.json()).user.handle, "bob");
  assert.match((await host.cli(["user", "invite", "eve", "--role", "guest", "--days", "1"])).out, /\/invite#/);
  assert.equal((await host.cli(["user", "invite", "eve", "--days", "0"])).code, 2);
});

Deno.test("a secret comes from stdin, without its line end, and is never shown again", async () => {
  await using host = await startTestHost();
  const value = "whsec_0123456789";
  const stored = await host.cli(["secret", "set", "GITHUB_WEBHOOK_SECRET"], { stdin: `${value}\n` });
  assert.deepEqual([stored.code, stored.out], [0, "GITHUB_WEBHOOK_SECRET is stored\n"]);
  const list = await host.cli(["secret", "list"]);
  assert.match(list.out, /GITHUB_WEBHOOK_SECRET +…6789 +store/);
  assert.equal((await host.cli(["secret", "set", "EMPTY"], { stdin: "\n" })).code, 2);
  assert.match((await host.cli(["secret", "set", "lower"], { stdin: "x" })).err, /invalid_params, at \/name/);
  assert.equal((await host.cli(["secret", "delete", "GITHUB_WEBHOOK_SECRET"])).code, 0);
  assert.equal((await host.cli(["secret", "list"])).out, "There are no secrets\n");
});

Deno.test("logs prints the newest records in order, narrowed by level and source", async () => {
  await using host = await startTestHost();
  const { out, err } = await host.cli(["logs", "--source", "host"]);
  assert.equal(err, "");
  const lines = out.trim().split("\n").filter((line) => line.includes(" line"));
  assert.match(lines[0]!, /INFO +host: A first line \{"answer":42\}$/);
  assert.match(lines[1]!, /WARN +host: A second line$/);
  const warnings = await host.cli(["logs", "--level", "warn", "--json"]);
  const levels = warnings.out.trim().split("\n").map((line) => JSON.parse(line).level);
  assert(levels.length > 0 && levels.every((level) => ["warn", "error"].includes(level)));
});

Deno.test("logs --follow goes on with what comes", async () => {
  await using host = await startTestHost();
  let written = 0;
  const { out } = await host.cli(["logs", "--follow", "--source", "host"], {
    until: (out) => {
      // Each line that is printed is answered with the next one.
      if (written < 3) host.log(`Followed ${++written}`);
      return out.includes("Followed 3");
    },
  });
  assert.match(out, /A second line[\s\S]*Followed 1[\s\S]*Followed 2[\s\S]*Followed 3/);
});

Deno.test("logs --all prints every record that fits, the oldest first, however many there are", async () => {
  await using host = await startTestHost();
  for (let n = 1; n <= 450; n++) host.log(`Entry ${n}.`);
  const { out } = await host.cli(["logs", "--all", "--text", "entry", "--json"]);
  const messages = out.trim().split("\n").map((line) => JSON.parse(line).message);
  assert.deepEqual(messages, Array.from({ length: 450 }, (_, n) => `Entry ${n + 1}.`));
});

Deno.test("doctor names what is missing with the command that helps, and fails only for what is needed", async () => {
  await using host = await startTestHost();
  const healthy = await host.cli(["doctor"]);
  assert.match(healthy.out, /ok +host +runs, version 1\.2\.3/);
  assert.equal(healthy.code, 0, healthy.out);

  const bare = await runWith({ PATH: "/nowhere" }, ["doctor", "--json", "--data", `${host.dataDir}/not/yet`]);
  const findings = JSON.parse(bare.out) as { name: string; state: string; remedy?: string }[];
  for (const name of ["setpriv", "prlimit", "chromium", "cadaver", "rclone"]) {
    const finding = findings.find((candidate) => candidate.name === name)!;
    assert.equal(finding.state, "warn");
    assert.match(finding.remedy!, /^apt-get install/);
  }
  assert.equal(bare.code, 0);

  const unusable = await runWith({ PATH: "/nowhere" }, ["doctor", "--data", "/proc/nothing"]);
  assert.equal(unusable.code, 1);
  assert.match(unusable.out, /FAIL +data folder/);
});

Deno.test("doctor reads the settings as a start does, and asks the providers with which people sign in", async () => {
  await using host = await startTestHost();
  const write = (toml: string) => Deno.writeTextFile(`${host.dataDir}/bulkhead.toml`, toml);
  await write('auth = "oidc"\n');
  const none = await host.cli(["doctor"]);
  assert.equal(none.code, 1);
  assert.match(none.out, /FAIL +settings +"auth" in .*there is no provider to sign in with/);

  let issuer = "";
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json({ issuer, authorization_endpoint: `${issuer}authorize`, token_endpoint: `${issuer}token` }),
  );
  issuer = `http://127.0.0.1:${server.addr.port}/`;
  const provider = (id: string, address: string) =>
    `[oidc.providers.${id}]\nissuer = "${address}"\nclient-id = "a"\nclient-secret = "ACME_SECRET"\n`;
  await write(`auth = "oidc"\n${provider("acme", issuer)}`);
  assert.match(
    (await host.cli(["doctor"])).out,
    /FAIL +sign-in acme +acme answers, but the secret ACME_SECRET is not set/,
  );
  await host.cli(["secret", "set", "ACME_SECRET"], { stdin: "s" });
  assert.match((await host.cli(["doctor"])).out, /ok +sign-in acme +acme answers at http:/);

  await write(`auth = "oidc"\n${provider("acme", `${issuer}other`)}${provider("away", "http://127.0.0.1:1")}`);
  const { out, code } = await host.cli(["doctor"]);
  assert.equal(code, 1);
  assert.match(out, /FAIL +sign-in acme +acme cannot be used: it calls itself by another issuer/);
  assert.match(out, /FAIL +sign-in away +away does not answer/);
});

Deno.test({
  name: "doctor tries Deno inside bubblewrap",
  ignore: lacks("bubblewrap"),
  fn: async () => {
    const { out } = await runWith({}, ["doctor", "--json"]);
    const finding = JSON.parse(out).find(({ name }: { name: string }) => name === "bubblewrap");
    assert.match(finding.detail, /^\/usr\/bin\/bwrap: a compartment sees its own files and processes only/);
  },
});

Deno.test("what bubblewrap cannot do here is told with what it means", () => {
  const broken = checkEnclosure({ fault: "No permissions to create new namespace", privateNetwork: false });
  assert.equal(broken.state, "warn");
  assert.match(broken.detail, /No permissions to create new namespace.*plugins cannot start programs/);
  assert.match(broken.remedy!, /^apt-get install bubblewrap/);
  assert.equal(checkEnclosure({ privateNetwork: true }).state, "ok");
  assert.equal(checkEnclosure({ privateNetwork: false }).state, "warn");
});

Deno.test("an older Deno fails, a newer one is warned of", () => {
  assert.equal(checkDeno("2.9.6").state, "ok");
  assert.equal(checkDeno("2.9.5").state, "fail");
  assert.equal(checkDeno("2.10.0").state, "warn");
  assert.equal(checkDeno("1.99.99").state, "fail");
});

Deno.test("what others wrote cannot steer the terminal", async () => {
  await using host = await startTestHost();
  const { out } = await host.cli(["logs", "--text", "nothing-like-this"]);
  assert.equal(out, "");
  const { err } = await host.cli(["call", "host.user.get", JSON.stringify({ id: "\u001b[2Jx\u202e" })]);
  // deno-lint-ignore no-control-regex -- they are what must not be there
  assert(!/[\x00-\x09\x0b-\x1f\u202e]/.test(err), JSON.stringify(err));
});
