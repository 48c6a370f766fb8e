import { LogOut, Monitor, Moon, Palette as PaletteIcon, Sun, UserRound } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";
import { Avatar, Menu, MenuChoice, MenuHeading, MenuItem, MenuSeparator, toast } from "@bulkhead/kit";
import { RpcFailure, setTheme, useCockpit, useMe, useTheme } from "@bulkhead/ui";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";

/** The person at the foot of the rail: account, theme and sign-out. */
export function PersonMenu() {
  const me = useMe();
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`${me.name}: account, theme and sign-out`}
          className="inline-flex size-10 items-center justify-center rounded-control hover:bg-hover"
        >
          <Avatar id={me.id} name={me.name} size={28} />
        </button>
      }
    >
      <PersonItems />
    </Menu>
  );
}

/** The same items, for the menu of a narrow screen. */
export function PersonItems() {
  const me = useMe();
  const session = useSession();
  const { push } = useCockpit();
  const theme = useTheme();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await push.leave().catch(() => {});
      location.assign(await session.logout());
    } catch (error) {
      toast({ tone: "bad", title: "You could not be signed out", description: words(RpcFailure.wrap(error)) });
    }
  };
  return (
    <>
      <MenuHeading>
        <span className="block text-13 font-medium text-ink">{me.name}</span>
        @{me.handle} · {me.role}
      </MenuHeading>
      <MenuSeparator />
      <MenuItem icon={<UserRound size={16} aria-hidden />} onSelect={() => void navigate({ to: "/account" as never })}>
        Your account
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={theme}
        onChange={setTheme}
        options={[
          { value: "system", label: "As the system", icon: <Monitor size={16} aria-hidden /> },
          { value: "light", label: "Light", icon: <Sun size={16} aria-hidden /> },
          { value: "dark", label: "Dark", icon: <Moon size={16} aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<PaletteIcon size={16} aria-hidden />} onSelect={() => void navigate({ to: "/kit" as never })}>
        Design kit
      </MenuItem>
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => void leave()}>Sign out</MenuItem>
    </>
  );
}
