import { createHash, createHmac } from "node:crypto";

/** What the server does instead of answering as it should; asked for each request that is signed well. */
export type S3Trouble = (request: { method: string; key: string; query: URLSearchParams; nth: number }) =>
  | undefined
  | { status: number; code: string }
  | "drop"
  | { delayMs: number };

export interface S3Server extends AsyncDisposable {
  readonly url: string;
  /** By bucket and key, such as `backups/a.tar`. */
  readonly objects: Map<string, Uint8Array>;
  /** Uploads in parts that are neither complete nor aborted. */
  readonly unfinished: number;
  /** Largest body that came. */
  readonly largestBytes: number;
  trouble: S3Trouble | undefined;
}

interface Upload {
  key: string;
  parts: Map<number, Uint8Array>;
}

/**
 * The part of S3's protocol that backups use, on loopback, as AWS describes it: requests signed with version 4 are checked
 * byte by byte, uploads in parts, listing in pages, ranges, deletes, errors as XML.
 */
export function s3Server(
  options: { keyId: string; secret: string; buckets: string[]; region?: string; pageSize?: number },
): S3Server {
  const { keyId, secret, buckets, region = "us-east-1", pageSize = 1_000 } = options;
  const objects = new Map<string, Uint8Array>();
  const uploads = new Map<string, Upload>();
  let largestBytes = 0;
  let count = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const url = new URL(request.url);
    const body = await request.bytes();
    largestBytes = Math.max(largestBytes, body.length);
    const refused = checkSignature(request, url, { keyId, secret, region });
    if (refused) return failure(403, refused);
    const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    const trouble = served.trouble?.({ method: request.method, key, query: url.searchParams, nth: ++count });
    if (trouble === "drop") return new Response(brokenBody(), { headers: { "content-length": "1000000" } });
    if (trouble && "status" in trouble) return failure(trouble.status, trouble.code);
    if (trouble) await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
    if (!buckets.includes(bucket)) return failure(404, "NoSuchBucket");
    const path = `${bucket}/${key}`;
    const uploadId = url.searchParams.get("uploadId");
    switch (request.method) {
      case "GET":
        return key === "" ? list(bucket, url.searchParams) : get(path, request.headers.get("range"));
      case "HEAD": {
        const found = objects.get(path);
        if (!found) return new Response(null, { status: 404 });
        return new Response(null, { headers: { "content-length": String(found.length), etag: etagOf(found) } });
      }
      case "PUT":
        if (uploadId === null) {
          objects.set(path, body);
          return new Response(null, { headers: { etag: etagOf(body) } });
        }
        return putPart(path, uploadId, Number(url.searchParams.get("partNumber")), body);
      case "POST":
        return uploadId === null ? begin(path, bucket, key) : complete(path, uploadId, new TextDecoder().decode(body));
      case "DELETE":
        if (uploadId !== null) return new Response(null, { status: uploads.delete(uploadId) ? 204 : 404 });
        objects.delete(path);
        return new Response(null, { status: 204 });
    }
    return failure(405, "MethodNotAllowed");
  });

  function list(bucket: string, query: URLSearchParams): Response {
    if (query.get("list-type") !== "2") return failure(501, "NotImplemented");
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const keys = [...objects.keys()].filter((path) => path.startsWith(`${bucket}/`)).map((path) =>
      path.slice(bucket.length + 1)
    )
      .filter((key) => key.startsWith(prefix) && key > after && !key.slice(prefix.length).includes("/")).sort();
    const page = keys.slice(0, Math.min(pageSize, Number(query.get("max-keys") ?? 1_000)));
    const more = keys.length > page.length;
    const items = page.map((key) => {
      const bytes = objects.get(`${bucket}/${key}`)!;
      return `<Contents><Key>${key}</Key><Size>${bytes.length}</Size><ETag>${etagOf(bytes)}</ETag>` +
        `<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`;
    }).join("");
    return xml(
      `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount>` +
        `<IsTruncated>${more}</IsTruncated>${
          more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ""
        }${items}</ListBucketResult>`,
    );
  }

  function get(path: string, range: string | null): Response {
    const found = objects.get(path);
    if (!found) return failure(404, "NoSuchKey");
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
    if (from === undefined) return new Response(found as BodyInit);
    const end = to === "" ? found.length : Math.min(Number(to) + 1, found.length);
    if (Number(from) >= found.length) return failure(416, "InvalidRange");
    return new Response(found.slice(Number(from), end) as BodyInit, {
      status: 206,
      headers: { "content-range": `bytes ${from}-${end - 1}/${found.length}` },
    });
  }

  function begin(path: string, bucket: string, key: string): Response {
    const id = crypto.randomUUID();
    uploads.set(id, { key: path, parts: new Map() });
    return xml(
      `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  function putPart(path: string, id: string, number: number, body: Uint8Array): Response {
    const upload = uploads.get(id);
    if (upload?.key !== path) return failure(404, "NoSuchUpload");
    if (!(number >= 1 && number <= 10_000)) return failure(400, "InvalidArgument");
    upload.parts.set(number, body);
    return new Response(null, { headers: { etag: etagOf(body) } });
  }

  function complete(path: string, id: string, body: string): Response {
    const upload = uploads.get(id);
    if (upload?.key !== path) return failure(404, "NoSuchUpload");
    const named = [
      ...body.matchAll(/<PartNumber>(\d+)<\/PartNumber>\s*<ETag>(?:"|&quot;)?([0-9a-f]+)(?:"|&quot;)?<\/ETag>/g),
    ];
    const parts = named.map(([, number, etag]) => ({ bytes: upload.parts.get(Number(number)), etag }));
    if (parts.length === 0 || parts.some(({ bytes, etag }) => !bytes || etagOf(bytes) !== `"${etag}"`)) {
      return failure(400, "InvalidPart");
    }
    if (parts.slice(0, -1).some(({ bytes }) => bytes!.length < 5 * 1024 ** 2)) return failure(400, "EntityTooSmall");
    const whole = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes!.length, 0));
    let at = 0;
    for (const { bytes } of parts) {
      whole.set(bytes!, at);
      at += bytes!.length;
    }
    objects.set(path, whole);
    uploads.delete(id);
    return xml(
      `<CompleteMultipartUploadResult><Location>x</Location><Bucket>b</Bucket><Key>k</Key><ETag>${
        etagOf(whole)
      }</ETag></CompleteMultipartUploadResult>`,
    );
  }

  const served: S3Server = {
    url: `http://127.0.0.1:${server.addr.port}`,
    objects,
    get unfinished() {
      return uploads.size;
    },
    get largestBytes() {
      return largestBytes;
    },
    trouble: undefined,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return served;
}

/** The code of what is wrong with a request's signature; undefined when nothing is. */
function checkSignature(
  request: Request,
  url: URL,
  { keyId, secret, region }: { keyId: string; secret: string; region: string },
): string | undefined {
  const authorization = request.headers.get("authorization") ?? "";
  const [, id, day, where, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/
      .exec(authorization) ?? [];
  if (id === undefined) return "AccessDenied";
  if (id !== keyId) return "InvalidAccessKeyId";
  if (where !== region) return "AuthorizationHeaderMalformed";
  const time = request.headers.get("x-amz-date") ?? "";
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!time.startsWith(day!) || !(Math.abs(at - Date.now()) < 15 * 60_000)) return "RequestTimeTooSkewed";
  if (!signedHeaders!.split(";").includes("host")) return "AccessDenied";
  const query = [...url.searchParams].map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => `${name}=${value}`).join("&");
  const headers = signedHeaders!.split(";").map((name) =>
    `${name}:${name === "host" ? url.host : request.headers.get(name)?.trim().replace(/\s+/g, " ")}\n`
  ).join("");
  const canonical = [
    request.method,
    url.pathname,
    query,
    headers,
    signedHeaders,
    request.headers.get("x-amz-content-sha256"),
  ]
    .join("\n");
  const text = ["AWS4-HMAC-SHA256", time, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join("\n");
  let key: Uint8Array = hmac(new TextEncoder().encode(`AWS4${secret}`), day!);
  for (const part of [region, "s3", "aws4_request"]) key = hmac(key, part);
  return hmac(key, text).toHex() === signature ? undefined : "SignatureDoesNotMatch";
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Uint8Array, text: string): Uint8Array =>
  new Uint8Array(createHmac("sha256", key).update(text).digest());
const etagOf = (bytes: Uint8Array): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

function xml(text: string, status = 200): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`, {
    status,
    headers: { "content-type": "application/xml" },
  });
}

function failure(status: number, code: string): Response {
  return xml(`<Error><Code>${code}</Code><Message>${code}</Message><RequestId>1</RequestId></Error>`, status);
}

/** Fewer bytes than were announced. */
function brokenBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(10));
      setTimeout(() => controller.error(new Error("the line broke")), 5);
    },
  });
}
