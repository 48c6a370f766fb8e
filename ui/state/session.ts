import { RpcFailure } from "../sdk/failure.ts";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import type { Me } from "../sdk/ports.ts";
import { t } from "../i18n/texts.ts";

/** What `GET /auth/state` answers. */
export interface AuthState {
  name: string;
  version: string;
  mode: "local" | "oidc" | "proxy" | "dev";
  claimed: boolean;
  /** People may sign in with a password or passkey. */
  local: boolean;
  /** Where else they may. */
  providers?: SignInProvider[];
  /** Why the way to a provider and back did not work; told once. */
  failure?: { message: string; reason: string; hint?: string };
  user?: Me;
  csrf?: string;
  /** This browser's among the sessions of the person. */
  sessionId?: string;
  devUsers?: { handle: string; name: string; role: Me["role"] }[];
}

/** A place where people sign in: Forgejo, GitHub, any OpenID provider. */
export interface SignInProvider {
  id: string;
  name: string;
  kind: "oidc" | "forgejo" | "github";
}

/** Failures after which another account at the provider may do better. */
const OTHER_ACCOUNT = /^(not_invited|not_connected|no_role|disabled|connected_elsewhere)$/;

/** Should the provider ask who it is, and not answer with the account that was just refused? */
export function wantsOtherAccount({ failure }: Pick<AuthState, "failure">): boolean {
  return failure !== undefined && OTHER_ACCOUNT.test(failure.reason);
}

/** What somebody wants at a provider besides signing in; one of the three. */
export interface ProviderPurpose {
  /** Token of the claim link. */
  claim?: string;
  /** Token of an invitation link. */
  invitation?: string;
  /** Connects one more sign-in with the account. */
  connect?: true;
}

/** What `GET /auth/identities` has of each. */
export interface IdentityInfo {
  id: string;
  /** Missing: the provider is not configured any more. */
  provider?: string;
  name: string;
  /** What the provider calls the person. */
  label: string;
  /** ISO 8601. */
  createdAt: string;
  lastUsedAt: string;
}

/** What `POST /auth/invitation` answers. */
export interface Invitation {
  /** `password` is for somebody who is here already and chooses a new one. */
  kind: "invitation" | "password";
  role: Me["role"];
  handle?: string;
  name?: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** What `GET /auth/passkeys` has of each. */
export interface PasskeyInfo {
  id: string;
  name: string;
  /** The name of the server at which it works. */
  site: string;
  synced: boolean;
  /** ISO 8601. */
  createdAt: string;
  lastUsedAt?: string;
}

export interface SessionOptions {
  fetch?: typeof fetch;
  /** What is known of it already. */
  state?: AuthState;
}

/** Who is signed in, and the ways in and out. Who came in is known after `load`. */
export class Session {
  #state: AuthState | undefined;
  #offered = false;
  #leaving = false;
  readonly #fetch: typeof fetch;

  constructor(options: SessionOptions = {}) {
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#state = options.state;
  }

  get state(): AuthState | undefined {
    return this.#state;
  }

  readonly csrf = (): string | undefined => this.#state?.csrf;

  /** Reads the state anew. */
  async load(): Promise<AuthState> {
    this.#state = await this.#ask<AuthState>("GET", "/auth/state");
    return this.#state;
  }

  /** The first person makes the server theirs. */
  async claim(body: { token: string; handle?: string; name?: string; password?: string }): Promise<void> {
    await this.#ask("POST", "/auth/claim", body);
  }

  async login(body: { handle: string; password: string }): Promise<void> {
    await this.#ask("POST", "/auth/login", body);
  }

  /** What an invitation link is for. */
  invitation(token: string): Promise<Invitation> {
    return this.#ask<Invitation>("POST", "/auth/invitation", { token });
  }

  /** Uses an invitation link: a new person comes in, or somebody known sets a new password. */
  async acceptInvite(body: { token: string; handle?: string; name?: string; password?: string }): Promise<void> {
    await this.#ask("POST", "/auth/accept", body);
  }

