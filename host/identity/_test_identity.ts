import type { AuthMode, RoleMapping } from "../config/mod.ts";
import { type ManualClock, manualClock } from "../observe/mod.ts";
import type { Logger } from "../observe/ports.ts";
import type { CallRequest } from "../rpc/ports.ts";
import { hostProvider } from "../rpc/mod.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { type Identity, openIdentity } from "./open.ts";
import type { Credentials, Revocation } from "./ports.ts";

/** Cheap enough for tests, dear enough to be scrypt. */
const TEST_COST = { logN: 10, r: 8, p: 1 };

export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** What one request to a sign-in route carries. */
export interface RequestOptions {
  body?: unknown;
  /** Instead of `body`: sent as it is. */
  raw?: string;
  contentType?: string;
  cookie?: string;
  csrf?: string;
  credentials?: Partial<Credentials>;
}

export interface Answer {
  status: number;
  // deno-lint-ignore no-explicit-any -- tests look into it
  body: any;
  /** The session cookie that the answer sets, without its name; undefined when it sets none. */
  cookie?: string;
  setCookie: string;
  headers: Headers;
}

/** An identity on a real database in a temporary folder. */
export class TestIdentity implements AsyncDisposable {
  revocations: Revocation[] = [];
  /** What was told of changes of people. */
  changes: { invitations: boolean }[] = [];
  #close: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly dir: string,
    readonly clock: ManualClock,
    readonly mode: AuthMode,
    public identity: Identity,
  ) {}

  static async open(
    options: {
      mode?: AuthMode;
      demo?: boolean;
      publicUrl?: string;
      dir?: string;
      clock?: ManualClock;
      proxy?: RoleMapping;
    } = {},
  ): Promise<TestIdentity> {
    const { mode = "local", demo = false, publicUrl = "http://127.0.0.1:8080" } = options;
    const dir = options.dir ?? await Deno.makeTempDir();
    const clock = options.clock ?? manualClock(Date.UTC(2026, 0, 1));
    const db = openDatabase(`${dir}/host.db`);
    const writer = createWriter(db);
    const changes: { invitations: boolean }[] = [];
    const identity = await openIdentity({
      db,
      writer,
      mode,
      clock,
      publicUrl,
      proxy: options.proxy,
      demo,
      logger: quiet,
      passwordCost: TEST_COST,
      peopleChanged: (what) => changes.push(what),
    });
    const test = new TestIdentity(dir, clock, mode, identity);
    identity.onRevoke((revocation) => test.revocations.push(revocation));
    test.changes = changes;
    test.#close = async () => {
      await identity.close();
      await writer.close();
      db.close();
    };
    return test;
  }

  /** Closes, and opens the same data again, perhaps in another mode. */
  async reopen(mode: AuthMode = this.mode): Promise<TestIdentity> {
    await this.#close();
    this.#close = () => Promise.resolve();
    const next = await TestIdentity.open({ mode, dir: this.dir, clock: this.clock });
    return next;
  }

  credentials(partial: Partial<Credentials> = {}): Credentials {
    return { mutating: false, loopback: true, peerAddress: "127.0.0.1", ...partial };
  }

  async get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return await this.#send("GET", path, options);
  }

  async post(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    return await this.#send("POST", path, { ...options, body });
  }

  /** Claims the host for "owner" and answers the cookie and CSRF token. */
  async claim(handle = "owner", password = "tall ship sails"): Promise<{ cookie: string; csrf: string; id: string }> {
    const token = this.identity.claimLink()!.split("#")[1]!;
    const { body, cookie, status } = await this.post("/claim", { token, handle, name: "The Owner", password });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return { cookie: cookie!, csrf: body.csrf, id: body.user.id };
  }

  caller(handle: string): Caller {
    const user = this.identity.directory.find(`@${handle}`)!;
    return { kind: "user", id: user.id, name: user.name, role: user.role };
  }

  /** Calls one of the host's methods as the router does: roles are checked, params by zod, the result by zod. */
  // deno-lint-ignore no-explicit-any -- tests look into it
  async call(method: string, params: unknown, as: string | Caller = "owner"): Promise<any> {
    const caller = typeof as === "string" ? this.caller(as) : as;
    const provider = hostProvider("host", this.identity.methods);
    const descriptor = provider.methods().find((candidate) => candidate.name === method)!;
    if (!(descriptor.roles ?? ["owner", "admin", "member"]).includes(caller.role)) {
      throw new RpcError("forbidden", "role");
    }
    const request: CallRequest = {
      method,
      params: provider.checkParams!(descriptor, params),
      caller,
      transport: "http",
    };
    const result = await provider.deliver(request, descriptor);
    provider.checkResult!(descriptor, result);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    await Deno.remove(this.dir, { recursive: true }).catch(() => {});
  }

  async #send(method: string, path: string, options: RequestOptions): Promise<Answer> {
    const { body, raw, contentType = "application/json", cookie, csrf } = options;
    const request = new Request(`http://127.0.0.1:8080${path}`, {
      method,
      headers: { "content-type": contentType, "user-agent": "test" },
      ...(method === "GET" ? {} : { body: raw ?? JSON.stringify(body) }),
    });
    const credentials = this.credentials({ mutating: method !== "GET", cookie, csrf, ...options.credentials });
    const response = await this.identity.authRoutes.fetch(request, { credentials });
    const setCookie = response.headers.get("set-cookie") ?? "";
    return {
      status: response.status,
      body: await response.json(),
      cookie: /^bulkhead_session=([^;]*)/.exec(setCookie)?.[1],
      setCookie,
      headers: response.headers,
    };
  }
}
