import { z } from "zod";
import { RpcError } from "../errors.ts";

/** As much of an OpenRPC document as a test needs; a host serves its own at `/openrpc.json`. */
export interface OpenrpcMethods {
  /** As the document has them. */
  methods: {
    name: string;
    params: { name: string; required?: boolean; schema: unknown }[];
    result: { schema: unknown };
  }[];
}

interface Check {
  params(params: unknown): void;
  result(result: unknown): void;
}

/** Holds what a script sends to fakes, and what they answer, against the schemas of the methods. */
export function fakeChecks({ methods }: OpenrpcMethods): (method: string) => Check | undefined {
  const made = new Map<string, Check>();
  return (method) => {
    const known = made.get(method);
    const found = known ? undefined : methods.find(({ name }) => name === method);
    if (!found) return known;
    const params = schemaOf({
      type: "object",
      properties: Object.fromEntries(found.params.map(({ name, schema }) => [name, schema])),
      required: found.params.filter(({ required }) => required).map(({ name }) => name),
    });
    const result = schemaOf(found.result.schema);
    const check: Check = {
      params: (given) => {
        const fault = faultOf(params, given);
        // As the host answers it: the step fails, and the script may catch that.
        if (fault) throw new RpcError("invalid_params", `The params of ${method} do not fit: ${fault}`);
      },
      result: (given) => {
        const fault = faultOf(result, given);
        if (fault) throw new FakeError(`The fake of ${method} answers what the method never does: ${fault}`);
      },
    };
    made.set(method, check);
    return check;
  };
}

/** A fake of a test is wrong. It is the test that fails of it, not the run. */
export class FakeError extends TypeError {
  override readonly name = "FakeError";
}

function schemaOf(schema: unknown): z.ZodType {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
}

function faultOf(schema: z.ZodType, value: unknown): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0];
  return issue && `${issue.message}${issue.path.length > 0 ? ` at ${issue.path.join(".")}` : ""}`;
}
