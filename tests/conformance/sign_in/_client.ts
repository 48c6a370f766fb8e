import assert from "node:assert/strict";
import type { TestHost } from "../../harness/mod.ts";
import type { Account, TestProvider } from "./_provider.ts";

/** What `POST /auth/oidc/start` is asked for. */
export interface StartOptions {
  returnTo?: string;
  claim?: string;
  invitation?: string;
  connect?: true;
}

/** A browser as far as signing in goes: it keeps cookies and follows nothing by itself. */
export class TestClient {
  readonly cookies = new Map<string, string>();
  csrf: string | undefined;

  constructor(readonly host: TestHost) {}

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) {
      headers.set("cookie", Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; "));
    }
    if (this.csrf) headers.set("x-csrf-token", this.csrf);
    const response = await this.host.fetch(path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(";");
      const [name, value] = pair!.split(/=(.*)/s) as [string, string];
      if (attributes.some((one) => one.trim().toLowerCase() === "max-age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  // deno-lint-ignore no-explicit-any -- tests look into it
  async post(path: string, body: unknown): Promise<{ status: number; body: any; headers: Headers }> {
    const response = await this.request(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    return { status: response.status, body: await response.json(), headers: response.headers };
  }

  // deno-lint-ignore no-explicit-any -- tests look into it
  async state(): Promise<any> {
    const response = await this.request("/auth/state");
    const state = await response.json();
    this.csrf = state.csrf;
    return state;
  }

  /** Begins, and answers where the browser is sent. */
  async start(provider: string, options: StartOptions = {}): Promise<string> {
    const { status, body } = await this.post("/auth/oidc/start", { provider, ...options });
    assert.equal(status, 200, JSON.stringify(body));
    return body.url;
  }

  /** Comes back from the provider, and answers where it goes on to. */
  async comeBack(to: URL | string): Promise<string> {
    const url = new URL(to);
    const response = await this.request(url.pathname + url.search);
    await response.body?.cancel();
    assert.equal(response.status, 303);
    return response.headers.get("location")!;
  }

  /** The whole way, and who is signed in then, or why nobody is. */
  async signIn(
    at: TestProvider,
    account: Account,
    { provider = "acme", ...options }: StartOptions & { provider?: string } = {},
    // deno-lint-ignore no-explicit-any -- tests look into it
  ): Promise<any> {
    await this.comeBack(at.authorize(await this.start(provider, options), account));
    return await this.state();
  }

  // deno-lint-ignore no-explicit-any -- tests look into it
  async call(method: string, params: unknown = {}): Promise<any> {
    const { body } = await this.post("/rpc", { jsonrpc: "2.0", id: 1, method, params });
    if (body.error) throw Object.assign(new Error(body.error.message), body.error);
    return body.result;
  }
}
