import { createRemoteJWKSet, customFetch as joseFetch, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import type { OidcProviderSettings } from "../../config/mod.ts";
import type { Clock, Logger } from "../../observe/ports.ts";
import type { RpcError } from "../../sdk/errors.ts";
import { type Claims, readGroups, readProfile } from "./claims.ts";
import { answerFault, providerFault, settingsFault } from "./faults.ts";
import type { Arrival, BeginOptions, Provider, Trip } from "./provider.ts";
import { askProvider } from "./provider_web.ts";

/** What the provider says of itself is read anew after this. */
const METADATA_MS = 60 * 60_000;
/** Clocks differ. */
const TOLERANCE_S = 30;
/** A subject is at most 255 ASCII characters (OpenID Connect Core, 2). */
const MAX_SUBJECT = 255;
/** A longer one does not fit into the address of a sign-out. */
const MAX_ID_TOKEN = 4 * 1024;
/** Signatures that only the holder of a private key can make: neither `none` nor one made with the client's secret. */
const ASYMMETRIC = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;
const LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

export interface ProviderOptions {
  settings: OidcProviderSettings;
  clock: Clock;
  logger: Logger;
  /** The value of the secret that the settings name. */
  secret: (name: string) => string | undefined;
}

/** A provider that speaks OpenID Connect: found by its issuer, asked with the authorization code flow and PKCE. */
export class OidcProvider implements Provider {
  readonly settings: OidcProviderSettings;
  readonly #options: ProviderOptions;
  #metadata: { server: oauth.AuthorizationServer; at: number } | undefined;
  #reading: Promise<oauth.AuthorizationServer> | undefined;
  #keys: { uri: string; set: ReturnType<typeof createRemoteJWKSet> } | undefined;

  constructor(options: ProviderOptions) {
    this.settings = options.settings;
    this.#options = options;
  }

  async begin(trip: Trip & BeginOptions): Promise<URL> {
    return await this.#told(async () => {
      this.#clientAuth({ issuer: this.settings.issuer });
      const server = await this.#server();
      if (server.authorization_endpoint === undefined) throw this.#fault("it names no authorization_endpoint");
      return await authorizationUrl(server.authorization_endpoint, this.settings, trip);
    });
  }

  async finish(query: URLSearchParams, trip: Trip): Promise<Arrival> {
    return await this.#told(async () => {
      const server = await this.#server();
      const { settings } = this;
      const client: oauth.Client = { client_id: settings.clientId, [oauth.clockTolerance]: TOLERANCE_S };
      const checked = oauth.validateAuthResponse(server, client, query, trip.state);
      const auth = this.#clientAuth(server);
      const answer = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        auth,
        checked,
        trip.redirectUri,
        trip.verifier,
        this.#http(),
      );
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: trip.nonce,
        requireIdToken: true,
      });
      await oauth.validateApplicationLevelSignature(server, answer, this.#http());
      const idClaims = oauth.getValidatedIdTokenClaims(tokens)! as unknown as Claims & { sub: string };
      const { sub } = idClaims;
      if (sub === "" || sub.length > MAX_SUBJECT) throw answerFault(settings.name, "it names nobody");
      const claims = await this.#withUserInfo(server, client, { idClaims, accessToken: tokens.access_token });
      const groups = settings.groupsClaim === undefined ? [] : readGroups(claims, settings.groupsClaim);
      const idToken = tokens.id_token!;
      return {
        issuer: settings.issuer,
        subject: sub,
        ...readProfile(claims, sub),
        ...(groups === undefined ? {} : { groups }),
        ...(idToken.length <= MAX_ID_TOKEN ? { idToken } : {}),
        ...(typeof idClaims.sid === "string" && idClaims.sid.length <= MAX_SUBJECT ? { sid: idClaims.sid } : {}),
      };
    });
  }

  async logoutUrl({ idToken, returnTo }: { idToken?: string; returnTo: string }): Promise<URL | undefined> {
    if (!this.settings.logout) return undefined;
    const server = await this.#server();
    const url = URL.parse(server.end_session_endpoint ?? "");
    if (url === null || !isSafeEndpoint(url)) return undefined;
    url.searchParams.set("client_id", this.settings.clientId);
    if (idToken !== undefined) url.searchParams.set("id_token_hint", idToken);
    url.searchParams.set("post_logout_redirect_uri", returnTo);
    return url;
  }

  async readLogoutToken(
    token: string,
  ): Promise<{ subject?: string; sid?: string; jti: string; expiresAt: number }> {
    return await this.#told(async () => {
      const server = await this.#server();
      const { payload } = await jwtVerify(token, this.#keySet(server), {
        issuer: server.issuer,
        audience: this.settings.clientId,
        algorithms: algorithmsOf(server),
        clockTolerance: TOLERANCE_S,
        maxTokenAge: "10m",
        requiredClaims: ["iat", "jti", "exp"],
      });
      const { events, sub, sid, nonce, jti, exp } = payload as Claims;
      const isLogout = typeof events === "object" && events !== null && Object.hasOwn(events, LOGOUT_EVENT);
      if (!isLogout || nonce !== undefined || (typeof sub !== "string" && typeof sid !== "string")) {
        throw answerFault(this.settings.name, "it is no logout token");
      }
      return {
        ...(typeof sub === "string" ? { subject: sub } : {}),
        ...(typeof sid === "string" ? { sid } : {}),
        jti: String(jti).slice(0, MAX_SUBJECT),
        expiresAt: Number(exp) * 1_000,
      };
    });
  }

  /** What the id token lacks the userinfo endpoint may have: some providers put nothing but the subject into the token. */
  async #withUserInfo(
    server: oauth.AuthorizationServer,
    client: oauth.Client,
    { idClaims, accessToken }: { idClaims: Claims & { sub: string }; accessToken: string },
  ): Promise<Claims> {
    const { groupsClaim } = this.settings;
    const complete = typeof idClaims.email === "string" && idClaims.email_verified !== undefined &&
      typeof idClaims.name === "string" &&
      (groupsClaim === undefined || (readGroups(idClaims, groupsClaim)?.length ?? 1) > 0);
    if (complete || server.userinfo_endpoint === undefined) return idClaims;
    const answer = await oauth.userInfoRequest(server, client, accessToken, this.#http());
    const told = await oauth.processUserInfoResponse(server, client, idClaims.sub, answer) as unknown as Claims;
    return { ...told, ...idClaims, ...mailOf(idClaims, told) };
  }

  #clientAuth(server: oauth.AuthorizationServer): oauth.ClientAuth {
    const secret = secretOf(this.#options);
    if (secret === undefined) return oauth.None();
    const taken = server.token_endpoint_auth_methods_supported;
    const post = this.settings.clientAuth === "post" ||
      (this.settings.clientAuth === undefined && taken !== undefined && taken.includes("client_secret_post") &&
        !taken.includes("client_secret_basic"));
    return post ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
  }

  #server(): Promise<oauth.AuthorizationServer> {
    const { clock, logger } = this.#options;
    if (this.#metadata && clock.now() - this.#metadata.at < METADATA_MS) return Promise.resolve(this.#metadata.server);
    return this.#reading ??= this.#discover().then((server) => {
      this.#metadata = { server, at: clock.now() };
      return server;
    }, (error) => {
      if (!this.#metadata) throw error;
      logger.warn(`What ${this.settings.name} says of itself could not be read anew`, { error: String(error) });
      return this.#metadata.server;
    }).finally(() => this.#reading = undefined);
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.settings.issuer);
    const answer = await oauth.discoveryRequest(issuer, this.#http());
    const server = await oauth.processDiscoveryResponse(issuer, answer);
    return { ...server, id_token_signing_alg_values_supported: algorithmsOf(server) };
  }

  #keySet(server: oauth.AuthorizationServer): ReturnType<typeof createRemoteJWKSet> {
    const uri = server.jwks_uri ?? "";
    if (!URL.canParse(uri) || !isSafeEndpoint(new URL(uri))) throw this.#fault("it names no safe jwks_uri");
    if (this.#keys?.uri === uri) return this.#keys.set;
    const set = createRemoteJWKSet(new URL(uri), {
      [joseFetch]: (url, { headers }) =>
        askProvider(url, { method: "GET", headers: Object.fromEntries(new Headers(headers)) }),
    });
    this.#keys = { uri, set };
    return set;
  }

  #http() {
    return httpOf(this.settings);
  }

  #fault(why: string): RpcError {
    return settingsFault(this.settings.name, why);
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toldFault(error, this.#options);
    }
  }
}

