import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** What a provider of evil intent, or a broken one, does otherwise. */
export interface Twists {
  /** Changes what it says of itself. */
  discovery?(document: Record<string, unknown>): Record<string, unknown>;
  /** Changes the claims of the id token. */
  claims?(claims: JWTPayload): JWTPayload;
  /** Makes the id token in its own way. */
  idToken?(claims: JWTPayload): string | Promise<string>;
  /** Answers the token request in its own way. */
  token?(): Response;
  userinfo?: Record<string, unknown>;
}

/** Somebody who has an account at the provider. */
export interface Account {
  sub: string;
  [claim: string]: unknown;
}

/** How it knows its client. */
export const CLIENT = { id: "bulkhead", secret: "s3cret & more" };

/**
 * A provider that speaks OpenID Connect over HTTP and can be told to lie. It is as strict as a good one: a code is good
 * once, for its client, its redirect URI and its verifier.
 */
export class TestProvider implements AsyncDisposable {
  readonly issuer: string;
  twists: Twists = {};
  /** Requests by path. */
  readonly asked: string[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #codes = new Map<string, { account: Account; params: URLSearchParams }>();
  readonly #tokens = new Map<string, Account>();

  private constructor(readonly keys: CryptoKeyPair, readonly jwk: object) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#answer(request),
    );
    this.issuer = `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  static async start(): Promise<TestProvider> {
    const keys = await generateKeyPair("ES256", { extractable: true }) as CryptoKeyPair;
    return new TestProvider(keys, { ...await exportJWK(keys.publicKey), kid: "k1", alg: "ES256", use: "sig" });
  }

  /** A table of bulkhead.toml for it. */
  toml(id: string, more = ""): string {
    return `[oidc.providers.${id}]\nname = "Provider ${id}"\nissuer = "${this.issuer}"\nclient-id = "${CLIENT.id}"\n` +
      `client-secret = "TEST_CLIENT_SECRET"\n${more}\n`;
  }

  /** What the browser of somebody who agrees is sent back to. */
  authorize(address: string, account: Account): URL {
    const { searchParams: params, origin, pathname } = new URL(address);
    if (`${origin}${pathname}` !== `${this.issuer}authorize`) throw new Error(`"${address}" is not this provider`);
    if (params.get("client_id") !== CLIENT.id || params.get("response_type") !== "code") throw new Error("bad request");
    if (params.get("code_challenge_method") !== "S256") throw new Error("PKCE is missing");
    const code = crypto.randomUUID();
    this.#codes.set(code, { account, params });
    const back = new URL(params.get("redirect_uri")!);
    back.searchParams.set("code", code);
    back.searchParams.set("state", params.get("state")!);
    back.searchParams.set("iss", this.issuer);
    return back;
  }

  /** A token signed as this provider signs. */
  async sign(claims: JWTPayload, typ = "JWT"): Promise<string> {
    return await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k1", typ }).sign(this.keys.privateKey);
  }

  async stop(): Promise<void> {
    await this.#server.shutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    this.asked.push(pathname);
    switch (pathname) {
      case "/.well-known/openid-configuration":
        return Response.json(this.twists.discovery?.(this.#document()) ?? this.#document());
      case "/jwks":
        return Response.json({ keys: [this.jwk] });
      case "/token":
        return this.twists.token?.() ?? await this.#token(request);
      case "/userinfo":
        return this.#userinfo(request);
    }
    return new Response(null, { status: 404 });
  }

  #document(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}authorize`,
      token_endpoint: `${this.issuer}token`,
      userinfo_endpoint: `${this.issuer}userinfo`,
      jwks_uri: `${this.issuer}jwks`,
      end_session_endpoint: `${this.issuer}logout`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256", "HS256", "none"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async #token(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    if (!isClient(request.headers.get("authorization"), form)) {
      return Response.json({ error: "invalid_client" }, { status: 401 });
    }
    const begun = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(form.get("code_verifier") ?? ""));
    const challenge = new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
    if (
      !begun || begun.params.get("redirect_uri") !== form.get("redirect_uri") ||
      begun.params.get("code_challenge") !== challenge
    ) return Response.json({ error: "invalid_grant" }, { status: 400 });
    const now = Math.floor(Date.now() / 1_000);
    const honest: JWTPayload = {
      iss: this.issuer,
      aud: CLIENT.id,
      iat: now,
      exp: now + 300,
      nonce: begun.params.get("nonce")!,
      ...begun.account,
    };
    const claims = this.twists.claims?.(honest) ?? honest;
    const accessToken = crypto.randomUUID();
    this.#tokens.set(accessToken, begun.account);
    return Response.json({
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: 300,
      id_token: await (this.twists.idToken?.(claims) ?? this.sign(claims)),
    });
  }

  #userinfo(request: Request): Response {
    const account = this.#tokens.get(request.headers.get("authorization")?.slice("Bearer ".length) ?? "");
    if (!account) return new Response(null, { status: 401 });
    return Response.json(this.twists.userinfo ?? { sub: account.sub });
  }
}

/** The client's name and secret: in the header, each encoded as in a form (RFC 6749, 2.3.1), or in the form itself. */
function isClient(authorization: string | null, form: URLSearchParams): boolean {
  if (authorization === null) return form.get("client_id") === CLIENT.id && form.get("client_secret") === CLIENT.secret;
  if (!authorization.startsWith("Basic ")) return false;
  const [id, secret] = atob(authorization.slice("Basic ".length)).split(":")
    .map((part) => new URLSearchParams(`part=${part}`).get("part"));
  return id === CLIENT.id && secret === CLIENT.secret;
}
