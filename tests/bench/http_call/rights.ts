/** What it costs to find out who asks and whether they may: session cookie, CSRF, role. */
import { Guard } from "../../../host/gateway/guard.ts";
import { AddressList } from "../../../host/gateway/address_list.ts";
import { identifyStrictly } from "../../../host/gateway/who.ts";
import { writeRunToken } from "../../../host/gateway/run_token.ts";
import { Visit } from "../../../host/gateway/visit.ts";
import { openIdentity } from "../../../host/identity/mod.ts";
import type { Authenticator } from "../../../host/identity/ports.ts";
import { hashToken, newToken } from "../../../host/identity/random_token.ts";
import type { Logger } from "../../../host/observe/ports.ts";
import { systemClock } from "../../../host/observe/mod.ts";
import { compileMethods } from "../../../host/rpc/method.ts";
import { authorise } from "../../../host/rpc/steps/authorise.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import type { Database } from "../../../host/storage/ports.ts";

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** Microseconds for one call, the mean over many. `others`: so many further sessions and API tokens are in use. */
export async function measureRights({ calls = 200_000, others = 0 } = {}): Promise<number> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  const db = openDatabase(`${dir}/host.db`);
  const writer = createWriter(db);
  const url = "http://127.0.0.1:8080";
  const open = () =>
    openIdentity({ db, writer, mode: "dev", clock: systemClock(), publicUrl: url, demo: true, logger: silent });
  let identity = await open();
  if (others > 0) {
    // Who is there is read at its start.
    await identity.close();
    const secrets = addOthers(db, others);
    identity = await open();
    await useAll(identity.authenticator, secrets);
  }
  try {
    const session = await signIn(identity.authRoutes, url);
    const options = {
      authenticator: identity.authenticator,
      trust: { proxies: new AddressList([]), dev: true },
      runToken: await writeRunToken(`${dir}/run`),
      owner: () => undefined,
    };
    const guard = new Guard(url);
    const [method] = compileMethods({
      prefix: "demo",
      methods: () => [{ name: "demo.note.read", summary: "", params: {}, result: {} }],
      deliver: () => Promise.resolve(),
    });
    const info = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 } } as const;
    const request = new Request(`${url}/rpc`, { method: "POST", headers: session });
    const once = async () => {
      const visit = new Visit(request, "http", info);
      if (!guard.knowsHost(visit) || guard.isForeign(visit)) throw new Error("The guard refused its own host");
      const { caller } = await identifyStrictly(visit, options, true);
      authorise({ method: "demo.note.read", params: {}, caller, transport: "http" }, method!, { mayCall: () => false });
    };
    for (let index = 0; index < calls / 10; index++) await once();
    const startedAt = performance.now();
    for (let index = 0; index < calls; index++) await once();
    return ((performance.now() - startedAt) * 1_000) / calls;
  } finally {
    await identity.close();
    await writer.close();
    db.close();
    await Deno.remove(dir, { recursive: true });
  }
}

interface Secrets {
  cookie: string;
  bearer: string;
}

/** Sessions and tokens of further people. */
function addOthers(db: Database, count: number): Secrets[] {
  const now = Date.now();
  const all = Array.from({ length: count }, (_, n) => ({ n, cookie: newToken(), bearer: newToken("bhk_") }));
  db.transaction(() => {
    for (const { n, cookie, bearer } of all) {
      const user = `u-other${Math.floor(n / 50)}`;
      db.run(
        "INSERT INTO id_users (id, handle, name, role, created_at) VALUES (?, ?, ?, 'member', ?) ON CONFLICT DO NOTHING",
        ...[user, user, user, now],
      );
      db.run(
        "INSERT INTO id_sessions (id, token_hash, user_id, mode, created_at, seen_at, expires_at, address, agent) " +
          "VALUES (?, ?, ?, 'dev', ?, ?, ?, '', '')",
        ...[`s-${n}`, hashToken(cookie), user, now, now, now + 86_400_000],
      );
      db.run(
        "INSERT INTO id_tokens (id, token_hash, user_id, name, role, created_at) VALUES (?, ?, ?, ?, 'member', ?)",
        ...[`t-${n}`, hashToken(bearer), user, user, now],
      );
    }
  });
  return all;
}

async function useAll(authenticator: Authenticator, secrets: Secrets[]): Promise<void> {
  const credentials = { mutating: false, loopback: true, peerAddress: "127.0.0.1" };
  for (const { cookie, bearer } of secrets) {
    const found = [
      await authenticator.authenticate({ ...credentials, cookie }),
      await authenticator.authenticate({ ...credentials, bearer }),
    ];
    if (found.some((each) => each === undefined)) throw new Error("One of the others is not known");
  }
}

type Routes = Awaited<ReturnType<typeof openIdentity>>["authRoutes"];

async function signIn(routes: Routes, url: string): Promise<Record<string, string>> {
  const credentials = { mutating: true, loopback: true, peerAddress: "127.0.0.1" };
  const headers = { "content-type": "application/json" };
  const request = new Request(`${url}/dev`, { method: "POST", headers, body: JSON.stringify({ handle: "alice" }) });
  const response = await routes.fetch(request, { credentials });
  const cookie = response.headers.getSetCookie()[0]!.split(";")[0]!;
  const value = cookie.slice(cookie.indexOf("=") + 1);
  const state = await routes.fetch(new Request(`${url}/state`, { headers: { cookie } }), {
    credentials: { ...credentials, mutating: false, cookie: value },
  });
  const { csrf } = await state.json();
  return { cookie, "x-csrf-token": csrf };
}
