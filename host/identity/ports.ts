import type { Caller, Role } from "../sdk/channel/protocol.ts";

export interface User {
  id: string;
  /** Login name, `[a-z0-9][a-z0-9._-]{0,31}`, unique. */
  handle: string;
  name: string;
  email?: string;
  role: Role;
  disabled: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** What the gateway hands over from one HTTP request or WebSocket upgrade. */
export interface Credentials {
  /** Session cookie, without its name. */
  cookie?: string;
  /** Bearer token. */
  bearer?: string;
  /** The value of X-CSRF-Token. */
  csrf?: string;
  /** True when the method may change something. */
  mutating: boolean;
  /** True when the peer is loopback, Host is a loopback name and no Forwarded header is there. */
  loopback: boolean;
  peerAddress: string;
  forwardedUser?: string;
  forwardedEmail?: string;
  forwardedGroups?: string;
}

/** Hono's bindings (`c.env`) of the routes below `/auth`: `Hono<{ Bindings: AuthEnv }>`. */
export interface AuthEnv {
  /** Of this request; `mutating` by its method. */
  credentials: Credentials;
}

/** Who asks. */
export interface Authenticated {
  caller: Caller;
  /** Set for a session cookie: the sockets of a revoked session are closed. */
  sessionId?: string;
  /** Set for an API token: its calls have rate limits of their own. */
  tokenId?: string;
}

/** Says who asks. Answers undefined for nobody; throws RpcError `unauthenticated` for a bad credential. */
export interface Authenticator {
  authenticate(credentials: Credentials): Promise<Authenticated | undefined>;
}

/** Slows down who guesses, at doors where credentials come with each request. */
export interface SignInAttempts {
  /** Throws RpcError `rate_limited` while this place has to wait. `subject` is what is guessed at. */
  check(subject: string, address: string): void;
  /** A credential was wrong. */
  failed(subject: string, address: string): void;
}

/** People as the rest of the host needs them. */
export interface Directory {
  get(id: string): User | undefined;
  /** By id, `@handle` or handle. */
  find(idOrHandle: string): User | undefined;
  list(): User[];
  /** Called after a user was added or changed. */
  onChange(listener: (user: User) => void): () => void;
}

/** What has lost its right to be signed in; sockets that were opened with it are to be closed. One of the three is set. */
export interface Revocation {
  sessionId?: string;
  tokenId?: string;
  /** All of this user's sessions, tokens and forwarded sign-ins (disabled, or the role changed). */
  userId?: string;
}

/** Tells the gateway which open sockets to close. */
export interface Revocations {
  /** Called after the change is on disk. Answers a function that unregisters. */
  onRevoke(listener: (revocation: Revocation) => void): () => void;
}

/** A file that is made while it is fetched. */
export interface Download {
  /** For the person's folder. */
  name: string;
  /** Content type. */
  type: string;
  open(): ReadableStream<Uint8Array>;
}

/** Lets the caller of a method fetch something, once and soon. */
export interface DownloadOffers {
  /** Answers the path to fetch it from, and until when in milliseconds since 1970. */
  offer(caller: Caller, download: Download): { path: string; expiresAt: number };
}

/** What may be fetched below `/downloads`, because a call has allowed it. */
export interface Downloads {
  /** Undefined when there is none of this name for this caller, or no longer. It can be taken once. */
  take(ticket: string, caller: Caller): Download | undefined;
}
