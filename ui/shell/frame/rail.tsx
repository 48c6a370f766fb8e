import { Link } from "@tanstack/react-router";
import { Boxes, Braces, House, Radio, ScrollText, Search, Settings, Users, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { cx, IconButton, PluginIcon, Tooltip } from "@bulkhead/kit";
import { pluginPath, useIsAdmin } from "@bulkhead/ui";
import { prefetchPage } from "../data/plugin_ui.ts";
import { isAt, useNavPlugins, usePath, Waiting } from "./nav.tsx";
import { NeedsButton } from "./needs_button.tsx";
import { PersonMenu } from "./person_menu.tsx";
import { t } from "../../i18n/texts.ts";

/** The 56 pixels at the left: home, the plugins, the rooms of the host, and the person at the foot. */
export function Rail({ onPalette }: { onPalette(): void }) {
  const plugins = useNavPlugins();
  const isAdmin = useIsAdmin();
  return (
    <nav
      aria-label={t("Main")}
      className="hidden w-14 shrink-0 flex-col items-center gap-1 border-r border-line bg-canvas py-2 md:flex"
    >
      <RailLink to="/" label={t("Home")} shortcut="G+H" icon={<House size={20} strokeWidth={1.75} aria-hidden />} />
      <div className="scroll-y flex min-h-0 flex-col items-center gap-1 [scrollbar-width:none]">
        {plugins.map((plugin) => (
          <Waiting key={plugin.id} plugin={plugin}>
            {(count) => (
              <RailLink
                to={pluginPath(plugin.id)}
                label={plugin.ui?.nav?.title ?? plugin.name}
                icon={<PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} />}
                waiting={count}
                onPointerEnter={() => prefetchPage(plugin.id)}
              />
            )}
          </Waiting>
        ))}
      </div>
      <hr className="my-1 w-6 shrink-0 border-line" />
      <RailLink
        to="/workflows"
        label={t("Workflows")}
        shortcut="G+W"
        icon={<Workflow size={20} strokeWidth={1.75} aria-hidden />}
      />
      <RailLink
        to="/plugins"
        label={t("Plugins")}
        shortcut="G+P"
        icon={<Boxes size={20} strokeWidth={1.75} aria-hidden />}
      />
      <RailLink to="/people" label={t("People")} icon={<Users size={20} strokeWidth={1.75} aria-hidden />} />
      <RailLink
        to="/events"
        label={t("Events")}
        shortcut="G+E"
        icon={<Radio size={20} strokeWidth={1.75} aria-hidden />}
      />
      {isAdmin && (
        <RailLink
          to="/logs"
          label={t("Logs")}
          shortcut="G+L"
          icon={<ScrollText size={20} strokeWidth={1.75} aria-hidden />}
        />
      )}
      <RailLink
        to="/api"
        label={t("API")}
        shortcut="G+A"
        icon={<Braces size={20} strokeWidth={1.75} aria-hidden />}
      />
      {isAdmin && (
        <RailLink
          to="/settings"
          page="/settings/secrets"
          label={t("Settings")}
          shortcut="G+S"
          icon={<Settings size={20} strokeWidth={1.75} aria-hidden />}
        />
      )}
      <div className="mt-auto flex flex-col items-center gap-1">
        <IconButton
          size="lg"
          side="right"
          label={t("Search and commands")}
          shortcut="Mod+K"
          icon={<Search size={20} strokeWidth={1.75} aria-hidden />}
          onClick={onPalette}
        />
        <NeedsButton />
        <PersonMenu />
      </div>
    </nav>
  );
}

interface RailLinkProps {
  to: string;
  /** Where it leads, when not to `to` itself. */
  page?: string;
  label: string;
  icon: ReactNode;
  shortcut?: string;
  waiting?: number;
  onPointerEnter?(): void;
}

function RailLink({ to, page = to, label, icon, shortcut, waiting = 0, onPointerEnter }: RailLinkProps) {
  const path = usePath();
  const current = isAt(path, to);
  return (
    <Tooltip label={label} shortcut={shortcut} side="right">
      <Link
        to={page as never}
        onPointerEnter={onPointerEnter}
        aria-label={waiting > 0 ? t("{label}, {waiting} waiting", { label, waiting }) : label}
        aria-current={current ? "page" : undefined}
        className={cx(
          "relative inline-flex size-10 shrink-0 items-center justify-center rounded-control transition-colors duration-80",
          current ? "bg-active text-ink" : "text-ink-3 hover:bg-hover hover:text-ink",
        )}
      >
        {icon}
        {waiting > 0 &&
          <span className="absolute top-1.5 right-1.5 size-2 rounded-pill bg-accent ring-2 ring-canvas" />}
      </Link>
    </Tooltip>
  );
}
