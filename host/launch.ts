/**
 * What `deno task start` runs: small, so that it costs little where it is only the launcher of a release. See
 * `boot/launch.ts`.
 */
import { launch } from "./boot/launch.ts";

if (import.meta.main) {
  Deno.exit(await launch(Deno.args, Deno.env.toObject(), async () => (await import("./main.ts")).startHost));
}
