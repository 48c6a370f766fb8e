import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to a host on which every request is made by somebody; all else goes through as it is, Host and Origin too. */
export interface SignedInProxy extends AsyncDisposable {
  readonly url: string;
}

/** The conformance suite cannot send a header of its own, and the host serves nobody who has no name. */
export async function signedInProxy(target: string, headers: Record<string, string>): Promise<SignedInProxy> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path } = incoming;
    const forwarded = request(
      { hostname, port, method, path, headers: { ...incoming.headers, ...headers } },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
