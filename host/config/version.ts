import manifest from "../../deno.json" with { type: "json" };

/** The name people see. */
export const PRODUCT = "Bulkhead";

/** Version of this host, as in deno.json. */
export const VERSION: string = manifest.version;
