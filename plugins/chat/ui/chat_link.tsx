import type { ComponentProps } from "react";
import { PluginLink } from "@bulkhead/ui";
import { useChatRoute } from "./use_workspaces.ts";

export interface ChatLinkProps extends Omit<ComponentProps<"a">, "href"> {
  /** In the workspace in which the link stands. */
  path: string;
}

/** A link to a place of chat in the same workspace. */
export function ChatLink({ path, ...rest }: ChatLinkProps) {
  const { inside } = useChatRoute();
  return <PluginLink {...rest} plugin="chat" path={inside(path)} />;
}
