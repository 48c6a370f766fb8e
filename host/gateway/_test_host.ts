import { Hono } from "hono";
import { deleteCookie } from "hono/cookie";
import { z } from "zod";
import type { BusEvent, Caller, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Audience, EventLog, ReadOptions, Rooms } from "../bus/ports.ts";
import type { Authenticator, AuthEnv } from "../identity/ports.ts";
import type { Logger } from "../observe/ports.ts";
import { CallCounters, createRouter, hostMethod, hostProvider, type RateLimits, type Router } from "../rpc/mod.ts";
import { createGateway, type Gateway, type GatewayOptions, type GatewayParts } from "./mod.ts";
import type { HookTarget, PluginPages } from "./ports.ts";
import { TypeMatcher } from "./socket/type_pattern.ts";

export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silent,
};

/** An event log in memory: only what the gateway asks of one. */
export class MemoryLog implements Pick<EventLog, "read" | "head" | "oldest" | "watch"> {
  readonly events: BusEvent[] = [];
  /** Positions up to here are pruned. */
  pruned = 0;
  /** Awaited in each read, so that a test can publish in the middle of one. */
  onRead: (options: ReadOptions) => Promise<void> | void = () => {};
  readonly #listeners = new Set<(events: BusEvent[]) => void>();

  head(): number {
    return this.events.length;
  }

  oldest(): number {
    return this.events.length > this.pruned ? this.pruned + 1 : 0;
  }

  async read(options: ReadOptions): Promise<BusEvent[]> {
    const since = options.since ?? 0;
    const matcher = new TypeMatcher(options.types ?? ["**"]);
    // A snapshot, as a transaction would see it.
    const found = this.events.filter((event) =>
      event.seq > Math.max(since, this.pruned) && matcher.matches(event.type)
    );
    await this.onRead(options);
    return found.slice(0, Math.min(options.limit ?? 50, 200));
  }

