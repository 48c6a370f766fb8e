import { badConfig } from "./exit_error.ts";
import { bad, keysOf, listOf, oneOf, tableOf, text } from "./table_values.ts";
import { readRoleMapping, type RoleMapping } from "./role_mapping.ts";

const KINDS = ["oidc", "forgejo", "github"] as const;
const SIGN_UPS = ["invitation", "allowed", "everyone"] as const;
const CLIENT_AUTHS = ["basic", "post"] as const;

/** One place where people can sign in. */
export interface OidcProviderSettings extends RoleMapping {
  /** The table's name: part of the redirect URI. */
  id: string;
  kind: (typeof KINDS)[number];
  /** For people. */
  name: string;
  /** As its tokens say it, in the spelling of `URL.href`. */
  issuer: string;
  clientId: string;
  /** The name of a secret; undefined: a public client, which has none. */
  clientSecret?: string;
  /** How the secret is sent; undefined: as the provider says it takes it. */
  clientAuth?: (typeof CLIENT_AUTHS)[number];
  scopes: string[];
  /** Name of the claim, or a path with dots; undefined: groups are not read. */
  groupsClaim?: string;
  /** The provider's word for a mail address is enough to open the account that has it. */
  linkByMail: boolean;
  /** Who gets an account at the first sign-in. */
  signUp: (typeof SIGN_UPS)[number];
  /** With `allowed`: domains of verified mail addresses, in small letters. */
  domains: string[];
  /** With `allowed`: groups. */
  groups: string[];
  /** Signing out here signs out there too, where the provider can do that. */
  logout: boolean;
}

/** What bulkhead.toml says of signing in with a provider. */
export interface OidcSettings {
  /** People may sign in with a password or passkey too. */
  local: boolean;
  providers: OidcProviderSettings[];
}

/** The issuer of GitHub itself. */
const GITHUB = "https://github.com/";

const ID = /^[a-z][a-z0-9-]{0,31}$/;
const SECRET = /^[A-Z][A-Z0-9_]{0,63}$/;
const KEYS = ["local", "providers"];
const PROVIDER_KEYS = [
  ...["kind", "name", "issuer", "client-id", "client-secret", "client-auth", "scopes", "groups-claim"],
  ...["link-by-mail", "sign-up", "domains", "groups", "roles", "default-role", "logout"],
];

/**
 * The table `oidc` of bulkhead.toml: where people sign in with `--auth oidc`.
 *
 * ```toml
 * [oidc]
 * local = true
 *
 * [oidc.providers.forgejo]
 * kind = "forgejo"
 * issuer = "https://git.example.org"
 * client-id = "0d6f…"
 * client-secret = "FORGEJO_CLIENT_SECRET"
 * sign-up = "allowed"
 * groups = ["acme"]
 *
 * [oidc.providers.forgejo.roles]
 * admin = ["acme:owners"]
 * ```
 */
export function readOidc(table: unknown, { where }: { where: string }): OidcSettings {
  const settings: OidcSettings = { local: false, providers: [] };
  if (table === undefined) return settings;
  const given = keysOf(table, { path: "oidc", where, accepted: KEYS });
  if (given.local !== undefined) settings.local = truth(given.local, `"oidc.local" in ${where}`);
  for (const [id, one] of Object.entries(tableOf(given.providers ?? {}, `"oidc.providers" in ${where}`))) {
    if (!ID.test(id)) {
      throw badConfig(
        `Bad name "${id}" of a table in "oidc.providers" in ${where}: expected small letters, digits and dashes, ` +
          'at most 32, such as "forgejo"; it becomes part of the redirect URI',
      );
    }
    settings.providers.push(readProvider(one, id, where));
  }
  const issuers = new Map<string, string>();
  for (const { id, issuer } of settings.providers) {
    const other = issuers.get(issuer);
    if (other === undefined) issuers.set(issuer, id);
    else {
      throw badConfig(
        `"oidc.providers.${other}" and "oidc.providers.${id}" in ${where} have the same issuer "${issuer}": ` +
          "an account there would be two here; keep one",
      );
    }
  }
  return settings;
}

