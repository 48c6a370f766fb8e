import { useMemo } from "react";
import { RpcFailure, useCall, useCockpit, useLive, useRpc, useRpcCache } from "@bulkhead/ui";
import { toast } from "@bulkhead/kit";
import type { PluginDetail, PluginInfo } from "../../state/wire.ts";
import { askBeforeDisabling } from "./disabling.ts";
import { useSoon } from "./soon.ts";
import { hostWords } from "../../i18n/host_words.ts";
import { t, type Text, text } from "../../i18n/texts.ts";

interface PluginList {
  items: PluginInfo[];
}

/** All plugins, in the order of their navigation, then by name. */
export function usePlugins() {
  const query = useRpc<PluginList>("host.plugin.list");
  const items = query.data?.items;
  const plugins = useMemo(() => [...(items ?? [])].sort(byOrder), [items]);
  return { ...query, plugins };
}

/** What people call a plugin or script that others name by its id. */
export function useNameOf(): (about: { kind: "plugin" | "workflow"; id: string }) => string {
  const { plugins } = usePlugins();
  return ({ kind, id }) => (kind === "plugin" && plugins.find((plugin) => plugin.id === id)?.name) || id;
}

export function byOrder(left: PluginInfo, right: PluginInfo): number {
  const order = (plugin: PluginInfo) => plugin.ui?.nav?.order ?? 1000;
  return order(left) - order(right) || left.name.localeCompare(right.name);
}

/** Keeps every kept answer about plugins current; stands once, in the frame. */
export function usePluginFeed(): void {
  const cache = useRpcCache();
  const soon = useSoon(100);
  useLive(["host.plugin.changed"], {
    volatile: (_type, data) => {
      const { plugin } = data as { plugin: PluginInfo };
      put(cache, plugin);
      // What only its own page shows is not pushed: how it ended, who meets what it needs. Asked once the pages of a
      // plugin that goes have gone with it, since nobody knows it any more then.
      soon("host.plugin.get", () => cache.refresh("host.plugin.get"));
      if (plugin.state === "ready") {
        cache.refreshPlugin(plugin.id);
        cache.refresh("rpc.discover");
      }
    },
    resync: () => {
      cache.refresh("host.plugin.list");
      cache.refresh("host.plugin.get");
    },
  });
}

function put(cache: ReturnType<typeof useRpcCache>, plugin: PluginInfo): void {
  cache.patch<PluginList>("host.plugin.list", (list) => ({
    ...list,
    items: list.items.some((item) => item.id === plugin.id)
      ? list.items.map((item) => (item.id === plugin.id ? { ...item, ...plugin, reason: plugin.reason } : item))
      : [...list.items, plugin],
  }));
  cache.patch<PluginInfo>(
    "host.plugin.get",
    (kept) => kept.id === plugin.id ? { ...kept, ...plugin, reason: plugin.reason } : kept,
  );
}

/** Turns plugins on and off and starts them anew; says what came of it. */
export function usePluginActions() {
  const cache = useRpcCache();
  const { rpc } = useCockpit();
  const enable = useCall<{ id: string }, PluginInfo>("host.plugin.enable");
  const disable = useCall<{ id: string }, PluginInfo>("host.plugin.disable");
  const restart = useCall<{ id: string }, PluginInfo>("host.plugin.restart");

  const run = async (call: typeof enable, plugin: PluginInfo, doing: Partial<PluginInfo>, failed: Text) => {
    put(cache, { ...plugin, ...doing });
    try {
      await call.mutateAsync({ id: plugin.id });
      return true;
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      toast({
        tone: "bad",
        title: t(failed, { name: plugin.name }),
        description: words(failure),
      });
      return false;
    } finally {
      cache.refresh("host.plugin.list");
      cache.refresh("host.plugin.get");
    }
  };

  const actions = {
    enable: (plugin: PluginInfo) =>
      run(
        enable,
        plugin,
        { enabled: true, state: "starting", reason: undefined },
        text("{name} could not be turned on"),
      ),
    restart: (plugin: PluginInfo) =>
      run(restart, plugin, { state: "starting", reason: undefined }, text("{name} could not be restarted")),
    /** Names those who would miss it first, when there are any. */
    disable: async (plugin: PluginInfo) => {
      const dependents = await rpc.call<PluginDetail>("host.plugin.get", { id: plugin.id }, { timeoutMs: 3_000 }).then(
        (detail) => detail.dependents ?? [],
        // The host has the last word; whoever cannot ask is told by it.
        () => [],
      );
      if (dependents.length > 0 && !await askBeforeDisabling(plugin, dependents)) return false;
      const off = await run(
        disable,
        plugin,
        { enabled: false, state: "disabled", reason: undefined },
        text("{name} could not be turned off"),
      );
      if (!off) return false;
      toast({
        title: t("{name} is off", { name: plugin.name }),
        description: t("Its page is gone and its methods refuse. Its data stays, and events wait for it."),
        action: { label: t("Undo"), onClick: () => void actions.enable(plugin) },
      });
      return true;
    },
    busy: enable.isPending || disable.isPending || restart.isPending,
  };
  return actions;
}

/** A failure in one line: what happened and what to do. */
export function words(failure: RpcFailure): string {
  const message = hostWords(failure.message);
  return failure.hint ? `${message}. ${hostWords(failure.hint)}`.replace("..", ".") : message;
}
