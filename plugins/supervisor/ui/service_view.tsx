import { FileCode, Play } from "lucide-react";
import {
  Badge,
  Button,
  CodeBlock,
  Disclosure,
  duration,
  ErrorState,
  Facts,
  Notice,
  PageBody,
  PageHeader,
  RelativeTime,
  Section,
  SkeletonRows,
  toast,
  useNow,
} from "@bulkhead/kit";
import { PluginLink, RpcFailure, useCall, useRpc } from "@bulkhead/ui";
import { JobList } from "./job_list.tsx";
import { ServiceLog } from "./service_log.tsx";
import { memoryWords } from "./state/cpu.ts";
import type { Job, Sample, Service, ServiceDetail } from "./state/wire.ts";
import { ServicePill } from "./state_look.tsx";
import { SteerButtons } from "./steer.tsx";

export interface ServiceViewProps {
  /** As the list has it: what is pushed is in there first. */
  service: Service;
  memory: number | undefined;
  cpu: number | undefined;
  steers: boolean;
  onBack(): void;
}

/** One service: how it is and why, its checks, its actions, its log. */
export function ServiceView({ service, memory, cpu, steers, onBack }: ServiceViewProps) {
  const { name, actual, reason, lastEnd, source, file } = service;
  return (
    <>
      <PageHeader
        title={
          <>
            <PluginLink plugin="supervisor" className="text-ink-3 hover:text-ink hover:underline max-md:hidden">
              Services
            </PluginLink>
            <span className="px-1.5 text-ink-3 max-md:hidden" aria-hidden>/</span>
            {name}
          </>
        }
        tab={name}
        note={
          <>
            <ServicePill actual={actual} />
            <span className="inline-flex max-md:hidden">
              <Badge icon={<FileCode size={11} aria-hidden />}>{source === "toml" ? file : "registered"}</Badge>
            </span>
          </>
        }
        onBack={onBack}
        actions={steers && <SteerButtons service={service} />}
      />
      <PageBody>
        {reason && actual !== "stopped" && (
          <Notice tone={actual === "failed" || actual === "skipped" ? "bad" : "warn"} title={reason}>
            {actual === "failed" && "It is not tried again by itself. Mend what is wrong, then start it."}
          </Notice>
        )}
        <State service={service} memory={memory} cpu={cpu} />
        {lastEnd && !service.pid && steers && <LastLines name={name} />}
        {steers && (
          <Section title="Log">
            <ServiceLog service={name} />
          </Section>
        )}
        {steers && service.actions.length > 0 && <Actions service={service} />}
        {steers && service.actions.length > 0 && (
          <Section title="Jobs">
            <JobList service={name} />
          </Section>
        )}
        {steers && <Spec name={name} />}
      </PageBody>
    </>
  );
}

function State({ service, memory, cpu }: { service: Service; memory: number | undefined; cpu: number | undefined }) {
  const now = useNow();
  const { data } = useRpc<{ checks: Sample[] }>("supervisor.health.get", { name: service.name });
  const { desired, since, startedAt, restarts, pid, lastEnd, after } = service;
  const facts = [
    { name: "Wanted", value: desired === "running" ? "to run" : "to be stopped" },
    { name: "So since", value: <RelativeTime at={since} /> },
    ...(startedAt ? [{ name: "Up", value: duration(Math.max(0, now - Date.parse(startedAt))) }] : []),
    ...(pid ? [{ name: "Process", value: <code className="font-mono text-12">{pid}</code> }] : []),
    ...(memory !== undefined
      ? [{ name: "Uses", value: `${memoryWords(memory)}${cpu === undefined ? "" : `, ${cpu.toFixed(1)} % of a core`}` }]
      : []),
    { name: "Restarts", value: restarts },
    ...(lastEnd
      ? [{
        name: "Ended last",
        value: (
          <>
            {lastEnd.reason}, <RelativeTime at={lastEnd.at} className="text-ink-3" />
          </>
        ),
      }]
      : []),
    ...(after.length > 0
      ? [{
        name: "Waits for",
        value: (
          <span className="flex flex-wrap gap-x-3">
            {after.map(({ service: other, condition }) => (
              <span key={other} className="inline-flex gap-1">
                <PluginLink plugin="supervisor" path={other} className="text-accent-ink hover:underline">
                  {other}
                </PluginLink>
                <span className="text-ink-3">to be {condition}</span>
              </span>
            ))}
          </span>
        ),
      }]
      : []),
    ...inOrder(data?.checks ?? []).map(({ kind, ok, detail, at, ms }) => ({
      name: CHECKS[kind] ?? kind,
      value: (
        <span className={ok ? undefined : "text-bad-ink"}>
          {ok ? "well" : "not well"}: {detail}{" "}
          <span className="text-ink-3">
            ({ms} ms, <RelativeTime at={at} />)
          </span>
        </span>
      ),
    })),
  ];
  return <Facts items={facts} />;
}

function inOrder(checks: Sample[]): Sample[] {
  return Object.keys(CHECKS).flatMap((kind) => checks.filter((check) => check.kind === kind));
}

const CHECKS: Record<string, string> = { startup: "Start-up", readiness: "Readiness", liveness: "Liveness" };

function LastLines({ name }: { name: string }) {
  const { data } = useRpc<ServiceDetail>("supervisor.service.get", { name });
  const lines = data?.lastEnd?.lastLines ?? [];
  if (lines.length === 0) return null;
  return (
    <Section title="What it said last">
      <CodeBlock code={lines.join("\n")} wrap label={`Last lines of ${name}`} />
    </Section>
  );
}

interface Action {
  name: string;
  description?: string;
  exec: string[];
  schedule?: string;
  timezone?: string;
  nextAt?: string;
}

function Actions({ service }: { service: Service }) {
  const { data, isPending } = useRpc<{ items: Action[] }>("supervisor.action.list", { service: service.name });
  const run = useCall<{ service: string; action: string }, Job>("supervisor.action.run");
  const begin = async (action: string) => {
    try {
      await run.mutateAsync({ service: service.name, action });
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      toast({ tone: "bad", title: `${action} was not run`, description: failure.hint ?? failure.message });
    }
  };
  return (
    <Section title="Actions">
      {isPending && <SkeletonRows count={2} />}
      <ul className="flex flex-col rounded-card border border-line">
        {data?.items.map(({ name, description, exec, schedule, timezone, nextAt }) => (
          <li key={name} className="flex min-h-12 items-center gap-3 border-b border-line px-3 py-2 last:border-0">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-13 font-medium">{name}</span>
              <span className="block truncate text-12 text-ink-3">{description ?? exec.join(" ")}</span>
            </span>
            {schedule && (
              <span className="text-right text-12 text-ink-3 max-md:hidden">
                <code className="font-mono">{schedule}</code> {timezone} {nextAt && (
                  <>
                    · next <RelativeTime at={nextAt} />
                  </>
                )}
              </span>
            )}
            <Button
              size="sm"
              icon={<Play size={13} aria-hidden />}
              aria-label={`Run ${name}`}
              busy={run.isPending && run.variables?.action === name}
              onClick={() =>
                void begin(name)}
            >
              Run
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Spec({ name }: { name: string }) {
  const { data, error } = useRpc<ServiceDetail>("supervisor.service.get", { name });
  if (error) return <ErrorState inline title="Its spec could not be read" message={error.message} hint={error.hint} />;
  if (!data?.spec) return null;
  return (
    <Disclosure title="Spec">
      <CodeBlock code={JSON.stringify(data.spec, null, 2)} wrap label={`Spec of ${name}`} />
    </Disclosure>
  );
}
