import type { Hono } from "hono";
import type { AuthMode, OidcSettings, RoleMapping } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import type { AuditSink, HostMethods } from "../rpc/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { ApiTokens } from "./api_tokens.ts";
import { AuditLog, auditMethods, migrateAudit, presentEntry, TicketedDownloads } from "./audit/mod.ts";
import { IdentityAuthenticator } from "./authenticator.ts";
import { Claim } from "./claim.ts";
import type { IdentityContext } from "./context.ts";
import { seedDemo } from "./demo.ts";
import { Groups } from "./groups/groups.ts";
import { Invitations } from "./invitations.ts";
import { groupMethods } from "./methods/group.ts";
import { invitationMethods } from "./methods/invitation.ts";
import { sessionMethods } from "./methods/session.ts";
import { tokenMethods } from "./methods/token.ts";
import { userMethods } from "./methods/user.ts";
import { ProviderSessions } from "./oidc/provider_sessions.ts";
import { ProviderSignIn } from "./oidc/sign_in.ts";
import { canSignIn, type Ways } from "./ownership.ts";
import { Passkeys } from "./passkeys/passkeys.ts";
import { type PasswordCost, Passwords } from "./password.ts";
import { People } from "./people.ts";
import type {
  Authenticator,
  AuthEnv,
  Directory,
  DownloadOffers,
  Downloads,
  Revocation,
  Revocations,
  SignInAttempts,
} from "./ports.ts";
import { ProxySignIn } from "./proxy_sign_in.ts";
import { authRoutes } from "./routes/mod.ts";
import { Sessions } from "./sessions.ts";
import { AttemptThrottle } from "./throttle.ts";

export interface IdentityOptions {
  db: Database;
  writer: Writer;
  mode: AuthMode;
  /** Where people sign in in `oidc` mode. */
  oidc?: OidcSettings;
  /** What groups of the proxy give, in `proxy` mode; default nothing. */
  proxy?: RoleMapping;
  /** The value of a secret by its name: those of the providers' clients. */
  secret?: (name: string) => string | undefined;
  clock: Clock;
  /** Scheme, host and port of links; a function when it is known only once the host listens. */
  publicUrl: string | (() => string);
  /** Seeds alice, bob, carol and dave; dev mode does so in any case. */
  demo: boolean;
  logger: Logger;
  /** What hashing a password costs; tests make it cheap. */
  passwordCost?: PasswordCost;
  /** Takes secrets out of what the audit log keeps. */
  redact?: (text: string) => string;
  /** Told when the people or their groups are others now; `invitations`: the open ones may be too. */
  peopleChanged?(what: { invitations: boolean }): void;
  /** Told of new entries of the audit log, newest first, as `host.audit.list` answers them. */
  audited?(entries: unknown[]): void;
}

/** People, and how they prove who they are. */
export interface Identity extends Revocations {
  authenticator: Authenticator;
  directory: Directory;
  /** Served below `/auth`. */
  authRoutes: Hono<{ Bindings: AuthEnv }>;
  /** `host.user.*`, `host.group.*`, `host.invitation.*`, `host.session.*`, `host.token.*`, `host.audit.*`. */
  methods: HostMethods;
  audit: AuditSink;
  /** What calls have allowed to be fetched. */
  downloads: Downloads & DownloadOffers;
  /** The same memory of failed attempts as that of the sign-in. */
  attempts: SignInAttempts;
  /** The link by which the first owner comes in, with a fresh token at each call; undefined when there is an owner. */
  claimLink(): string | undefined;
  /** Is this person signed in with this session now? */
  hasSession(userId: string, sessionId: string): boolean;
  /** For whom the Unix socket acts: the first owner. */
  owner(): Caller | undefined;
  /** Writes what is buffered. */
  close(): Promise<void>;
}

/** Brings the tables up to date (throws MigrationError) and loads everybody. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { db, writer, mode, clock, logger, publicUrl } = options;
  migrate(db, "identity", new URL("./migrations/", import.meta.url));
  migrateAudit(db);
  const people = new People(db, writer);
  if (options.demo || mode === "dev") await seedDemo(people, clock);

  const oidc: OidcSettings = mode === "oidc" && options.oidc || { local: false, providers: [] };
  const ways: Ways = {
    mode,
    local: mode === "local" || oidc.local,
    issuers: oidc.providers.map(({ issuer }) => issuer),
  };
  // Most hosts have none, and do not load what speaks with them.
  const providers = oidc.providers.length === 0
    ? []
    : (await import("./oidc/make_providers.ts")).makeProviders(oidc.providers, {
      clock,
      logger,
      secret: options.secret ?? (() => undefined),
    });
  const providerSessions = new ProviderSessions(db, writer);
  if (mode === "oidc") await providerSessions.endOfClosedWays(ways);
  const sessions = new Sessions({ db, writer, mode, clock, logger });
  const tokens = new ApiTokens({ db, writer, clock, logger });
  const listeners = new Set<(revocation: Revocation) => void>();
  const revoked = (revocation: Revocation) => {
    for (const listener of listeners) listener(revocation);
  };
  const mapping = options.proxy ?? { roles: {}, defaultRole: "member" };
  const proxy = new ProxySignIn({ people, clock, ways, logger, mapping, revoked });
  const authenticator = new IdentityAuthenticator({ mode, people, sessions, tokens, proxy });
  const changed = (what = { invitations: false }) => options.peopleChanged?.(what);
  // Who is new may have come by one.
  people.onChange((_user, before) => changed({ invitations: before === undefined }));
  const context: IdentityContext = {
    mode,
    ways,
    clock,
    logger,
    people,
    groups: new Groups(db, writer, clock),
    sessions,
    tokens,
    proxy,
    authenticator,
    invitations: new Invitations(db, writer, clock),
    claim: new Claim(people, ways),
    providers: new ProviderSignIn(providers, clock),
    providerSessions,
    passwords: new Passwords(options.passwordCost),
    passkeys: new Passkeys(db, writer, clock),
    throttle: new AttemptThrottle(clock),
    audit: new AuditLog({
      ...{ db, writer, clock, logger, redact: options.redact },
      added: (entries) => options.audited?.(entries.map(presentEntry)),
    }),
    publicUrl: typeof publicUrl === "string" ? () => publicUrl : publicUrl,
    changed,
    revoked,
  };
  const downloads = new TicketedDownloads(() => clock.now());
  return {
    authenticator,
    downloads,
    attempts: context.throttle,
    directory: people,
    authRoutes: authRoutes(context),
    methods: {
      ...userMethods(context),
      ...groupMethods(context),
      ...invitationMethods(context),
      ...sessionMethods(context),
      ...tokenMethods(context),
      ...auditMethods(context, downloads),
    },
    audit: context.audit,
    claimLink: () => context.claim.link(context.publicUrl()),
    hasSession: (userId, sessionId) => sessions.isAlive(userId, sessionId),
    owner: () => ownerOf(people, ways),
    onRevoke: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => context.audit.flush(),
  };
}

/** The first owner who can sign in, or at least the first. */
function ownerOf(people: People, ways: Ways): Caller | undefined {
  const owners = Array.from(people.persons()).filter(({ user }) => user.role === "owner" && !user.disabled);
  return (owners.find((person) => canSignIn(person, ways)) ?? owners[0])?.caller;
}
