/** A push as the service took it: what the browser would read of it, and how it was sent. */
export interface TakenPush {
  /** Name of the browser. */
  browser: string;
  /** The decrypted payload. */
  data: Record<string, unknown>;
  ttl: number;
  urgency: string;
  topic: string | null;
  /** Claims of the host's token. */
  claims: { aud: string; exp: number; sub: string };
}

/** A browser as the Push API makes it: where to send, and the keys that are handed on. */
export interface TestBrowser {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
}

/** A push service on loopback that speaks RFC 8030, 8291 and 8292. */
export interface PushService extends AsyncDisposable {
  readonly url: string;
  /** What came and was in order, first first. */
  readonly taken: TakenPush[];
  /** What was wrong with requests that were turned away by themselves. */
  readonly faults: string[];
  /** Statuses that are answered to the next requests, whatever comes. */
  readonly answers: { status: number; headers?: Record<string, string> }[];
  /** A browser that lets only the server of this VAPID key send. */
  browser(name: string, applicationServerKey: string): Promise<TestBrowser>;
}

interface Known {
  key: CryptoKeyPair;
  publicKey: Uint8Array<ArrayBuffer>;
  auth: Uint8Array<ArrayBuffer>;
  applicationServerKey: string;
}

const text = (value: string) => new TextEncoder().encode(value);
const encode = (bytes: Uint8Array) => bytes.toBase64({ alphabet: "base64url", omitPadding: true });
const decode = (value: string) => Uint8Array.fromBase64(value, { alphabet: "base64url" });

/**
 * Starts one. It decrypts with code of its own, written after the RFCs, and refuses as real ones do: 403 for a token that is
 * not signed by the subscription's server, 400 for what it cannot read, 413 for what is too large.
 */
export function pushService(): PushService {
  const browsers = new Map<string, Known>();
  const taken: TakenPush[] = [], faults: string[] = [];
  const answers: PushService["answers"] = [];
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request): Promise<Response> => {
      const body = new Uint8Array(await request.arrayBuffer());
      const told = answers.shift();
      if (told) return new Response(null, told);
      const name = decodeURIComponent(new URL(request.url).pathname.split("/").pop()!);
      const browser = browsers.get(name);
      const turnAway = (status: number, fault: string) => {
        faults.push(fault);
        return new Response(fault, { status });
      };
      if (request.method !== "POST") return turnAway(405, `It came by ${request.method}`);
      if (!browser) return turnAway(404, `There is no browser "${name}"`);
      if (body.byteLength > 4_096) return turnAway(413, `It has ${body.byteLength} bytes`);
      try {
        const claims = await verified(request, browser.applicationServerKey, new URL(url).origin);
        if (request.headers.get("content-encoding") !== "aes128gcm") {
          throw new Error("It is not encrypted with aes128gcm");
        }
        const ttl = Number(request.headers.get("ttl") ?? NaN);
        if (!Number.isInteger(ttl)) throw new Error("It has no TTL");
        const data = JSON.parse(new TextDecoder().decode(await decrypted(body, browser)));
        const urgency = request.headers.get("urgency") ?? "normal";
        taken.push({ browser: name, data, ttl, urgency, topic: request.headers.get("topic"), claims });
        return new Response(null, { status: 201, headers: { location: `${url}/message/${taken.length}` } });
      } catch (error) {
        return turnAway(error instanceof NotSigned ? 403 : 400, (error as Error).message);
      }
    },
  );
  const url: string = `http://127.0.0.1:${server.addr.port}`;
  return {
    url,
    taken,
    faults,
    answers,
    async browser(name, applicationServerKey) {
      const key = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
      const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", key.publicKey));
      const auth = crypto.getRandomValues(new Uint8Array(16));
      browsers.set(name, { key, publicKey, auth, applicationServerKey });
      const keys = { p256dh: encode(publicKey), auth: encode(auth) };
      return { subscription: { endpoint: `${url}/push/${encodeURIComponent(name)}`, keys } };
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

class NotSigned extends Error {}

/** RFC 8292: `Authorization: vapid t=<JWT>, k=<key>`. */
async function verified(request: Request, key: string, origin: string): Promise<TakenPush["claims"]> {
  const match = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(request.headers.get("authorization") ?? "");
  if (!match) throw new NotSigned("It has no VAPID token");
  const [, token, named] = match;
  if (named !== key) throw new NotSigned("It is from another server than the one that subscribed");
  const [header, payload, signature] = token!.split(".");
  const { alg } = JSON.parse(new TextDecoder().decode(decode(header!)));
  if (alg !== "ES256") throw new NotSigned(`It is signed with ${alg}`);
  const verifier = await crypto.subtle.importKey(
    "raw",
    decode(key),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  if (!await crypto.subtle.verify(algorithm, verifier, decode(signature!), text(`${header}.${payload}`))) {
    throw new NotSigned("The signature of its token is wrong");
  }
  const claims = JSON.parse(new TextDecoder().decode(decode(payload!))) as TakenPush["claims"];
  const left = claims.exp - Date.now() / 1_000;
  if (claims.aud !== origin) throw new NotSigned(`Its token is for "${claims.aud}"`);
  if (!(left > 0 && left <= 86_400)) throw new NotSigned("Its token is over, or lives for longer than a day");
  if (!/^(mailto:|https:)/.test(claims.sub)) throw new NotSigned(`Its token names no one to turn to: "${claims.sub}"`);
  return claims;
}

/** RFC 8291 and 8188: one record, for the one browser. */
async function decrypted(body: Uint8Array<ArrayBuffer>, browser: Known): Promise<Uint8Array> {
  const salt = body.subarray(0, 16);
  const keyLength = body[20]!;
  const senderKey = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const sender = await crypto.subtle.importKey("raw", senderKey, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: sender }, browser.key.privateKey, 256);
  const info = new Uint8Array([...text("WebPush: info\0"), ...browser.publicKey, ...senderKey]);
  const material = await hkdf(shared, browser.auth, info, 32);
  const contentKey = await hkdf(material, salt, text("Content-Encoding: aes128gcm\0"), 16);
  const nonce = await hkdf(material, salt, text("Content-Encoding: nonce\0"), 12);
  const key = await crypto.subtle.importKey("raw", contentKey, "AES-GCM", false, ["decrypt"]);
  const padded = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed));
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error("It is not the last record");
  return padded.subarray(0, end);
}

async function hkdf(
  secret: ArrayBuffer,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
  length: number,
): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8);
}
