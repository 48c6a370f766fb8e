import { useState } from "react";
import { clockTime, cx, Sparkline } from "@bulkhead/kit";
import { type MetricLine, metricLines, withPush } from "../../../state/plugin_metrics.ts";
import { useLive, useRpcCache } from "@bulkhead/ui";
import type { PluginDetail, PluginMetrics, PluginMetricsPush } from "../../../state/wire.ts";

/** Calls, time, memory, processor and errors: now, and as a line over the last hour. */
export function MetricTiles({ id, metrics }: { id: string; metrics: PluginMetrics }) {
  const cache = useRpcCache();
  useLive(["host.plugin.metrics"], {
    volatile: (_type, data) => {
      const pushed = (data as PluginMetricsPush).items.find((item) => item.id === id);
      if (!pushed) return;
      cache.patch<PluginDetail>(
        "host.plugin.get",
        (kept) =>
          kept.id === id && kept.metrics
            ? { ...kept, metrics: withPush(kept.metrics, pushed), memoryBytes: pushed.memoryBytes }
            : kept,
      );
    },
  });
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line md:grid-cols-5">
      {metricLines(metrics).map((line) => <Tile key={line.key} line={line} />)}
      {/* An odd tile out would leave a grey hole on a narrow screen. */}
      <li aria-hidden className="bg-surface md:hidden" />
    </ul>
  );
}

function Tile({ line }: { line: MetricLine }) {
  const [over, setOver] = useState<number>();
  const point = over === undefined ? undefined : line.points[over];
  const values = line.points.map(({ value }) => value);
  return (
    <li className="flex min-w-0 flex-col gap-2 bg-surface p-3">
      <p className="truncate text-12 text-ink-3">{point ? `at ${clockTime(Date.parse(point.at))}` : line.title}</p>
      <p className={cx("tabular truncate text-16 font-semibold", line.alarming && !point && "text-bad-ink")}>
        {point ? point.words : line.value}
      </p>
      <Sparkline
        values={values}
        tone={line.key === "errors" ? values.some(Boolean) ? "bad" : "neutral" : "accent"}
        label={spoken(line)}
        onPoint={setOver}
      />
    </li>
  );
}

function spoken({ title, value, points }: MetricLine): string {
  const known = points.filter((point) => point.value !== undefined);
  if (known.length === 0) return `${title}: ${value}, nothing measured yet`;
  const highest = known.reduce((left, right) => (right.value! > left.value! ? right : left));
  return `${title}: ${value} now, at most ${highest.words} in the last hour`;
}