  watch(listener: (events: BusEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Appends and announces events in one go. */
  publish(...events: { type: string; data?: unknown; audience?: string }[]): void {
    const appended = events.map(({ type, data = {}, audience = "role:member" }, index): BusEvent => ({
      specversion: "1.0",
      id: `e${this.events.length + index + 1}`,
      source: type.split(".")[0]!,
      type,
      time: "2026-01-01T00:00:00.000Z",
      datacontenttype: "application/json",
      data,
      actorkind: "system",
      hops: 0,
      seq: this.events.length + index + 1,
      audience,
    }));
    this.events.push(...appended);
    for (const listener of this.#listeners) listener(appended);
  }
}

/** Tokens are `<role>`, `<role>-2` …; the cookie is `session-<role>` with the CSRF value `csrf`. */
export class TestAuthenticator implements Authenticator {
  readonly revoked = new Set<string>();

  // deno-lint-ignore require-await -- the port is asynchronous
  async authenticate(credentials: Parameters<Authenticator["authenticate"]>[0]) {
    const { bearer, cookie, forwardedUser } = credentials;
    if (bearer !== undefined) {
      if (this.revoked.has(bearer) || !/^(owner|admin|member|guest|agent)(-\d)?$/.test(bearer)) {
        throw new RpcError("unauthenticated", "The token is not valid");
      }
      return { caller: person(bearer), tokenId: `t-${bearer}` };
    }
    if (cookie !== undefined) {
      if (this.revoked.has(cookie)) return undefined;
      if (credentials.mutating && credentials.csrf !== "csrf") {
        throw new RpcError("forbidden", "The CSRF token is missing or wrong");
      }
      return { caller: person(cookie.replace("session-", "")), sessionId: cookie };
    }
    return forwardedUser === undefined ? undefined : { caller: person(forwardedUser) };
  }
}

export function person(id: string): Caller {
  return { kind: "user", id, name: id, role: id.split("-")[0] as Role };
}

export interface TestHost extends AsyncDisposable {
  gateway: Gateway;
  router: Router;
  log: MemoryLog;
  authenticator: TestAuthenticator;
  counters: CallCounters;
  members: Map<string, Set<string>>;
  dataDir: string;
  uiDir: string;
  /** Path on the TCP port. */
  url(path: string): string;
  /** A call by POST /rpc with a member's token. */
  post(body: unknown, init?: RequestInit): Promise<Response>;
}

export interface TestHostOptions {
  gateway?: Partial<GatewayOptions>;
  rateLimits?: RateLimits;
  hooks?: HookTarget;
  /** Default: the plugin `demo` has a page that is compiled in. */
  pages?: PluginPages;
  /** Leave the gateway as it is before the parts are there. */
  closed?: boolean;
}

/** A gateway on a free port with a router that knows the provider `demo`. */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const dataDir = await Deno.makeTempDir({ prefix: "bulkhead-gateway-" });
  const uiDir = `${dataDir}/ui`;
  const gateway = await createGateway({
    host: "127.0.0.1",
    port: 0,
    dataDir,
    uiDir,
    mode: "local",
    version: "1.2.3",
    logger: silent,
    ...options.gateway,
  });
  const counters = new CallCounters();
  const router = createRouter({
    grants: { mayCall: () => true },
    audit: { record() {} },
    metrics: counters,
    logger: silent,
    validateResults: true,
    rateLimits: options.rateLimits,
    version: "1.2.3",
  });
  router.setProvider("demo", { state: "ready", provider: hostProvider("demo", demoMethods()) });
  const log = new MemoryLog();
  const members = new Map<string, Set<string>>();
  const authenticator = new TestAuthenticator();
  const parts: GatewayParts = {
    router,
    authenticator,
    authRoutes: new Hono<{ Bindings: AuthEnv }>()
      .get("/state", (c) => {
        const { loopback, peerAddress, cookie } = c.env.credentials;
        // A name that tries to get out of wherever it is written.
        if (cookie === "member") {
          return c.json({ user: { name: "</script><!--<script>" }, csrf: "of the session" });
        }
        if (cookie !== undefined) deleteCookie(c, "bulkhead_session");
        return c.json({ loopback, peerAddress });
      })
      .post("/login", async (c) => c.json({ got: await c.req.json() })),
    log,
    audience: audienceOf(members),
    rooms: roomsOf(members),
    hooks: options.hooks ?? { deliver: () => Promise.reject(new RpcError("not_found", "No such hook")) },
    pages: options.pages ?? {
      find: (id) => Promise.resolve(id === "demo" ? { kind: "compiled" } : undefined),
      icon: () => Promise.resolve(undefined),
    },
    plugins: () => ({ demo: "ready" }),
    ready: () => true,
    metrics: () => counters.render(),
    owner: () => person("owner"),
  };
  if (!options.closed) gateway.open(parts);
  return {
    gateway,
    router,
    log,
    authenticator,
    counters,
    members,
    dataDir,
    uiDir,
    url: (path) => gateway.url + path,
    post: (body, init = {}) =>
      fetch(`${gateway.url}/rpc`, {
        method: "POST",
        ...init,
        headers: { "content-type": "application/json", authorization: "Bearer member", ...init.headers },
        body: typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream
          ? body as BodyInit
          : JSON.stringify(body),
      }),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function demoMethods() {
  return {
    "demo.echo": hostMethod({
      summary: "Answers what it was given",
      params: z.object({ text: z.string().max(2_000_000) }),
      result: z.object({ text: z.string(), caller: z.string() }),
      roles: ["owner", "admin", "member", "guest"],
      readOnly: true,
      handler: ({ text }, call) => ({ text, caller: call.caller.id }),
    }),
    "demo.fail": hostMethod({
      summary: "Throws something that is no RpcError",
      params: z.object({}),
      result: z.object({}),
      handler: () => {
        throw new Error("secret detail");
      },
    }),
    "demo.wait": hostMethod({
      summary: "Answers when it is taken back, or never",
      params: z.object({}),
      result: z.object({}),
      handler: () => new Promise<Record<string, never>>(() => {}),
    }),
  };
}

function roomsOf(members: Map<string, Set<string>>): Rooms {
  const key = (plugin: string, room: string) => `${plugin}/${room}`;
  return {
    set: (plugin, room, people) => {
      members.set(key(plugin, room), new Set(people));
      return Promise.resolve();
    },
    has: (plugin, room, id) => members.get(key(plugin, room))?.has(id) ?? false,
    members: (plugin, room) => [...members.get(key(plugin, room)) ?? []],
  };
}

function audienceOf(members: Map<string, Set<string>>): Audience {
  return {
    allows(event, { id, role }) {
      if (event.audience.startsWith("room:")) {
        return members.get(`${event.source}/${event.audience.slice(5)}`)?.has(id) ?? false;
      }
      return event.audience === `role:${role}`;
    },
  };
}
