import { CHECKOUT } from "./folders.ts";

/** A certificate for `registry.test` and its subdomains, and the authority that signed it. */
export interface TestTls {
  cert: string;
  key: string;
  authority: string;
}

export async function testTls(): Promise<TestTls> {
  const read = (name: string) => Deno.readTextFile(`${CHECKOUT}/tests/harness/tls/${name}`);
  const [cert, key, authority] = await Promise.all([
    read("registry_test.pem"),
    read("registry_test.key.pem"),
    read("authority.pem"),
  ]);
  return { cert, key, authority };
}
