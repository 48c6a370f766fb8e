import type { Tool } from "@modelcontextprotocol/server";

/** Names of the host's own tools; no method gets them. */
export const SEARCH_TOOLS = "search_tools";
export const CALL_TOOL = "call_tool";
export const META_NAMES = [SEARCH_TOOLS, CALL_TOOL] as const;

/** With more tools than this a model chooses badly, and clients cut the list: then search and call come first. */
export const MANY_TOOLS = 60;

/** Tools found by one search. */
export const MAX_FOUND = 10;

/** What is offered before all others when there are many. */
export const META_TOOLS: Tool[] = [
  {
    name: SEARCH_TOOLS,
    title: "Search tools",
    description: "Finds tools of this server by what they do, best first, each with the schema of its arguments. " +
      `Answers at most ${MAX_FOUND}. Run what it finds with ${CALL_TOOL}, or directly by its name.`,
    inputSchema: {
      type: "object",
      properties: {
        query: { type: "string", description: 'A few words, such as "send chat message" or "workflow runs"' },
        limit: { type: "integer", minimum: 1, maximum: MAX_FOUND, description: "Default 5" },
      },
      required: ["query"],
      additionalProperties: false,
    },
    annotations: { title: "Search tools", readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  },
  {
    name: CALL_TOOL,
    title: "Call a tool by name",
    description: `Runs any tool of this server, also one that is not in the list you see: ${SEARCH_TOOLS} finds its ` +
      "name and the schema of its arguments.",
    inputSchema: {
      type: "object",
      properties: {
        name: { type: "string", description: `Name of the tool as ${SEARCH_TOOLS} gives it` },
        arguments: { type: "object", description: "Its arguments by name", additionalProperties: true },
      },
      required: ["name"],
      additionalProperties: false,
    },
    annotations: { title: "Call a tool", readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  },
];
