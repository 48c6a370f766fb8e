import { Link, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import type { ComponentProps } from "react";

/** Where a plugin's page lies in the cockpit. */
export function pluginPath(plugin: string, path = ""): string {
  return `/app/${plugin}${path ? `/${path.split("/").map(encodeURIComponent).join("/")}` : ""}`;
}

export interface PluginRoute {
  plugin: string;
  /** Segments below the plugin's page, decoded. */
  segments: string[];
  /** The fragment, without `#`. */
  hash: string;
  /** Goes to another place of the same plugin; `replace` leaves no step in the history. */
  go(path: string, options?: { replace?: boolean; hash?: string }): void;
}

/** The part of the address that belongs to this plugin. */
export function usePluginRoute(): PluginRoute {
  const { plugin = "", _splat = "" } = useParams({ strict: false }) as { plugin?: string; _splat?: string };
  const hash = useRouterState({ select: (state) => state.location.hash });
  const navigate = useNavigate();
  return {
    plugin,
    segments: _splat.split("/").filter(Boolean),
    hash,
    go: (path, { replace, hash } = {}) => void navigate({ to: pluginPath(plugin, path) as never, hash, replace }),
  };
}

export interface PluginLinkProps extends Omit<ComponentProps<"a">, "href"> {
  plugin: string;
  path?: string;
}

/** A link to a place in a plugin's page. */
export function PluginLink({ plugin, path = "", ...rest }: PluginLinkProps) {
  return <Link {...rest} to={pluginPath(plugin, path) as never} />;
}

export interface RunLinkProps extends Omit<ComponentProps<"a">, "href"> {
  workflow: string;
  /** Id of the run. */
  run: string;
}

/** A link to a run of a workflow. */
export function RunLink({ workflow, run, ...rest }: RunLinkProps) {
  return <Link {...rest} to={`/workflows/${encodeURIComponent(workflow)}/${encodeURIComponent(run)}` as never} />;
}
