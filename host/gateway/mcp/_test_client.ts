import { Client, type ClientOptions, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { CallRequest, MethodProvider } from "../../rpc/mod.ts";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import type { TestHost } from "../_test_host.ts";

/** The two generations of the protocol: with a session, and without one. */
export const GENERATIONS = ["2025-11-25", "2026-07-28"] as const;
export type Generation = (typeof GENERATIONS)[number];

export interface TestClient extends AsyncDisposable {
  client: Client;
  transport: StreamableHTTPClientTransport;
}

/** The official client, signed in with a token of the test authenticator (`member`, `guest` …). */
export async function connect(
  host: TestHost,
  generation: Generation,
  { token = "member", path = "/mcp", ...options }: ClientOptions & { token?: string; path?: string } = {},
): Promise<TestClient> {
  const client = new Client({ name: "test", version: "1.0.0" }, {
    ...options,
    ...(generation === "2026-07-28" ? { versionNegotiation: { mode: "auto" as const } } : {}),
  });
  const transport = new StreamableHTTPClientTransport(new URL(host.url(path)), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  return {
    client,
    transport,
    async [Symbol.asyncDispose]() {
      if (transport.sessionId) await transport.terminateSession().catch(() => {});
      await client.close();
    },
  };
}

/** A provider whose methods are described as a plugin's are, and answered by one function. */
export function provider(
  prefix: string,
  methods: Partial<MethodDescriptor>[],
  deliver: (call: CallRequest) => unknown = () => ({}),
): MethodProvider {
  const described = methods.map((method): MethodDescriptor => ({
    summary: "",
    params: { type: "object" },
    result: { type: "object" },
    name: `${prefix}.x`,
    ...method,
  }));
  return { prefix, methods: () => described, deliver: async (call) => await deliver(call) };
}

/** Makes a provider known to the host's router. */
export function offer(host: TestHost, given: MethodProvider): void {
  host.router.setProvider(given.prefix, { state: "ready", provider: given });
}

/** Text of the first content block. */
export function textOf(result: unknown): string {
  return (result as { content: { text: string }[] }).content[0]!.text;
}
