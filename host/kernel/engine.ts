/** Version of the host's API for plugins, against which `engine` in a manifest is held. */
export const ENGINE_VERSION = "1.0.0";

/** The product's version, as /health and `host.system.info` show it. */
export const VERSION = "0.1.0";
