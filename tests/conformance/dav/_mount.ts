import { type TestHost } from "../../harness/mod.ts";

/** Makes an API token for somebody. */
export async function tokenOf(host: TestHost, as = "alice", params: Record<string, unknown> = {}): Promise<string> {
  return (await host.call<{ token: string }>("host.token.create", { name: "mount", ...params }, { as })).token;
}

/** What a client sends as the password. */
export function basic(token: string, user = "anybody"): { authorization: string } {
  return { authorization: `Basic ${btoa(`${user}:${token}`)}` };
}

export interface Found {
  href: string;
  name: string;
  folder: boolean;
  sizeBytes?: number;
  etag?: string;
}

/** PROPFIND with depth 1, taken apart. Answers the status alone when it is no multistatus. */
export async function propfind(
  host: TestHost,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; items: Found[]; text: string }> {
  const response = await host.fetch(path, { method: "PROPFIND", headers: { depth: "1", ...headers } });
  const text = await response.text();
  const items = response.status !== 207
    ? []
    : [...text.matchAll(/<D:response>(.*?)<\/D:response>/g)].map(([, body]) => {
      const of = (name: string) => new RegExp(`<D:${name}>(.*?)</D:${name}>`).exec(body!)?.[1];
      return {
        href: unescape(of("href")!),
        name: unescape(of("displayname")!),
        folder: body!.includes("<D:collection/>"),
        ...(of("getcontentlength") === undefined ? {} : { sizeBytes: Number(of("getcontentlength")) }),
        ...(of("getetag") === undefined ? {} : { etag: unescape(of("getetag")!) }),
      };
    });
  return { status: response.status, items, text };
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** Uploads a file and sends it as a message. */
export async function attach(
  host: TestHost,
  channel: string,
  file: { name: string; content: string | Uint8Array<ArrayBuffer>; type?: string },
  as = "alice",
): Promise<void> {
  const response = await host.fetch(`/files/chat?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "x-forwarded-user": as, "content-type": file.type ?? "text/plain" },
    body: file.content,
  });
  const { id } = await response.json();
  await host.call("chat.message.send", { channel, text: "here", files: [id] }, { as });
}

export const today = (): string => new Date().toISOString().slice(0, 10);

/** GET of a path as it stands, which `fetch` would tidy up; answers the status. */
export async function rawStatus(host: TestHost, path: string, headers: { authorization: string }): Promise<number> {
  const { hostname, port } = new URL(host.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: ${headers.authorization}\r\n`;
  await connection.write(new TextEncoder().encode(`${request}Connection: close\r\n\r\n`));
  const text = await new Response(connection.readable).text();
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
}
