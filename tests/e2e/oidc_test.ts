/** Signing in with a real OpenID provider in a real browser, on the product as it is started. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, lineReader } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { startProduct } from "./product.ts";

const OUTPUT = decodeURIComponent(new URL("../output/screenshots/", import.meta.url).pathname);

type Accounts = Record<string, Record<string, unknown>>;
const PEOPLE: Accounts = {
  olga: { name: "Olga Ives", preferred_username: "olga", email: "olga@example.org", email_verified: true },
  ann: {
    name: "Ann Rivers",
    preferred_username: "ann",
    email: "ann@example.org",
    email_verified: true,
    groups: ["harbour"],
  },
};

/** A port that nobody uses now: the provider has to know the host's address, and the host the provider's. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function startProvider(host: string) {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-provider-" });
  const file = `${dir}/accounts.json`;
  const accounts = (all: Accounts) => Deno.writeTextFile(file, JSON.stringify(all));
  await accounts(PEOPLE);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--frozen", `${CHECKOUT}/tests/e2e/provider_process.ts`, file],
      ...[`${host}/auth/oidc/callback/harbour`, `${host}/sign-in`],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = lineReader(child.stdout);
  let issuer: string | undefined;
  do issuer = await lines.next(); while (issuer !== undefined && !issuer.startsWith("http"));
  if (issuer === undefined) throw new Error(`The provider ended: exit code ${(await child.status).code}`);
  const rest = lines.drain();
  return {
    issuer,
    accounts,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await rest;
      await Deno.remove(dir, { recursive: true });
    },
  };
}

/** Fills in the provider's own pages: who one is, and that one agrees. */
async function agreeAtProvider(page: TestPage, login: string): Promise<void> {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const inCockpit = (page: TestPage) => page.getByRole("navigation", { name: "Main" }).waitFor();

Deno.test({
  name: "people sign in with a provider: claim, second sign-in, groups that give a role, sign-out at both",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await Deno.mkdir(OUTPUT, { recursive: true });
    const port = freePort();
    const url = `http://127.0.0.1:${port}`;
    await using provider = await startProvider(url);
    const toml = `auth = "oidc"
[oidc]
local = true
[oidc.providers.harbour]
name = "Harbour"
issuer = "${provider.issuer}"
client-id = "bulkhead"
client-secret = "HARBOUR_SECRET"
scopes = ["openid", "profile", "email", "groups"]
sign-up = "allowed"
groups = ["harbour"]
[oidc.providers.harbour.roles]
admin = ["captains"]
member = ["harbour"]
`;
    await using product = await startProduct({
      port: `${port}`,
      toml,
      env: { BULKHEAD_SECRET_HARBOUR_SECRET: "a secret of the test" },
    });
    await using chromium = await testBrowser();

    const olga = await chromium.page({ baseURL: url });
    await olga.goto(product.claimLink!);
    await olga.getByText("Make this server yours").waitFor();
    await olga.screenshot({ path: `${OUTPUT}oidc-claim.png` });
    await olga.getByRole("button", { name: "Continue with Harbour" }).click();
    await agreeAtProvider(olga, "olga");
    await inCockpit(olga);
    assert.equal(new URL(olga.url()).pathname, "/");
    await olga.getByRole("button", { name: /Olga Ives: account/ }).waitFor();

    // Somebody who follows a link to a page comes out there.
    const ann = await chromium.page({ baseURL: url });
    await ann.goto("/people");
    await ann.getByRole("button", { name: "Continue with Harbour" }).waitFor();
    await ann.screenshot({ path: `${OUTPUT}oidc-sign-in.png` });
    await ann.getByRole("button", { name: "Continue with Harbour" }).click();
    await agreeAtProvider(ann, "ann");
    await ann.getByRole("heading", { name: "People" }).waitFor();
    assert.equal(new URL(ann.url()).pathname, "/people");
    assert.equal(await ann.getByRole("button", { name: "Invite" }).count(), 0, "a member");

    const signOut = async () => {
      await ann.getByRole("button", { name: /Ann Rivers: account/ }).click();
      await ann.getByRole("menuitem", { name: "Sign out" }).click();
    };
    await signOut();
    // The provider asks whether to end its session as well.
    await ann.getByRole("button", { name: /^Yes, sign me out/ }).click();
    await ann.waitForURL(`${url}/sign-in`);

    await provider.accounts({ ...PEOPLE, ann: { ...PEOPLE.ann, groups: ["harbour", "captains"] } });
    await ann.getByRole("button", { name: "Continue with Harbour" }).click();
    await agreeAtProvider(ann, "ann");
    await inCockpit(ann);
    await ann.goto("/people");
    await ann.getByRole("button", { name: "Invite" }).waitFor();
    await ann.getByText("@ann").first().waitFor();
    assert.equal(await ann.getByText("@ann").count(), 1, "the same person as before");
    await ann.screenshot({ path: `${OUTPUT}oidc-people.png` });

    // A group of the provider is shown and not changed here; one that is made here is, with people from anywhere.
    await ann.getByRole("tab", { name: "Groups" }).click();
    await ann.getByRole("button", { name: /^captains/ }).click();
    await ann.getByText("It comes from Harbour").waitFor();
    assert.equal(await ann.getByRole("button", { name: "Add people" }).count(), 0);
    await ann.getByRole("button", { name: "New group" }).click();
    await ann.getByLabel("Name").fill("Night watch");
    await ann.getByRole("button", { name: "Make group" }).click();
    await ann.getByText("Nobody is in it yet").waitFor();
    await ann.getByRole("button", { name: "Add people" }).click();
    await ann.getByLabel("Find somebody to add").fill("olg");
    await ann.getByRole("button", { name: /Olga Ives.*Harbour/ }).click();
    await ann.getByRole("button", { name: "Take Olga Ives out" }).waitFor();
    await ann.screenshot({ path: `${OUTPUT}oidc-groups.png` });

    await ann.goto("/account");
    await ann.getByText("Connected sign-ins").waitFor();
    await ann.getByText(/Harbour · used/).waitFor();
    await ann.screenshot({ path: `${OUTPUT}oidc-account.png`, fullPage: true });

    // Kept out at the provider: the page says why.
    await provider.accounts({ ...PEOPLE, eve: { name: "Eve", preferred_username: "eve", groups: ["elsewhere"] } });
    const eve = await chromium.page({ baseURL: url });
    await eve.goto("/");
    await eve.getByRole("button", { name: "Continue with Harbour" }).click();
    await agreeAtProvider(eve, "eve");
    await eve.getByText("Harbour says that you are eve, and you have no account here").waitFor();
    await eve.screenshot({ path: `${OUTPUT}oidc-refused.png` });
    // The provider remembers her, and asks all the same: she may have another account there.
    await eve.getByRole("button", { name: "Continue with Harbour" }).click();
    await eve.locator("input[name=login]").waitFor();
    const theirs = [provider.issuer, "https://fonts.googleapis.com"];
    for (const page of [olga, ann, eve]) {
      assert.deepEqual(page.faults.filter((fault) => !theirs.some((place) => fault.includes(place))), []);
    }
  },
});
