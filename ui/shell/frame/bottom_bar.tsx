import { Link, useNavigate } from "@tanstack/react-router";
import {
  Boxes,
  Braces,
  House,
  Menu as MenuIcon,
  Radio,
  ScrollText,
  Search,
  Settings,
  Users,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import { cx, Menu, MenuItem, MenuSeparator, PluginIcon } from "@bulkhead/kit";
import { pluginPath, useIsAdmin } from "@bulkhead/ui";
import { isAt, useNavPlugins, usePath, Waiting } from "./nav.tsx";
import { PersonItems } from "./person_menu.tsx";
import { t } from "../../i18n/texts.ts";

/** How many plugins stand in the bar itself; the rest are under "More". */
const IN_BAR = 2;

const ITEM = "relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] font-medium";

/** The rail of a narrow screen: five places at the thumb. */
export function BottomBar({ onPalette }: { onPalette(): void }) {
  const plugins = useNavPlugins();
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
  const go = (path: string) => void navigate({ to: path as never });
  const shown = plugins.slice(0, IN_BAR);
  return (
    <nav
      aria-label={t("Main")}
      className="flex shrink-0 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <BarLink to="/" label={t("Home")} icon={<House size={20} strokeWidth={1.75} aria-hidden />} />
      {shown.map((plugin) => (
        <Waiting key={plugin.id} plugin={plugin}>
          {(count) => (
            <BarLink
              to={pluginPath(plugin.id)}
              label={plugin.ui?.nav?.title ?? plugin.name}
              icon={<PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} />}
              waiting={count}
            />
          )}
        </Waiting>
      ))}
      {shown.length < IN_BAR && (
        <BarLink to="/workflows" label={t("Workflows")} icon={<Workflow size={20} strokeWidth={1.75} aria-hidden />} />
      )}
      <button type="button" onClick={onPalette} className={cx(ITEM, "text-ink-3")}>
        <Search size={20} strokeWidth={1.75} aria-hidden />
        {t("Search")}
      </button>
      <Menu
        side="top"
        trigger={
          <button type="button" className={cx(ITEM, "text-ink-3")}>
            <MenuIcon size={20} strokeWidth={1.75} aria-hidden />
            {t("More")}
          </button>
        }
      >
        {plugins.slice(IN_BAR).map((plugin) => (
          <MenuItem
            key={plugin.id}
            icon={<PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} size={16} />}
            onSelect={() => go(pluginPath(plugin.id))}
          >
            {plugin.ui?.nav?.title ?? plugin.name}
          </MenuItem>
        ))}
        <MenuItem icon={<Workflow size={16} aria-hidden />} onSelect={() => go("/workflows")}>
          {t("Workflows")}
        </MenuItem>
        <MenuItem icon={<Boxes size={16} aria-hidden />} onSelect={() => go("/plugins")}>{t("Plugins")}</MenuItem>
        <MenuItem icon={<Users size={16} aria-hidden />} onSelect={() => go("/people")}>{t("People")}</MenuItem>
        <MenuItem icon={<Radio size={16} aria-hidden />} onSelect={() => go("/events")}>{t("Events")}</MenuItem>
        {isAdmin && (
          <MenuItem icon={<ScrollText size={16} aria-hidden />} onSelect={() => go("/logs")}>{t("Logs")}</MenuItem>
        )}
        <MenuItem icon={<Braces size={16} aria-hidden />} onSelect={() => go("/api")}>{t("API")}</MenuItem>
        {isAdmin && (
          <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={() => go("/settings")}>
            {t("Settings")}
          </MenuItem>
        )}
        <MenuSeparator />
        <PersonItems />
      </Menu>
    </nav>
  );
}

function BarLink({ to, label, icon, waiting = 0 }: { to: string; label: string; icon: ReactNode; waiting?: number }) {
  const current = isAt(usePath(), to);
  return (
    <Link
      to={to as never}
      aria-current={current ? "page" : undefined}
      className={cx(ITEM, current ? "text-accent-ink" : "text-ink-3")}
    >
      <span className="relative">
        {icon}
        {waiting > 0 &&
          <span className="absolute -top-0.5 -right-1 size-2 rounded-pill bg-accent ring-2 ring-canvas" />}
      </span>
      <span className="max-w-full truncate px-1">{label}</span>
    </Link>
  );
}
