import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import { clientTypes } from "../../workflows/mod.ts";

/** What is read of an OpenRPC document. */
export interface OpenRpcDocument {
  info: { title?: string; version?: string };
  methods: {
    name: string;
    summary?: string;
    params: { name: string; required?: boolean; schema: object; description?: string }[];
    result?: { schema: object };
  }[];
  components?: object;
}

const RUNTIME = new URL("runtime.ts", import.meta.url);

/** One TypeScript file with a client for all methods of the document. It imports nothing. */
export async function clientModule(document: OpenRpcDocument): Promise<string> {
  const runtime = await Deno.readTextFile(RUNTIME);
  const types = clientTypes(document.methods.map((method) => descriptor(method, document)), "CallOptions");
  const methods =
    `/** All methods of the server that its owner may call, by their names. */\nexport interface Methods {\n${types}}`;
  // A function, since the types may hold what a replacement would be told by a dollar sign.
  const text = runtime.replace(/\/\/ <methods>[\s\S]*\/\/ <\/methods>/, () => methods);
  return `// A client made by "bulkhead client" from ${document.methods.length} methods. Make it anew when plugins change.\n` +
    `// deno-lint-ignore-file\n\n${text}`;
}

function descriptor(method: OpenRpcDocument["methods"][number], { components }: OpenRpcDocument): MethodDescriptor {
  const params = {
    type: "object",
    properties: Object.fromEntries(
      method.params.map((
        { name, schema, description },
      ) => [name, description === undefined ? schema : { ...schema, description }]),
    ),
    required: method.params.filter(({ required }) => required).map(({ name }) => name),
    components,
  };
  const result = { ...method.result?.schema, components };
  return { name: method.name, summary: method.summary ?? method.name, params, result } as MethodDescriptor;
}
