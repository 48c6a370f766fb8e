import type { OidcProviderSettings } from "../../config/mod.ts";

/** What is kept between the way to a provider and the way back. */
export interface Trip {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
  /** Exactly as the provider knows it. */
  redirectUri: string;
}

export interface BeginOptions {
  /** The provider asks anew who it is, instead of answering with whoever is signed in there. */
  again?: boolean;
}

/** Whom a provider says somebody is. All of it was checked, and none of it is longer than it may be. */
export interface Arrival {
  issuer: string;
  subject: string;
  /** What people call it: user name or mail address. */
  label: string;
  /** Where a handle is made from. */
  handle: string;
  name?: string;
  /** Only one that the provider has verified. */
  email?: string;
  /** The provider told an address, and says that it is not verified. */
  hasUnverifiedEmail: boolean;
  /** Undefined: the provider could not tell. */
  groups?: string[];
  /** Names the session at the provider, to end it there. */
  idToken?: string;
  sid?: string;
}

/** A place where people can sign in. */
export interface Provider {
  readonly settings: OidcProviderSettings;
  /** Where to send the browser. Throws RpcError, reason `provider_unavailable` or `provider_settings`. */
  begin(trip: Trip & BeginOptions): Promise<URL>;
  /**
   * Whom the provider's answer names; `query` is what came back to the redirect URI. Throws RpcError with the reason
   * `provider_denied`, `provider_answer`, `provider_unavailable` or `provider_settings`.
   */
  finish(query: URLSearchParams, trip: Trip): Promise<Arrival>;
  /** Where a browser ends the provider's session and comes back from; undefined: it cannot, or is not asked to. */
  logoutUrl(options: { idToken?: string; returnTo: string }): Promise<URL | undefined>;
  /** The sessions that a back-channel logout token ends. Throws RpcError, reason `provider_answer`. */
  readLogoutToken(token: string): Promise<{ subject?: string; sid?: string; jti: string; expiresAt: number }>;
}
