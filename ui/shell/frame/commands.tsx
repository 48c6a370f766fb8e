import { useNavigate } from "@tanstack/react-router";
import {
  Archive,
  Boxes,
  Braces,
  CircleArrowUp,
  House,
  KeyRound,
  Monitor,
  Moon,
  Power,
  PowerOff,
  Radio,
  ScrollText,
  Send,
  ShieldCheck,
  Sun,
  UserRound,
  Users,
  Workflow,
} from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { PluginIcon } from "@bulkhead/kit";
import { type PluginCommand, pluginPath, setTheme, useIsAdmin, useMe } from "@bulkhead/ui";
import { useSummary } from "../data/plugin_ui.ts";
import { usePluginActions, usePlugins } from "../data/plugins.ts";
import { useWorkflows } from "../data/workflows.ts";
import { isUsable, useNavPlugins } from "./nav.tsx";
import { t } from "../../i18n/texts.ts";

/** One line of the palette. */
export interface Command {
  id: string;
  title: string;
  group: string;
  icon: ReactNode;
  /** Shown only when it is searched for. */
  onlyByName?: boolean;
  run(): void;
}

type Report = (plugin: string, commands: PluginCommand[]) => void;

/** All commands of this moment. `report` takes what plugins add. */
export function useCommands(): { commands: Command[]; report: Report } {
  const navigate = useNavigate();
  const nav = useNavPlugins();
  const { plugins } = usePlugins();
  const workflows = useWorkflows().data?.items;
  const isAdmin = useIsAdmin();
  const me = useMe();
  const actions = usePluginActions();
  const [added, setAdded] = useState<Record<string, PluginCommand[]>>({});
  const report = useCallback<Report>((plugin, commands) => setAdded((all) => ({ ...all, [plugin]: commands })), []);

  const commands = useMemo(() => {
    const go = (path: string) => () => void navigate({ to: path as never });
    const list: Command[] = [
      { id: "home", title: t("Home"), group: t("Go to"), icon: <House size={16} aria-hidden />, run: go("/") },
      ...nav.map((plugin) => ({
        id: `page ${plugin.id}`,
        title: plugin.ui?.nav?.title ?? plugin.name,
        group: t("Go to"),
        icon: <PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} size={16} />,
        run: go(pluginPath(plugin.id)),
      })),
      {
        id: "workflows",
        title: t("Workflows"),
        group: t("Go to"),
        icon: <Workflow size={16} aria-hidden />,
        run: go("/workflows"),
      },
      {
        id: "plugins",
        title: t("Plugins"),
        group: t("Go to"),
        icon: <Boxes size={16} aria-hidden />,
        run: go("/plugins"),
      },
    ];
    list.push({
      id: "account",
      title: t("Your account"),
      group: t("Go to"),
      icon: <UserRound size={16} aria-hidden />,
      run: go("/account"),
    });
    if (me.role !== "guest") {
      list.push({
        id: "people",
        title: t("People"),
        group: t("Go to"),
        icon: <Users size={16} aria-hidden />,
        run: go("/people"),
      });
    }
    list.push({
      id: "events",
      title: t("Events"),
      group: t("Go to"),
      icon: <Radio size={16} aria-hidden />,
      run: go("/events"),
    });
    list.push({
      id: "api",
      title: t("API"),
      group: t("Go to"),
      icon: <Braces size={16} aria-hidden />,
      run: go("/api"),
    });
    if (isAdmin) {
      list.push({
        id: "secrets",
        title: t("Secrets"),
        group: t("Go to"),
        icon: <KeyRound size={16} aria-hidden />,
        run: go("/settings/secrets"),
      }, {
        id: "backups",
        title: t("Backups"),
        group: t("Go to"),
        icon: <Archive size={16} aria-hidden />,
        run: go("/settings/backups"),
      }, {
        id: "updates",
        title: t("Updates"),
        group: t("Go to"),
        icon: <CircleArrowUp size={16} aria-hidden />,
        run: go("/settings/updates"),
      }, {
        id: "audit",
        title: t("Audit log"),
        group: t("Go to"),
        icon: <ShieldCheck size={16} aria-hidden />,
        run: go("/settings/audit"),
      }, {
        id: "publish",
        title: t("Publish an event"),
        group: t("Go to"),
        icon: <Send size={16} aria-hidden />,
        onlyByName: true,
        run: go("/events/publish"),
      }, {
        id: "logs",
        title: t("Logs"),
        group: t("Go to"),
        icon: <ScrollText size={16} aria-hidden />,
        run: go("/logs"),
      });
    }
    for (const plugin of nav) {
      for (const command of added[plugin.id] ?? []) {
        list.push({
          id: `${plugin.id} ${command.id}`,
          title: command.title,
          group: plugin.name,
          icon: <PluginIcon name={command.icon} size={16} />,
          run: go(pluginPath(plugin.id, command.path)),
        });
      }
    }
    for (const workflow of workflows ?? []) {
      list.push({
        id: `workflow ${workflow.name}`,
        title: workflow.name,
        group: t("Workflow"),
        icon: <Workflow size={16} aria-hidden />,
        run: go(`/workflows/${encodeURIComponent(workflow.name)}`),
      });
    }
    for (const plugin of plugins) {
      list.push({
        id: `plugin ${plugin.id}`,
        title: t("{name} plugin", { name: plugin.name }),
        group: t("Plugin"),
        icon: <PluginIcon plugin={plugin.id} name={plugin.icon} size={16} />,
        onlyByName: true,
        run: go(`/plugins/${plugin.id}`),
      });
      if (!isAdmin) continue;
      list.push({
        id: `toggle ${plugin.id}`,
        title: plugin.enabled
          ? t("Turn off {name}", { name: plugin.name })
          : t("Turn on {name}", { name: plugin.name }),
        group: t("Plugin"),
        icon: plugin.enabled ? <PowerOff size={16} aria-hidden /> : <Power size={16} aria-hidden />,
        run: () => void (plugin.enabled ? actions.disable(plugin) : actions.enable(plugin)),
      });
    }
    list.push(
      {
        id: "light",
        title: t("Light theme"),
        group: t("Theme"),
        icon: <Sun size={16} aria-hidden />,
        run: () => setTheme("light"),
      },
      {
        id: "dark",
        title: t("Dark theme"),
        group: t("Theme"),
        icon: <Moon size={16} aria-hidden />,
        run: () => setTheme("dark"),
      },
      {
        id: "system",
        title: t("Theme as the system"),
        group: t("Theme"),
        icon: <Monitor size={16} aria-hidden />,
        run: () => setTheme("system"),
      },
    );
    return list;
  }, [nav, plugins, workflows, isAdmin, me, added, navigate, actions]);
  return { commands, report };
}

/** Asks each enabled plugin for what it adds; draws nothing. */
export function CommandSources({ report }: { report: Report }) {
  return useNavPlugins().filter(isUsable).map((plugin) => (
    <Source
      key={plugin.id}
      plugin={plugin.id}
      report={report}
    />
  ));
}

function Source({ plugin, report }: { plugin: string; report: Report }) {
  const summary = useSummary(plugin);
  return summary?.useCommands ? <SourceWith plugin={plugin} useCommands={summary.useCommands} report={report} /> : null;
}

function SourceWith(
  { plugin, useCommands, report }: { plugin: string; useCommands: () => PluginCommand[]; report: Report },
) {
  const commands = useCommands();
  const key = commands.map((command) => `${command.id} ${command.title}`).join("\n");
  useEffect(() => report(plugin, commands), [plugin, key, report]);
  return null;
}
