import { fileURLToPath } from "node:url";

/** Folder of the product that this command line belongs to, without a slash at the end. */
export const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

/** Version of a package as the product pins it. */
export async function pinnedVersion(name: string): Promise<string> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${CHECKOUT}/deno.json`)) as {
    imports: Record<string, string>;
  };
  const version = imports[name]?.split("@").at(-1);
  if (!version) throw new Error(`The product's deno.json pins no "${name}"`);
  return version;
}
