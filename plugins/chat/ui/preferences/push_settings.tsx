import { BellOff, BellRing, Trash2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import {
  Badge,
  Button,
  ErrorState,
  IconButton,
  RelativeTime,
  Section,
  SkeletonRows,
  StatePill,
  Switch,
  toast,
} from "@bulkhead/kit";
import { type PushDevice, type PushView, RpcFailure, useCockpit } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { attempt } from "../use_chat.ts";
import { Setting } from "./setting.tsx";
import { usePreferences } from "./use_preferences.ts";

/** Which devices tell this person while no page is open, and what they show. */
export function PushSettings() {
  const { push } = useCockpit();
  const view = useSyncExternalStore(push.view.subscribe, push.view.get);
  const [problem, setProblem] = useState<RpcFailure>();
  const [preferences, change] = usePreferences();
  const load = () => {
    setProblem(undefined);
    push.load().catch((error) => setProblem(RpcFailure.wrap(error)));
  };
  useEffect(load, [push]);
  /** Chat tells devices as long as there are any. */
  const follow = () => {
    const any = push.view.get().devices.length > 0;
    if (any !== preferences.push) change({ push: any });
  };
  return (
    <Section title={t("While no page is open")}>
      {problem
        ? (
          <ErrorState
            inline
            title={t("Your devices could not be read")}
            message={problem.message}
            onRetry={load}
          />
        )
        : view.state === "unknown"
        ? <SkeletonRows count={2} label={t("Loading")} />
        : (
          <div>
            <ThisBrowser view={view} onChanged={follow} />
            {view.devices.length > 0 && (
              <Setting
                label={t("Show what messages say")}
                hint={t(
                  "Else your devices show who has written and where. On its way it is encrypted for your device.",
                )}
                control={
                  <Switch
                    label={t("Show what messages say")}
                    checked={preferences.pushText}
                    onChange={(pushText) => change({ pushText })}
                  />
                }
              />
            )}
          </div>
        )}
      {!problem && view.devices.length > 0 && (
        <ul className="divide-y divide-line" aria-label={t("Your devices")}>
          {view.devices.map((device) => (
            <Device key={device.id} device={device} isHere={device.id === view.here} onChanged={follow} />
          ))}
        </ul>
      )}
    </Section>
  );
}

interface ThisBrowserProps {
  view: PushView;
  onChanged(): void;
}

function ThisBrowser({ view, onChanged }: ThisBrowserProps) {
  const { push } = useCockpit();
  const [busy, setBusy] = useState(false);
  const act = (work: Promise<void>, failed: string) => {
    setBusy(true);
    attempt(work.then(onChanged).finally(() => setBusy(false)), failed);
  };
  const { state, here } = view;
  return (
    <Setting
      label={t("This device")}
      hint={hintOf(state)}
      control={state === "off"
        ? (
          <Button
            size="sm"
            busy={busy}
            icon={<BellRing size={14} aria-hidden />}
            onClick={() => act(push.turnOn(), t("It could not be turned on"))}
          >
            {t("Turn on")}
          </Button>
        )
        : state === "on"
        ? (
          <Button size="sm" busy={busy} onClick={() => act(push.turnOff(here!), t("It could not be turned off"))}>
            {t("Turn off")}
          </Button>
        )
        : (
          <StatePill
            state="disabled"
            look={{ icon: BellOff, tone: "warn", word: state === "denied" ? t("Blocked") : t("Not possible") }}
          />
        )}
    />
  );
}

function hintOf(state: PushView["state"]): string {
  switch (state) {
    case "on":
      return t("It tells you of what calls you, also while the browser has no page of this server open.");
    case "denied":
      return t("It was told to show none of this page. Its settings for this address change that.");
    case "insecure":
      return t("The address of this page is not a safe one: browsers offer it over https only.");
    case "unsupported":
      return t("This browser cannot do that. On an iPhone or iPad, put this page on the home screen first.");
    default:
      return t("It can tell you of what calls you, also while the browser has no page of this server open.");
  }
}

interface DeviceProps {
  device: PushDevice;
  /** It is this browser. */
  isHere: boolean;
  onChanged(): void;
}

function Device({ device, isHere, onChanged }: DeviceProps) {
  const { push } = useCockpit();
  const [busy, setBusy] = useState(false);
  const attemptTry = async () => {
    setBusy(true);
    try {
      await push.try(device.id, { title: t("It works"), body: t("Notifications arrive on this device.") });
      toast({ tone: "ok", title: t("Sent to {name}", { name: device.name }) });
    } catch (error) {
      toast({ tone: "bad", title: t("It did not get there"), description: RpcFailure.wrap(error).message });
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="flex min-h-12 items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-14">
          <span className="truncate">{device.name}</span>
          {isHere && <Badge tone="accent">{t("this device")}</Badge>}
        </p>
        <p className={device.error ? "text-12 text-bad-ink" : "text-12 text-ink-3"}>
          {device.error ?? (device.lastSentAt
            ? (
              <>
                {t("Last told")} <RelativeTime at={device.lastSentAt} />
              </>
            )
            : (
              <>
                {t("Turned on")} <RelativeTime at={device.createdAt} />
              </>
            ))}
        </p>
      </div>
      <Button size="sm" kind="ghost" busy={busy} onClick={() => void attemptTry()}>{t("Try")}</Button>
      <IconButton
        size="sm"
        label={t("Remove {name}", { name: device.name })}
        icon={<Trash2 size={15} aria-hidden />}
        onClick={() => attempt(push.turnOff(device.id).then(onChanged), t("It could not be turned off"))}
      />
    </li>
  );
}
