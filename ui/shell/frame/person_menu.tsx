import { Globe, Languages, LogOut, Monitor, Moon, Palette as PaletteIcon, Sun, UserRound } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";
import { Avatar, Menu, MenuChoice, MenuHeading, MenuItem, MenuSeparator, toast } from "@bulkhead/kit";
import { type LanguageChoice, LANGUAGES, RpcFailure, setTheme, useCockpit, useMe, useTheme } from "@bulkhead/ui";
import { useLanguageChoice } from "../data/language.ts";
import { words } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

const LANGUAGE_OPTIONS = (Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]).map((value) => ({
  value: value as LanguageChoice,
  label: LANGUAGES[value] as string,
  icon: <Languages size={16} aria-hidden />,
}));

/** The person at the foot of the rail: account, language, theme and sign-out. */
export function PersonMenu() {
  const me = useMe();
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t("{name}: account, language, theme and sign-out", { name: me.name })}
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
  const { choice: language, choose } = useLanguageChoice();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await push.leave().catch(() => {});
      location.assign(await session.logout());
    } catch (error) {
      toast({ tone: "bad", title: t("You could not be signed out"), description: words(RpcFailure.wrap(error)) });
    }
  };
  return (
    <>
      <MenuHeading>
        <span className="block text-13 font-medium text-ink">{me.name}</span>
        @{me.handle} · {roleWord(me.role)}
      </MenuHeading>
      <MenuSeparator />
      <MenuItem icon={<UserRound size={16} aria-hidden />} onSelect={() => void navigate({ to: "/account" as never })}>
        {t("Your account")}
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label={t("Theme")}
        value={theme}
        onChange={setTheme}
        options={[
          { value: "system", label: t("As the system"), icon: <Monitor size={16} aria-hidden /> },
          { value: "light", label: t("Light"), icon: <Sun size={16} aria-hidden /> },
          { value: "dark", label: t("Dark"), icon: <Moon size={16} aria-hidden /> },
        ]}
      />
      <MenuSeparator />
      <MenuChoice
        label={t("Language")}
        value={language}
        onChange={(next: LanguageChoice) => void choose(next)}
        options={[
          { value: "auto", label: t("As your browser"), icon: <Globe size={16} aria-hidden /> },
          ...LANGUAGE_OPTIONS,
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<PaletteIcon size={16} aria-hidden />} onSelect={() => void navigate({ to: "/kit" as never })}>
        {t("Design kit")}
      </MenuItem>
      <MenuItem icon={<LogOut size={16} aria-hidden />} onSelect={() => void leave()}>{t("Sign out")}</MenuItem>
    </>
  );
}
