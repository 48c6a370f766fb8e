import { Play, RotateCw, Square } from "lucide-react";
import { Button, IconButton, toast } from "@bulkhead/kit";
import { RpcFailure, useCall } from "@bulkhead/ui";
import type { Service } from "./state/wire.ts";

const IDLE = new Set(["stopped", "completed", "failed", "disabled"]);

/** Start, or restart and stop: what makes sense for how the service is wanted to be. */
export function SteerButtons({ service, small }: { service: Service; small?: boolean }) {
  const start = useSteer("start", service);
  const stop = useSteer("stop", service);
  const restart = useSteer("restart", service);
  const idle = service.desired === "stopped" || IDLE.has(service.actual);
  const disabled = !service.enabled;
  const size = small ? 14 : 15;
  const all = [
    ...(idle ? [{ label: "Start", icon: <Play size={size} aria-hidden />, call: start, primary: true }] : [
      { label: "Restart", icon: <RotateCw size={size} aria-hidden />, call: restart, primary: false },
      { label: "Stop", icon: <Square size={size} aria-hidden />, call: stop, primary: false },
    ]),
  ];
  return (
    <span className="flex gap-1">
      {all.map(({ label, icon, call, primary }) =>
        small
          ? (
            <IconButton
              key={label}
              size="sm"
              label={`${label} ${service.name}`}
              icon={icon}
              disabled={disabled || call.busy}
              onClick={(event) => {
                event.stopPropagation();
                call.run();
              }}
            />
          )
          : (
            <Button
              key={label}
              kind={primary ? "primary" : "secondary"}
              icon={icon}
              busy={call.busy}
              disabled={disabled}
              onClick={call.run}
            >
              {label}
            </Button>
          )
      )}
    </span>
  );
}

const DONE = { start: "is started", stop: "is stopped", restart: "is restarted" };
const FAILED = { start: "was not started", stop: "was not stopped", restart: "was not restarted" };

function useSteer(verb: "start" | "stop" | "restart", { name }: Service): { busy: boolean; run(): void } {
  const call = useCall<{ name: string }, Service>(`supervisor.service.${verb}`);
  const run = async () => {
    try {
      await call.mutateAsync({ name });
      toast({ tone: "ok", title: `${name} ${DONE[verb]}` });
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      toast({ tone: "bad", title: `${name} ${FAILED[verb]}`, description: failure.hint ?? failure.message });
    }
  };
  return { busy: call.isPending, run: () => void run() };
}
