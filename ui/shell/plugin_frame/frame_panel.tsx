import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, Card, cx, ErrorState, PluginIcon, SkeletonRows } from "@bulkhead/kit";
import { pluginPath, useCockpit } from "@bulkhead/ui";
import type { PanelInfo, PluginInfo } from "../../state/wire.ts";
import { ConfirmCall } from "./confirm_call.tsx";
import { SandboxedFrame } from "./sandboxed_frame.tsx";
import { type FramedPlugin, useFramedPlugin } from "./use_framed_plugin.ts";
import { useFrameSession } from "./use_frame_session.ts";
import { t } from "../../i18n/texts.ts";

/** Pixels: of a panel that has not told how high it is, and the most that it gets before it scrolls by itself. */
const START_HEIGHT = 160;
const MAX_HEIGHT = 420;

export interface FramePanelProps {
  plugin: PluginInfo;
  panel: PanelInfo;
}

/** A small view of a plugin's page: a card with its title, the way to the page, and the frame. */
export function FramePanel({ plugin, panel }: FramePanelProps) {
  const { rpc } = useCockpit();
  const [round, setRound] = useState(0);
  const [stopped, setStopped] = useState(false);
  const framed = useFramedPlugin(plugin);
  const { document } = framed;
  useEffect(() => {
    rpc.call("host.plugin.page.open", { id: plugin.id }).catch(() => {});
  }, [rpc, plugin.id]);
  const reload = () => {
    setStopped(false);
    setRound(round + 1);
    framed.retry();
  };
  return (
    <Card className="flex min-w-0 flex-col overflow-hidden" data-panel={`${plugin.id}/${panel.id}`}>
      <header className="flex h-10 items-center gap-2 border-b border-line px-3">
        <PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} size={16} />
        <h3 className="min-w-0 flex-1 truncate text-13 font-semibold" dir="auto">{panel.title}</h3>
        <Link
          to={pluginPath(plugin.id) as never}
          className="inline-flex items-center gap-1 rounded-sm text-13 text-ink-3 hover:text-ink"
        >
          {plugin.ui?.nav?.title ?? plugin.name}
          <ArrowRight size={14} aria-hidden />
        </Link>
      </header>
      {stopped || document.state === "failed"
        ? (
          <ErrorState
            inline
            title={stopped ? t("This panel was stopped") : t("This panel could not be loaded")}
            message={document.state === "failed"
              ? document.failure.message
              : t("It sent far more messages than it has a use for. That is a fault of {name}.", { name: plugin.name })}
            hint={document.state === "failed" ? document.failure.hint : undefined}
            traceId={document.state === "failed" ? document.failure.traceId : undefined}
            onRetry={reload}
          />
        )
        : document.state === "loading" || !framed.plugin
        ? (
          <div style={{ height: START_HEIGHT }}>
            <SkeletonRows count={4} label={t("Loading {title}", { title: panel.title })} />
          </div>
        )
        : (
          <PanelView
            key={`${framed.src} ${document.version} ${round}`}
            src={framed.src}
            plugin={framed.plugin}
            panel={panel}
            onFlooded={() => setStopped(true)}
            onReload={reload}
          />
        )}
    </Card>
  );
}

interface PanelViewProps {
  src: string;
  plugin: NonNullable<FramedPlugin["plugin"]>;
  panel: PanelInfo;
  onFlooded(): void;
  onReload(): void;
}

function PanelView({ src, plugin, panel, onFlooded, onReload }: PanelViewProps) {
  const navigate = useNavigate();
  const frame = useRef<HTMLIFrameElement>(null);
  const [shown, setShown] = useState(false);
  const { alive, flooded, height, question, loaded } = useFrameSession(frame, plugin, {
    route: "",
    panel: panel.id,
    go: (route, options) => void navigate({ to: pluginPath(plugin.id, route) as never, ...options }),
  });
  useEffect(() => {
    if (flooded) onFlooded();
  }, [flooded]);
  return (
    <div className="relative">
      {!alive && !shown && (
        <div className="absolute inset-0 overflow-hidden">
          <SkeletonRows count={4} label={t("Loading {title}", { title: panel.title })} />
        </div>
      )}
      <SandboxedFrame
        ref={frame}
        src={src}
        title={`${panel.title}, ${plugin.name}`}
        loading="lazy"
        inert={question !== undefined}
        onLoad={() => {
          loaded();
          setShown(true);
        }}
        style={{ height: Math.min(height ?? START_HEIGHT, MAX_HEIGHT) }}
        className={cx("w-full", !alive && !shown && "invisible")}
      />
      {question && (
        <ConfirmCall
          key={JSON.stringify(question.call)}
          plugin={plugin.name}
          call={question.call}
          onAnswer={question.answer}
        />
      )}
      {shown && !alive && <SilentPanel onReload={onReload} />}
    </div>
  );
}

/** How long a panel may say nothing after it was loaded. */
const SILENCE_MS = 10_000;

function SilentPanel({ onReload }: { onReload(): void }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SILENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <p className="flex items-center justify-between gap-2 border-t border-line px-3 py-1.5 text-12 text-ink-2">
      {t("This panel has not said that it is ready.")}
      <Button size="sm" kind="ghost" onClick={onReload}>{t("Load again")}</Button>
    </p>
  );
}
