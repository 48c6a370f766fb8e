import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { template } from "./editor_wire.ts";
import { readTemplates } from "./templates.ts";

export interface TemplateMethodsOptions {
  /** Absolute path of the folder of templates. */
  templates: string;
  /** Ids of the plugins whose methods are known. */
  plugins(): string[];
}

/** Scripts that ship with the product to begin from. */
export function templateMethods({ templates, plugins }: TemplateMethodsOptions): HostMethods {
  return {
    "host.workflow.templates.list": hostMethod({
      summary: "Scripts to begin with, and whether the plugins that they call are there",
      examples: [{
        params: {},
        result: {
          items: [{
            id: "approval_in_chat",
            title: "Ask in a channel",
            description: "Waits for a yes or no in chat",
            uses: ["calendar"],
            source: "export default 1;\n",
            available: true,
            missing: [],
          }],
        },
      }],
      params: z.object({}),
      result: z.object({ items: z.array(template) }),
      readOnly: true,
      handler: async () => ({ items: await readTemplates(templates, plugins()) }),
    }),
  };
}
