/** MCP for the whole host and for each plugin: tools, prompts and resources made of what methods say of themselves. */
export { McpEndpoint, type McpEndpointOptions } from "./endpoint.ts";
export { protectedResource } from "./protected_resource.ts";
export type { McpParts } from "./ports.ts";
