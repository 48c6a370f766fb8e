import * as oauth from "oauth4webapi";
import type { OidcProviderSettings } from "../../config/mod.ts";
import { RpcError } from "../../sdk/errors.ts";
import { cleanGroups } from "../groups/clean_groups.ts";
import { readProfile } from "./claims.ts";
import { answerFault, ProviderUnreachable } from "./faults.ts";
import { authorizationUrl, httpOf, type ProviderOptions, secretOf, toldFault } from "./oidc_provider.ts";
import type { Arrival, BeginOptions, Provider, Trip } from "./provider.ts";
import { askProvider } from "./provider_web.ts";

const PAGE = 100;
/** Pages of organisations and of teams that are read. */
const MAX_PAGES = 5;

/** GitHub, and GitHub Enterprise Server: OAuth without an id token, so its API says who somebody is. */
export class GithubProvider implements Provider {
  readonly settings: OidcProviderSettings;
  readonly #options: ProviderOptions;
  readonly #server: oauth.AuthorizationServer;
  readonly #api: string;

  constructor(options: ProviderOptions) {
    const { issuer } = options.settings;
    this.settings = options.settings;
    this.#options = options;
    this.#server = {
      issuer,
      authorization_endpoint: new URL("login/oauth/authorize", issuer).href,
      token_endpoint: new URL("login/oauth/access_token", issuer).href,
    };
    this.#api = new URL(issuer).host === "github.com" ? "https://api.github.com" : new URL("api/v3", issuer).href;
  }

  async begin(trip: Trip & BeginOptions): Promise<URL> {
    secretOf(this.#options);
    return await authorizationUrl(this.#server.authorization_endpoint!, this.settings, trip);
  }

  async finish(query: URLSearchParams, trip: Trip): Promise<Arrival> {
    try {
      const accessToken = await this.#token(query, trip);
      const user = await this.#get<{ id?: unknown; login?: unknown; name?: unknown }>("/user", accessToken);
      if (!Number.isSafeInteger(user.id)) throw answerFault(this.settings.name, "it names nobody");
      const subject = String(user.id);
      const groups = this.settings.groupsClaim === undefined ? [] : await this.#groups(accessToken);
      const claims = { preferred_username: user.login, name: user.name, ...await this.#email(accessToken) };
      return { issuer: this.settings.issuer, subject, ...readProfile(claims, subject), groups };
    } catch (error) {
      throw toldFault(error, this.#options);
    }
  }

  /** GitHub has no such thing. */
  logoutUrl(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** GitHub sends none. */
  readLogoutToken(): Promise<never> {
    return Promise.reject(answerFault(this.settings.name, "it sends no logout tokens"));
  }

  async #token(query: URLSearchParams, trip: Trip): Promise<string> {
    const client: oauth.Client = { client_id: this.settings.clientId };
    const auth = oauth.ClientSecretPost(secretOf(this.#options)!);
    const checked = oauth.validateAuthResponse(this.#server, client, query, trip.state);
    const answer = await oauth.authorizationCodeGrantRequest(
      this.#server,
      client,
      auth,
      checked,
      trip.redirectUri,
      trip.verifier,
      httpOf(this.settings),
    );
    // It tells what went wrong with status 200.
    const told = await answer.clone().json().catch(() => undefined) as { error?: unknown } | undefined;
    if (typeof told?.error === "string") {
      const refusal = new Response(JSON.stringify(told), {
        status: 400,
        headers: { "content-type": "application/json" },
      });
      await oauth.processAuthorizationCodeResponse(this.#server, client, refusal);
    }
    return (await oauth.processAuthorizationCodeResponse(this.#server, client, answer)).access_token;
  }

  /** The primary address, if it is verified; else another that is. Addresses that GitHub made up are none. */
  async #email(accessToken: string): Promise<{ email?: string; email_verified?: boolean }> {
    const emails = await this.#get<{ email?: unknown; primary?: unknown; verified?: unknown }[]>(
      "/user/emails",
      accessToken,
    );
    const known = (Array.isArray(emails) ? emails : []).filter(({ email }) =>
      typeof email === "string" && !email.toLowerCase().endsWith("@users.noreply.github.com")
    );
    const verified = known.filter((one) => one.verified === true);
    const best = verified.find((one) => one.primary === true) ?? verified[0] ?? known[0];
    return best ? { email: best.email as string, email_verified: best.verified === true } : {};
  }

  /** Organisations as `acme`, teams as `acme/ops`. */
  async #groups(accessToken: string): Promise<string[]> {
    const [organisations, teams] = await Promise.all([
      this.#all<{ login?: unknown }>("/user/orgs", accessToken),
      this.#all<{ slug?: unknown; organization?: { login?: unknown } }>("/user/teams", accessToken),
    ]);
    return cleanGroups([
      ...organisations.map(({ login }) => login),
      ...teams.map(({ slug, organization }) => `${organization?.login}/${slug}`),
    ]);
  }

  async #all<T>(path: string, accessToken: string): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const items = await this.#get<T[]>(`${path}?per_page=${PAGE}&page=${page}`, accessToken);
      if (!Array.isArray(items)) throw answerFault(this.settings.name, `${path} is no list`);
      all.push(...items);
      if (items.length < PAGE) break;
    }
    return all;
  }

  async #get<T>(path: string, accessToken: string): Promise<T> {
    const answer = await askProvider(`${this.#api}${path}`, {
      method: "GET",
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": "bulkhead",
      },
    });
    if (answer.status === 403 || answer.status === 429) {
      throw new ProviderUnreachable(`${path} answered ${answer.status}`);
    }
    if (answer.status !== 200) throw answerFault(this.settings.name, `${path.split("?")[0]} answered ${answer.status}`);
    try {
      return await answer.json() as T;
    } catch (cause) {
      throw new RpcError("forbidden", `The answer of ${this.settings.name} was not accepted: it is no JSON`, {
        reason: "provider_answer",
        cause,
      });
    }
  }
}
