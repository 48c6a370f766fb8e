import type { Kernel } from "../kernel/mod.ts";
import type { SecretUser } from "../secrets/mod.ts";
import type { Workflows } from "../workflows/mod.ts";

/** The plugins and workflows that ask for secrets. */
export function secretUsers(kernel: Kernel, workflows: Pick<Workflows, "secretUses"> | undefined): SecretUser[] {
  const plugins = kernel.list().flatMap(({ id, name }) =>
    kernel.permissions(id).filter(({ kind }) => kind === "secrets").map((asked): SecretUser => ({
      secret: asked.target,
      kind: "plugin",
      id,
      name,
      granted: asked.granted,
      optional: asked.optional ?? false,
      ...(asked.reason ? { reason: asked.reason } : {}),
    }))
  );
  const scripts = (workflows?.secretUses() ?? []).map(({ name, secret, granted }): SecretUser => ({
    secret,
    kind: "workflow",
    id: name,
    name,
    granted,
    optional: false,
  }));
  return [...plugins, ...scripts];
}
