import assert from "node:assert/strict";
import { parse } from "smol-toml";
import { ExitError } from "./exit_error.ts";
import { loadConfig } from "./load.ts";
import { type OidcSettings, readOidc } from "./oidc.ts";

const WHERE = "bulkhead.toml";
const BASE = 'issuer = "https://git.example.org"\nclient-id = "abc"\n';

function read(toml: string): OidcSettings {
  return readOidc(parse(toml).oidc, { where: WHERE });
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert(error instanceof ExitError, String(error));
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  throw new Error("was accepted");
}

Deno.test("a provider needs issuer and client id; all else has a default that lets nobody in unasked", () => {
  const { local, providers: [provider] } = read(`[oidc.providers.acme]\n${BASE}`);
  assert.equal(local, false);
  assert.deepEqual(provider, {
    id: "acme",
    kind: "oidc",
    name: "acme",
    issuer: "https://git.example.org/",
    clientId: "abc",
    scopes: ["openid", "profile", "email"],
    groupsClaim: "groups",
    linkByMail: false,
    signUp: "invitation",
    domains: [],
    groups: [],
    roles: {},
    defaultRole: "member",
    logout: true,
  });
});

Deno.test("GitHub and Forgejo bring their own scopes and ways, and keys may be written with underscores", () => {
  const { local, providers } = read(
    '[oidc]\nlocal = true\n[oidc.providers.hub]\nkind = "github"\nclient_id = "a"\nclient_secret = "HUB"\n' +
      `[oidc.providers.hub.roles]\nadmin = ["acme/ops"]\n[oidc.providers.forge]\nkind = "forgejo"\n${BASE}`,
  );
  assert.equal(local, true);
  assert.deepEqual(providers.map(({ name, issuer, clientAuth, scopes }) => ({ name, issuer, clientAuth, scopes })), [
    {
      name: "GitHub",
      issuer: "https://github.com/",
      clientAuth: "post",
      scopes: ["read:user", "user:email", "read:org"],
    },
    {
      name: "Forgejo",
      issuer: "https://git.example.org/",
      clientAuth: "post",
      scopes: ["openid", "profile", "email", "groups"],
    },
  ]);
});

Deno.test("what is wrong is refused by its path, with what was expected and what to do", () => {
  const of = (lines: string) => refusal(() => read(`[oidc.providers.acme]\n${lines}`));
  const cases: [lines: string, says: RegExp][] = [
    ['client-id = "a"', /"oidc\.providers\.acme" in bulkhead\.toml lacks "issuer".*git\.example\.org/],
    ['issuer = "https://x.org"', /lacks "client-id"/],
    [`${BASE}isuer = "x"`, /Unknown key "oidc\.providers\.acme\.isuer".*did you mean issuer/],
    [BASE.replace("https", "http"), /"oidc\.providers\.acme\.issuer".*https/],
    [BASE.replace("git.example.org", "u:p@git.example.org"), /without query, fragment or user/],
    ['issuer = "javascript:alert(1)"\nclient-id = "a"', /expected an address with https/],
    [`${BASE}kind = "gitlab"`, /expected one of oidc, forgejo, github/],
    [`${BASE}sign-up = "allowed"`, /has to say who is: domains/],
    [`${BASE}domains = ["x.org"]`, /has no effect with sign-up = "invitation"/],
    [`${BASE}sign-up = "allowed"\ndomains = ["@x.org"]`, /expected the domain of mail addresses/],
    [`${BASE}sign-up = "allowed"\ngroups = []`, /a list with at least one entry/],
    [`${BASE}link-by-mail = "yes"`, /expected true or false/],
    [`${BASE}default-role = "none"`, /keeps everybody out/],
    [`${BASE}default-role = "agent"`, /expected one of owner, admin, member, guest, none/],
    [`${BASE}[oidc.providers.acme.roles]\nadmins = ["x"]`, /Unknown key "oidc\.providers\.acme\.roles\.admins".*admin/],
    [`${BASE}[oidc.providers.acme.roles]\nadmin = "x"`, /expected a list/],
    ['kind = "github"\nclient-id = "a"', /lacks "client-secret".*GITHUB_CLIENT_SECRET/],
    ['kind = "github"\nclient-id = "a"\nclient-secret = "S"\ngroups-claim = "g"', /means nothing for GitHub/],
  ];
  for (const [lines, says] of cases) assert.match(of(lines), says, lines);
  assert.match(refusal(() => read(`[oidc.providers.Acme_1]\n${BASE}`)), /Bad name "Acme_1"/);
  assert.match(
    refusal(() => read(`[oidc.providers.a]\n${BASE}[oidc.providers.b]\n${BASE.replace(".org", ".org/")}`)),
    /have the same issuer/,
  );
  assert.match(refusal(() => readOidc("x", { where: WHERE })), /"oidc" in bulkhead\.toml has to be a table/);
});

Deno.test("a secret that stands where its name belongs is not repeated in the message", () => {
  const message = refusal(() => read(`[oidc.providers.acme]\n${BASE}client-secret = "gto_verysecret"`));
  assert.match(message, /bulkhead secret set/);
  assert.equal(message.includes("verysecret"), false);
});

Deno.test("oidc mode starts only where somebody can sign in and come back", () => {
  const dir = Deno.makeTempDirSync();
  const load = (args: string[]) => loadConfig(["--auth", "oidc", ...args], { BULKHEAD_DATA: dir });
  try {
    assert.match(refusal(() => load([])), /--auth: there is no provider to sign in with.*oidc\.providers/);
    Deno.writeTextFileSync(
      `${dir}/bulkhead.toml`,
      '[oidc.providers.hub]\nkind = "github"\nclient-id = "a"\nclient-secret = "HUB"\nsign-up = "everyone"\n',
    );
    assert.match(load([]).warnings.join(), /Everyone who has an account at GitHub gets one here/);
    assert.match(refusal(() => load(["--host", "0.0.0.0"])), /sends people back to --public-url/);
    assert.match(load(["--public-url", "http://team.example.org"]).warnings.join(), /without TLS/);
    assert.equal(load(["--host", "0.0.0.0", "--public-url", "https://team.example.org"]).oidc.providers.length, 1);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("the example of the README is read as it stands", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [, example] = /```toml\n(auth = "oidc"[\s\S]*?)```/.exec(readme)!;
  const { local, providers } = readOidc(parse(example!).oidc, { where: "README.md" });
  assert.equal(local, true);
  assert.deepEqual(providers.map(({ id, kind, signUp }) => `${id} ${kind} ${signUp}`), [
    "forgejo forgejo everyone",
    "github github allowed",
    "company oidc allowed",
  ]);
});
