import { z } from "zod";
import { Time } from "./time.ts";

/** What a workspace is called in addresses and over WebDAV. */
export const Slug = z.string().trim().toLowerCase().max(40, "A short name has at most 40 characters").regex(
  /^[a-z0-9][a-z0-9-]*$/,
  'A short name is made of letters a to z, digits and "-", and begins with a letter or digit',
);

/** Who comes in. */
export const Access = z.enum(["open", "closed"]).describe(
  "open: everybody with an account finds and joins it; closed: only its members know of it",
);

/** What somebody may do in a workspace. */
export const Role = z.enum(["owner", "admin", "member"]);
export type Role = z.output<typeof Role>;

export const WorkspaceName = z.string().trim().min(1, "A workspace needs a name").max(80);
export const Description = z.string().trim().max(1_000);

/** Which workspace a call is about. */
export const WorkspaceRef = z.string().min(1).max(100).describe("Id or short name of a workspace");

/** The same for calls that mean the first workspace where none is named. */
export const WorkspaceId = WorkspaceRef.optional().describe("Id or short name of a workspace; default: the first one");

/** A workspace as a client begins with it. */
export const Workspace = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string().optional().describe("In addresses and over WebDAV"),
  description: z.string(),
  access: Access.optional(),
  first: z.boolean().optional().describe("The one that everybody with an account is in"),
  role: Role.optional().describe("The caller's in it"),
});
export type Workspace = z.output<typeof Workspace>;

/** A workspace in a list. */
export const WorkspaceItem = Workspace.required({ slug: true, access: true, first: true }).extend({
  member: z.boolean().describe("Is the caller in it? If not it can be joined"),
  memberCount: z.int(),
  unread: z.int().describe("Unread messages in channels that the caller has not muted"),
  mentions: z.int().describe("Those among them that call the caller"),
  seq: z.int().describe("Its position"),
  createdAt: Time,
});
export type WorkspaceItem = z.output<typeof WorkspaceItem>;

/** A short name made of a name; `taken` says which are not free. */
export function slugOf(name: string, taken: (slug: string) => boolean): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "").slice(0, 32).replace(/(?<!-)-+$/, "") || "workspace";
  for (let n = 1;; n++) {
    const slug = n === 1 ? plain : `${plain}-${n}`;
    if (!taken(slug)) return slug;
  }
}
