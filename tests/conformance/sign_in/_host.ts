import { type TestHost, testHost } from "../../harness/mod.ts";
import { TestClient } from "./_client.ts";
import { type Account, CLIENT, TestProvider } from "./_provider.ts";

export interface SignInHost extends AsyncDisposable {
  host: TestHost;
  /** Configured as `acme`. */
  provider: TestProvider;
  /** A browser that never was here. */
  client(): TestClient;
  /** A browser of the owner, who claimed the host as this account of the provider. */
  owner: TestClient;
}

export const OWNER = { sub: "owner-1", preferred_username: "olga", name: "Olga", email: "olga@example.org" };

/** The real host in `oidc` mode with one provider, claimed by {@linkcode OWNER}. */
export async function signInHost(
  { acme = 'sign-up = "everyone"', more = "", oidc = "", others = [], args = [], owner: account = OWNER }: {
    /** Further lines of the provider's table, and tables in it. */
    acme?: string;
    /** Further tables. */
    more?: string;
    /** Lines of the table `oidc`. */
    oidc?: string;
    /** Further providers, by the name of their table. */
    others?: [id: string, provider: TestProvider, lines: string][];
    /** More flags. */
    args?: string[];
    /** Who claims the host. */
    owner?: Account;
  } = {},
): Promise<SignInHost> {
  const provider = await TestProvider.start();
  const toml = [
    `[oidc]\n${oidc}`,
    provider.toml("acme", acme),
    ...others.map(([id, one, lines]) => one.toml(id, lines)),
    more,
  ].join("\n");
  const host = await testHost({
    plugins: [],
    auth: "oidc",
    toml,
    args,
    secrets: { TEST_CLIENT_SECRET: CLIENT.secret },
  });
  const owner = new TestClient(host);
  const claim = host.running.claimLink()!.split("#")[1]!;
  const state = await owner.signIn(provider, { ...account, email_verified: true }, { claim });
  if (state.user?.role !== "owner") throw new Error(JSON.stringify(state));
  return {
    host,
    provider,
    owner,
    client: () => new TestClient(host),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await provider.stop();
    },
  };
}
