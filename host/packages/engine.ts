/** Version of the host's API for plugins, against which `engine` in a manifest is held. */
export const ENGINE_VERSION = "1.0.0";
