/** Somebody sets the machine's clock: what that does to sessions, and to those who have to wait after wrong passwords. */
import assert from "node:assert/strict";
import { manualClock } from "../../../host/observe/mod.ts";
import { type TestHost, testHost } from "../../harness/mod.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PASSWORD = "tall ship sails";

async function claimed() {
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  const host = await testHost({ auth: "local", clock });
  const token = host.running.claimLink()!.split("#")[1]!;
  const { cookie } = await post(host, "/auth/claim", { token, handle: "owner", name: "The Owner", password: PASSWORD });
  return { clock, host, cookie: cookie!, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}

async function post(host: TestHost, path: string, body: unknown) {
  const response = await host.fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: host.url },
    body: JSON.stringify(body),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  // deno-lint-ignore no-explicit-any -- answers of several shapes
  return { status: response.status, cookie, body: await response.json() as any };
}

async function isSignedIn(host: TestHost, cookie: string): Promise<boolean> {
  const response = await host.fetch("/openrpc.json", { headers: { cookie } });
  await response.body?.cancel();
  return response.status === 200;
}

Deno.test("a session ends by the clock: set ahead it is over, mended it goes on, set back it stays and can be used up", async () => {
  await using at = await claimed();
  const { clock, host, cookie } = at;
  const signedIn = () => isSignedIn(host, cookie);
  assert.equal(await signedIn(), true);
  clock.jump(15 * DAY_MS);
  assert.equal(await signedIn(), false, "nobody used it for two weeks, as far as anybody can tell");
  clock.jump(-15 * DAY_MS);
  assert.equal(await signedIn(), true);
  clock.jump(-60 * DAY_MS);
  assert.equal(await signedIn(), true);
  // From here on its end is where the clock says so: it is not put off for the sixty days that come twice.
  clock.jump(13 * DAY_MS);
  assert.equal(await signedIn(), true);
  clock.jump(14 * DAY_MS + 1_000);
  assert.equal(await signedIn(), false);
});

Deno.test("what a clock that was set back wrote down of a session holds after a restart too", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-clock-" }));
  try {
    const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
    let cookie: string;
    {
      await using host = await testHost({ auth: "local", clock, dir });
      const token = host.running.claimLink()!.split("#")[1]!;
      ({ cookie = "" } = await post(host, "/auth/claim", { token, handle: "owner", name: "O", password: PASSWORD }));
      clock.jump(-60 * DAY_MS);
      assert.equal(await isSignedIn(host, cookie), true);
    }
    await using host = await testHost({ auth: "local", clock, dir });
    assert.equal(await isSignedIn(host, cookie), true);
    clock.jump(15 * DAY_MS);
    assert.equal(await isSignedIn(host, cookie), false, "two weeks by the clock as it was when it was used last");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("who guesses passwords waits for time that passes, whatever the clock is set to", async () => {
  await using at = await claimed();
  const { clock, host } = at;
  const login = (password: string) => post(host, "/auth/login", { handle: "owner", password });
  const waitMs = async () => (await login("a wrong password")).body.error?.data?.retryAfterMs as number | undefined;
  for (let attempt = 1; attempt <= 5; attempt++) assert.equal((await login("a wrong password")).status, 401);
  assert.equal(await waitMs(), 1_000);
  clock.jump(2 * HOUR_MS);
  assert.equal(await waitMs(), 1_000, "ahead makes nobody's wait shorter");
  clock.jump(-30 * DAY_MS);
  assert.equal(await waitMs(), 1_000, "back makes nobody's wait longer");
  assert.equal((await login(PASSWORD)).status, 429);
  await clock.advance(1_000);
  assert.equal((await login(PASSWORD)).status, 200);
});
