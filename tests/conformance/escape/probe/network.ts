import * as dgram from "node:dgram";
import * as dns from "node:dns/promises";
import * as http from "node:http";
import * as http2 from "node:http2";
import * as net from "node:net";
import type { Attempt } from "./attempt.ts";

const target = (args: Record<string, unknown>) => args as { host: string; port: number };
const deno = Deno as unknown as Record<string, (...args: unknown[]) => unknown>;

/** Every way to reach `args.host:args.port`, where a server answers "reached". */
export const network: Record<string, Attempt> = {
  fetch: async (args) => {
    const { host, port } = target(args);
    return await (await fetch(`http://${host}:${port}/`)).text();
  },
  WebSocket: (args) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${target(args).host}:${target(args).port}/`);
      socket.onmessage = ({ data }) => {
        socket.onclose = null;
        socket.close();
        resolve(data);
      };
      socket.onerror = (event) => reject(new Error((event as ErrorEvent).message || "the socket failed"));
    }),
  EventSource: (args) =>
    new Promise((resolve, reject) => {
      const source = new EventSource(`http://${target(args).host}:${target(args).port}/events`);
      source.onmessage = ({ data }) => {
        source.close();
        resolve(data);
      };
      source.onerror = () => {
        source.close();
        reject(new Error("the source failed"));
      };
    }),
  "Deno.connect": async (args) => {
    using connection = await Deno.connect({ hostname: target(args).host, port: target(args).port });
    return await ask(connection);
  },
  "node:net": (args) =>
    new Promise((resolve, reject) => {
      const socket = net.connect(target(args).port, target(args).host, () => {
        socket.destroy();
        resolve("reached");
      });
      socket.on("error", reject);
    }),
  "node:http": (args) =>
    new Promise((resolve, reject) => {
      const request = http.get(`http://${target(args).host}:${target(args).port}/`, (response) => {
        response.setEncoding("utf8");
        response.on("data", resolve);
      });
      request.on("error", reject);
    }),
  "node:http2": (args) =>
    new Promise((resolve, reject) => {
      const session = http2.connect(`http://${target(args).host}:${target(args).port}`);
      session.on("connect", () => {
        session.destroy();
        resolve("reached");
      });
      session.on("error", reject);
    }),
  "fetch through a proxy": async (args) => {
    const client = deno.createHttpClient!({ proxy: { url: `http://${target(args).host}:${target(args).port}` } });
    const init = { client } as RequestInit;
    return await (await fetch(
      `http://${args.allowedHost ?? target(args).host}:${args.allowedPort ?? target(args).port}/`,
      init,
    )).text();
  },
  "fetch through a redirect": async (args) => await (await fetch(args.from as string)).text(),
};

/** Ways that have no server of their own; `args.own` says what is granted. */
const others: Record<string, Attempt> = {
  "Deno.listen": (args) => {
    Deno.listen({ hostname: target(args).host, port: 0 }).close();
    return "listening";
  },
  "Deno.serve": async (args) => {
    const server = Deno.serve({ hostname: target(args).host, port: 0, onListen() {} }, () => new Response());
    await server.shutdown();
    return "serving";
  },
  "node:net server": (args) =>
    new Promise((resolve, reject) => {
      const server = net.createServer();
      server.on("error", reject);
      server.listen(0, target(args).host, () => server.close(() => resolve("listening")));
    }),
  "node:dgram": (args) =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket("udp4");
      socket.on("error", reject);
      socket.send("x", target(args).port, target(args).host, (error) => {
        socket.close();
        if (error) reject(error);
        else resolve("sent");
      });
    }),
  "node:dns": async () => await dns.resolve4("example.com"),
  "Deno.resolveDns": async () => await Deno.resolveDns("example.com", "A", { nameServer: { ipAddr: "127.0.0.1" } }),
  "Unix socket": async (args) => {
    (await Deno.connect({ transport: "unix", path: args.socket as string })).close();
    return "reached";
  },
  "Unix socket by node:net": (args) =>
    new Promise((resolve, reject) => {
      const socket = net.connect(args.socket as string, () => {
        socket.destroy();
        resolve("reached");
      });
      socket.on("error", reject);
    }),
};
for (const [name, way] of Object.entries(others)) network[`other: ${name}`] = way;

async function ask(connection: Deno.Conn): Promise<string> {
  await connection.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  const answer = await new Response(connection.readable).text();
  return answer.includes("reached") ? "reached" : answer;
}
