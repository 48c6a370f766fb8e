import type { Tool } from "@modelcontextprotocol/server";
import type { MethodDescriptor } from "../../../sdk/channel/protocol.ts";
import { clean } from "./clean.ts";
import { inputSchema, outputSchema } from "./tool_schema.ts";

const MAX_TITLE = 200;
const MAX_DESCRIPTION = 2_000;
/** Characters of JSON; a larger one is left out, since it only describes what comes anyway. */
const MAX_OUTPUT_SCHEMA = 16 * 1024;

/** The tool that a method is, under the name that was found for it. */
export function toolOf(method: MethodDescriptor, name: string): Tool {
  const title = clean(method.summary, MAX_TITLE);
  const more = clean(method.description, MAX_DESCRIPTION);
  const tool: Tool = {
    name,
    title,
    description: more === "" ? title : `${title}\n\n${more}`,
    inputSchema: inputSchema(method.params) as Tool["inputSchema"],
    annotations: {
      title,
      readOnlyHint: method.readOnly ?? false,
      // The specification's default for what is not known is true; here the risk is declared.
      destructiveHint: method.readOnly ? false : method.risk === "high" || DESTROYS.test(method.name),
      idempotentHint: method.readOnly ?? false,
      openWorldHint: false,
    },
  };
  const output = typeof method.mcp === "object" && method.mcp.content ? undefined : outputSchema(method.result);
  if (output && JSON.stringify(output).length <= MAX_OUTPUT_SCHEMA) tool.outputSchema = output as Tool["outputSchema"];
  return tool;
}

/** Last steps of names that take something away. */
const DESTROYS = /\.(delete|remove|drop|uninstall|revoke|rollback|restore|disable|archive|leave|cancel|reset|clear)$/;