function readProvider(table: unknown, id: string, where: string): OidcProviderSettings {
  const path = `oidc.providers.${id}`;
  const given = keysOf(table, { path, where, accepted: PROVIDER_KEYS });
  const at = (key: string): string => `"${path}.${key}" in ${where}`;
  const read = <T>(key: string, how: (value: unknown, at: string) => T, preset: T): T =>
    given[key] === undefined ? preset : how(given[key], at(key));
  const needed = (key: string, what: string): never => {
    throw badConfig(`The table "${path}" in ${where} lacks "${key}": ${what}`);
  };

  const kind = read("kind", oneOf(KINDS), "oidc");
  const mapping = readRoleMapping(given, path, where);
  const signUp = read("sign-up", oneOf(SIGN_UPS), "invitation");
  const domains = read("domains", listOf(domain), []);
  const groups = read("groups", listOf(text), []);
  if (signUp === "allowed" && domains.length + groups.length === 0) {
    needed("domains", 'with sign-up = "allowed" it has to say who is: domains of mail addresses, or groups, or both');
  }
  if (signUp !== "allowed" && domains.length + groups.length > 0) {
    throw badConfig(
      `${at(domains.length > 0 ? "domains" : "groups")} has no effect with sign-up = "${signUp}": ` +
        'write sign-up = "allowed"',
    );
  }
  const wantsGroups = groups.length > 0 || Object.keys(mapping.roles).length > 0;
  const clientSecret = read<string | undefined>("client-secret", secretName, undefined);
  if (kind === "github" && clientSecret === undefined) {
    needed("client-secret", "the name of a secret, such as GITHUB_CLIENT_SECRET; GitHub asks for it");
  }
  return {
    id,
    kind,
    name: read("name", text, { oidc: id, forgejo: "Forgejo", github: "GitHub" }[kind]),
    issuer: read("issuer", issuerUrl, kind === "github" ? GITHUB : undefined) ??
      needed("issuer", 'the address of the provider, such as "https://git.example.org"'),
    clientId: read<string | undefined>("client-id", text, undefined) ??
      needed("client-id", "the provider shows it where you made the application"),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...clientAuthOf(read("client-auth", oneOf(CLIENT_AUTHS), kind === "oidc" ? undefined : "post")),
    scopes: read("scopes", listOf(text), scopesOf(kind, wantsGroups)),
    ...groupsClaimOf(kind, read<string | undefined>("groups-claim", text, undefined), at, wantsGroups),
    linkByMail: read("link-by-mail", truth, false),
    signUp,
    domains,
    groups,
    ...mapping,
    logout: read("logout", truth, true),
  };
}

/** Does an account that anybody in the world can make there make one here? */
export function isOpenToAll({ kind, issuer, signUp }: OidcProviderSettings): boolean {
  return signUp === "everyone" && kind === "github" && issuer === GITHUB;
}

function clientAuthOf(clientAuth: OidcProviderSettings["clientAuth"]): Pick<OidcProviderSettings, "clientAuth"> {
  return clientAuth === undefined ? {} : { clientAuth };
}

function scopesOf(kind: OidcProviderSettings["kind"], wantsGroups: boolean): string[] {
  if (kind === "github") return ["read:user", "user:email", ...(wantsGroups ? ["read:org"] : [])];
  return ["openid", "profile", "email", ...(kind === "forgejo" ? ["groups"] : [])];
}

/** A provider of OpenID Connect names its claim; GitHub has none, its organisations and teams are read where they count. */
function groupsClaimOf(
  kind: OidcProviderSettings["kind"],
  claim: string | undefined,
  at: (key: string) => string,
  wantsGroups: boolean,
): Pick<OidcProviderSettings, "groupsClaim"> {
  if (kind === "github") {
    if (claim === undefined) return wantsGroups ? { groupsClaim: "groups" } : {};
    throw badConfig(
      `${at("groups-claim")} means nothing for GitHub: its groups are organisations and teams ("acme/ops")`,
    );
  }
  return { groupsClaim: claim ?? "groups" };
}

function truth(value: unknown, at: string): boolean {
  if (typeof value === "boolean") return value;
  throw bad(value, at, "true or false");
}

function domain(value: unknown, at: string): string {
  if (typeof value === "string" && /^([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/i.test(value) && value.length <= 253) {
    return value.toLowerCase();
  }
  throw bad(value, at, 'the domain of mail addresses, such as "example.org"');
}

function secretName(value: unknown, at: string): string {
  if (typeof value === "string" && SECRET.test(value)) return value;
  // What stands there may be the secret itself, so it is not shown.
  throw badConfig(
    `Bad value for ${at}: expected the name of a secret, such as "FORGEJO_CLIENT_SECRET"; ` +
      "keep the secret itself with: bulkhead secret set FORGEJO_CLIENT_SECRET",
  );
}

function issuerUrl(value: unknown, at: string): string {
  const url = typeof value === "string" ? URL.parse(value) : null;
  const what = 'an address with https, such as "https://git.example.org", without query, fragment or user';
  if (url === null || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw bad(value, at, what);
  }
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) throw bad(value, at, what);
  // One spelling: "https://git.example.org" and "https://git.example.org/" are the same.
  return url.href;
}
