/**
 * A real OpenID provider, run as a process of its own: `deno run -A provider_process.ts <accounts file> <redirect URI>
 * <post-logout URI>`. It prints its issuer when it listens. The accounts are read from the file at each sign-in, so that
 * a test can change somebody's groups. Any password is right.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

const [accountsFile, redirectUri, logoutUri] = Deno.args as [string, string, string];

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: "bulkhead",
    client_secret: "a secret of the test",
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [logoutUri],
  }],
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name", "preferred_username"],
    groups: ["groups"],
  },
  pkce: { required: () => true },
  cookies: { keys: ["one key for one test"] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_context: unknown, id: string) => {
    const account = JSON.parse(Deno.readTextFileSync(accountsFile))[id];
    return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
  },
});
server.on("request", provider.callback());
console.log(issuer);