/** An address and whether it is verified, from one of the two: what the one says of its own is no word for the other's. */
function mailOf(idClaims: Claims, told: Claims): Claims {
  const own = idClaims.email === undefined || (idClaims.email_verified === undefined && idClaims.email === told.email);
  const { email, email_verified } = own ? told : idClaims;
  return { email, email_verified };
}

/** Options of the library's requests. Plain http is for loopback only; the configuration has seen to the issuer. */
export function httpOf({ issuer }: OidcProviderSettings) {
  return { [oauth.customFetch]: askProvider, [oauth.allowInsecureRequests]: issuer.startsWith("http:") };
}

/** The client's secret; undefined for a public client. Throws when it is named and not there. */
export function secretOf({ settings, secret }: ProviderOptions): string | undefined {
  const { clientSecret, name } = settings;
  if (clientSecret === undefined) return undefined;
  const value = secret(clientSecret);
  if (value !== undefined) return value;
  throw settingsFault(name, `the secret ${clientSecret} is not set (bulkhead secret set ${clientSecret})`);
}

/** Where the browser goes, for any provider that speaks OAuth. */
export async function authorizationUrl(
  endpoint: string,
  settings: OidcProviderSettings,
  { again, ...trip }: Trip & BeginOptions,
): Promise<URL> {
  const url = URL.parse(endpoint);
  if (url === null || !isSafeEndpoint(url)) {
    throw settingsFault(settings.name, "the address that it names for signing in is not https");
  }
  const params: Record<string, string> = {
    client_id: settings.clientId,
    response_type: "code",
    redirect_uri: trip.redirectUri,
    scope: settings.scopes.join(" "),
    state: trip.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: "S256",
    ...(settings.kind === "github" ? {} : { nonce: trip.nonce }),
    ...(again ? { prompt: settings.kind === "github" ? "select_account" : "login" } : {}),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url;
}

/** Logs what the provider said, and answers what the person is told. */
export function toldFault(error: unknown, { settings, logger }: ProviderOptions): RpcError {
  const fault = providerFault(error, settings.name);
  const cause = fault.cause as (Error & { error?: string; error_description?: string }) | undefined;
  logger.warn(`A sign-in with ${settings.name} failed: ${fault.message}`, {
    provider: settings.id,
    reason: fault.data.reason,
    ...(cause ? { cause: `${cause.name}: ${cause.message}`.slice(0, 500) } : {}),
    ...(cause?.error === undefined ? {} : { said: `${cause.error}: ${cause.error_description ?? ""}`.slice(0, 500) }),
  });
  return fault;
}

function algorithmsOf(server: oauth.AuthorizationServer): string[] {
  const told = server.id_token_signing_alg_values_supported ?? ["RS256"];
  return told.filter((one) => ASYMMETRIC.test(one));
}

/** Browsers and requests are sent there, so it must not be `javascript:` or an unprotected place on the network. */
function isSafeEndpoint(url: URL): boolean {
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && loopback);
}
