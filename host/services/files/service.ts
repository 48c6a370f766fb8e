import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient, ServiceMethods, ServiceRequest } from "../ports.ts";
import type { FileStore, StoredFile } from "./ports.ts";

export interface FileServiceParts {
  files: FileStore;
  /** Is this `role:<role>` or `room:<id>`? */
  isAudience(text: string): boolean;
}

/** Largest file that a plugin may make or take, in bytes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

const one = z.object({ id: z.string().max(100) });
const range = one.extend({ from: z.int().min(0).optional(), to: z.int().min(0).optional() });
const kept = one.extend({ audience: z.string().max(300) });
const page = z.object({ after: z.string().max(100).optional(), limit: z.int().min(1).max(200).default(50) });
const made = z.object({
  name: z.string().min(1).max(1_000),
  type: z.string().max(200).optional(),
  audience: z.string().max(300).default("owner"),
  stream: z.int(),
});

/** `file.*`: what a plugin does with the files that are its own. */
export function fileService({ files, isAudience }: FileServiceParts): ServiceMethods {
  const checked = (audience: string): string => {
    if (audience === "owner" || (audience !== "plugins" && isAudience(audience))) return audience;
    throw new RpcError(
      "invalid_params",
      `Audience "${audience}" is not valid: expected owner, role:<role> or room:<id>`,
      {
        path: "/audience",
      },
    );
  };
  return {
    "file.get": ({ client, params }) => {
      allow(client, "read");
      const file = files.get(parse(one, params).id);
      return file?.plugin === client.id ? file : null;
    },
    "file.list": ({ client, params }) => {
      allow(client, "read");
      return { items: files.list(client.id, parse(page, params)) };
    },
    "file.read": async ({ client, params, signal }) => {
      allow(client, "read");
      const { id, from = 0, to } = parse(range, params);
      const file = own(files, client, id);
      const end = Math.min(to ?? file.sizeBytes, file.sizeBytes);
      const content = await files.open(file, { from: Math.min(from, end), to: end });
      const { id: stream, writable } = client.openStream();
      // Whoever reads is told by the stream itself when it breaks off.
      content.stream.pipeTo(writable, { signal }).catch(() => {});
      return { file, stream, sizeBytes: content.sizeBytes };
    },
    "file.keep": async (request) => {
      allow(request.client, "write");
      const { id, audience } = parse(kept, request.params);
      const file = own(files, request.client, id);
      if (!file.kept) checkUploader(file, request);
      return await files.keep(id, checked(audience));
    },
    "file.create": async ({ client, params, signal }) => {
      allow(client, "write");
      const { name, type, audience, stream } = parse(made, params);
      const left = client.limits().storageMb * 2 ** 20 - files.usedBytes(client.id);
      const maxBytes = Math.min(MAX_FILE_BYTES, left);
      const file = {
        plugin: client.id,
        owner: client.id,
        name,
        type,
        audience: checked(audience),
        kept: true,
        maxBytes,
      };
      return await files.add(file, client.acceptStream(stream), signal);
    },
    "file.remove": async ({ client, params }) => {
      allow(client, "write");
      const { id } = parse(one, params);
      if (files.get(id)?.plugin !== client.id) return { removed: false };
      return { removed: await files.remove(id) };
    },
  };
}

/** A person's upload becomes a plugin's only in a call of that person: no plugin takes what somebody else is sending. */
function checkUploader(file: StoredFile, { caller }: ServiceRequest): void {
  if (caller?.id === file.owner) return;
  throw new RpcError("forbidden", `The upload "${file.id}" belongs to somebody else`, { path: "/id" });
}

function allow(client: ServiceClient, access: "read" | "write"): void {
  const held = client.permissions().files ?? [];
  const isHeld = held.some((entry) => entry.access === access || entry.access === "write");
  client.permissionUsed("files", access, { denied: !isHeld });
  if (isHeld) return;
  throw new RpcError("not_permitted", `"${client.id}" may not ${access} files`, {
    hint: `plugin.json must list {"access": "${access}"} under permissions.files, and an owner must grant it`,
  });
}

function own(files: FileStore, client: ServiceClient, id: string): StoredFile {
  const file = files.get(id);
  if (file?.plugin === client.id) return file;
  throw new RpcError("not_found", `No file "${id}"`, { path: "/id" });
}

function parse<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RpcError("invalid_params", issue!.message, { path: `/${issue!.path.join("/")}` });
}
