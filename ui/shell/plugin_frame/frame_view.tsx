import { useEffect, useRef, useState } from "react";
import { Banner, Button, cx, IconButton, SkeletonRows } from "@bulkhead/kit";
import { X } from "lucide-react";
import { usePluginRoute } from "@bulkhead/ui";
import { ConfirmCall } from "./confirm_call.tsx";
import { SandboxedFrame } from "./sandboxed_frame.tsx";
import { type FramePlugin, useFrameSession } from "./use_frame_session.ts";
import { t } from "../../i18n/texts.ts";

/** How long a page may say nothing before somebody is told. */
const SILENCE_MS = 10_000;

export interface FrameViewProps {
  plugin: FramePlugin & { name: string };
  src: string;
  onReload(): void;
  onFlooded(): void;
}

/** The frame with the page in it, and what the cockpit says about it. */
export function FrameView({ plugin, src, onReload, onFlooded }: FrameViewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [shown, setShown] = useState(false);
  const { segments, go } = usePluginRoute();
  const { alive, flooded, height, question, loaded } = useFrameSession(frame, plugin, {
    route: segments.join("/"),
    go,
  });
  const silent = useSilence(alive);
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    if (flooded) onFlooded();
  }, [flooded]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {silent && !quiet && (
        <Banner
          tone="warn"
          action={
            <>
              <Button size="sm" kind="ghost" onClick={onReload}>{t("Load again")}</Button>
              <IconButton
                size="sm"
                label={t("Hide")}
                icon={<X size={14} aria-hidden />}
                onClick={() => setQuiet(true)}
              />
            </>
          }
        >
          {shown
            ? t("This page has not said that it is ready. If it does not work, its plugin is faulty.")
            : t("This page is still loading.")}
        </Banner>
      )}
      <div className={cx("relative min-h-0 flex-1", height !== undefined && "scroll-y")}>
        {!alive && !shown && (
          <div className="absolute inset-x-0 top-0">
            <SkeletonRows count={8} label={t("Loading the page of {name}", { name: plugin.name })} />
          </div>
        )}
        <SandboxedFrame
          ref={frame}
          src={src}
          title={plugin.name}
          // Nobody types into the page while the cockpit asks about it.
          inert={question !== undefined}
          onLoad={() => {
            loaded();
            setShown(true);
          }}
          style={height === undefined ? undefined : { height }}
          className={cx("size-full min-h-full", !alive && !shown && "invisible")}
        />
      </div>
      {question && (
        <ConfirmCall
          key={JSON.stringify(question.call)}
          plugin={plugin.name}
          call={question.call}
          onAnswer={question.answer}
        />
      )}
    </div>
  );
}

/** True once the page has said nothing for too long. */
function useSilence(alive: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SILENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late && !alive;
}