  async dev(handle: string): Promise<void> {
    await this.#ask("POST", "/auth/dev", { handle });
  }

  /** Asks the browser for a passkey of this site, and signs in whose it is. */
  async passkey(options: { autofill?: boolean } = {}): Promise<void> {
    const { startAuthentication } = await import("@simplewebauthn/browser");
    const optionsJSON = await this.#ask<PublicKeyCredentialRequestOptionsJSON>("POST", "/auth/passkey/options", {});
    this.#offered ||= options.autofill ?? false;
    const response = await startAuthentication({ optionsJSON, useBrowserAutofill: options.autofill ?? false });
    await this.#ask("POST", "/auth/passkey", { response });
  }

  /** Takes back what `passkey({ autofill: true })` began: while it waits, the browser does nothing else with passkeys. */
  async endPasskeyOffer(): Promise<void> {
    if (!this.#offered) return;
    const { WebAuthnAbortService } = await import("@simplewebauthn/browser");
    WebAuthnAbortService.cancelCeremony();
  }

  async passkeys(): Promise<PasskeyInfo[]> {
    return (await this.#ask<{ items: PasskeyInfo[] }>("GET", "/auth/passkeys")).items;
  }

  /** Has the browser make a passkey, and keeps it under a name. */
  async addPasskey(name: string): Promise<PasskeyInfo> {
    const { startRegistration } = await import("@simplewebauthn/browser");
    const optionsJSON = await this.#ask<PublicKeyCredentialCreationOptionsJSON>("POST", "/auth/passkeys/options", {});
    const response = await startRegistration({ optionsJSON });
    return await this.#ask("POST", "/auth/passkeys", { name, response });
  }

  async removePasskey(id: string): Promise<void> {
    await this.#ask("POST", "/auth/passkeys/remove", { id });
  }

  async changePassword(body: { current: string; password: string }): Promise<void> {
    await this.#ask("POST", "/auth/password", body);
  }

  /** Where to go to sign in with a provider; it sends the browser back to `returnTo`. */
  async provider(
    id: string,
    { returnTo, ...purpose }: ProviderPurpose & { returnTo?: string; again?: boolean } = {},
  ): Promise<string> {
    const body = { provider: id, ...purpose, ...(returnTo === undefined ? {} : { returnTo }) };
    return (await this.#ask<{ url: string }>("POST", "/auth/oidc/start", body)).url;
  }

  async identities(): Promise<IdentityInfo[]> {
    return (await this.#ask<{ items: IdentityInfo[] }>("GET", "/auth/identities")).items;
  }

  async removeIdentity(id: string): Promise<void> {
    await this.#ask("POST", "/auth/identities/remove", { id });
  }

  /** Answers where to go on to: the provider's own sign-out, or the first page. */
  async logout(): Promise<string> {
    this.#leaving = true;
    try {
      const { redirect } = await this.#ask<{ redirect?: string }>("POST", "/auth/logout", {});
      this.#state = undefined;
      return redirect ?? "/";
    } catch (error) {
      this.#leaving = false;
      throw error;
    }
  }

  /** The person signs out here: that the session is over is no news, and the page goes on to where that leads. */
  get leaving(): boolean {
    return this.#leaving;
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const csrf = this.csrf();
    let response: Response;
    let answer: { error?: Parameters<typeof RpcFailure.from>[0] } | undefined;
    try {
      response = await this.#fetch(path, {
        method,
        credentials: "same-origin",
        headers: {
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(csrf ? { "x-csrf-token": csrf } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      answer = text ? JSON.parse(text) : undefined;
    } catch (cause) {
      throw new RpcFailure({
        code: 0,
        reason: "offline",
        message: t("The server could not be reached"),
        hint: t("Check that it runs and that you are connected, then retry."),
      }, { cause });
    }
    if (answer?.error) throw RpcFailure.from(answer.error);
    if (!response.ok) {
      throw new RpcFailure({
        code: -32603,
        reason: "internal",
        message: t("{path} answered {status}", { path, status: response.status }),
      });
    }
    return answer as T;
  }
}
