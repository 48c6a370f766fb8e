import { useEffect, useState } from "react";
import { useLive, useRpc } from "@bulkhead/ui";
import type { FontData } from "../../sdk/page/protocol.ts";
import type { PluginDetail, PluginInfo } from "../../state/wire.ts";
import { isUsable } from "../frame/nav.tsx";
import { cockpitFonts } from "./cockpit_fonts.ts";
import { type FrameDocument, useFrameDocument } from "./frame_document.ts";
import type { FramePlugin } from "./use_frame_session.ts";

/** The page of a plugin from elsewhere, before it is in a frame. */
export interface FramedPlugin {
  /** Address of the page's document. */
  src: string;
  document: FrameDocument;
  /** What the frame's session has to know; undefined until all of it is there. */
  plugin: (FramePlugin & { name: string }) | undefined;
  /** Looks for the document once more. */
  retry(): void;
}

export function useFramedPlugin(plugin: PluginInfo): FramedPlugin {
  const src = `/p/${plugin.id}/${plugin.ui?.page?.replace(/^ui\//, "") ?? ""}`;
  // A plugin that comes back may bring another page.
  const stamp = isUsable(plugin) ? `${plugin.version} ${plugin.state} ${plugin.since}` : undefined;
  const { document, retry } = useFrameDocument(src, stamp);
  const allowed = useAllowed(plugin.id);
  const fonts = useFonts();
  return {
    src,
    document,
    plugin: allowed && fonts && { id: plugin.id, name: plugin.name, allowed, fonts },
    retry,
  };
}

/** Patterns of the types that the plugin may hear of; undefined until they are known. */
function useAllowed(id: string): string[] | undefined {
  const { data, isPending, refetch } = useRpc<PluginDetail>("host.plugin.get", { id });
  useLive(["host.plugin.changed"], {
    volatile: (_type, changed) => {
      const { plugin } = changed as { plugin: PluginInfo };
      // One that stops may be on its way out: then nothing is left to ask for.
      if (plugin.id === id && isUsable(plugin)) void refetch();
    },
  });
  if (isPending) return undefined;
  const granted = data?.permissions?.filter(({ kind, granted }) => kind === "subscribe" && granted) ?? [];
  return [`${id}.**`, ...granted.map(({ target }) => target)];
}

/** The cockpit's typefaces; none when they cannot be had. */
function useFonts(): FontData[] | undefined {
  const [fonts, setFonts] = useState<FontData[]>();
  useEffect(() => void cockpitFonts().then(setFonts, () => setFonts([])), []);
  return fonts;
}
