import { cx, EmptyState, TONE_INK } from "@bulkhead/kit";
import { type Edge, layers, type Place } from "./state/layers.ts";
import type { Service } from "./state/wire.ts";
import { lookOf } from "./state_look.tsx";

const WIDTH = 180;
const HEIGHT = 52;
const GAP_X = 64;
const GAP_Y = 20;
const PAD = 8;

/** Who waits for whom, from left to right: services start in this order and end in the other. */
export function DependencyPicture({ services, onOpen }: { services: Service[]; onOpen(name: string): void }) {
  const edges: Edge[] = services.flatMap(({ name, after }) =>
    after.map(({ service, condition }) => ({ from: name, to: service, condition }))
  );
  const places = layers(services.map(({ name }) => name), edges);
  if (places.length === 0) {
    return (
      <EmptyState
        title="No service waits for another"
        description="Where a spec says after, the picture shows what starts first."
        example={<code className="font-mono text-12">after = [{"{"} service = "db", condition = "ready" {"}"}]</code>}
      />
    );
  }
  const byName = new Map(places.map((place) => [place.name, place]));
  const known = new Map(services.map((service) => [service.name, service]));
  const columns = Math.max(...places.map(({ column }) => column)) + 1;
  const rows = Math.max(...places.map(({ row }) => row)) + 1;
  const width = columns * (WIDTH + GAP_X) - GAP_X + 2 * PAD;
  const height = rows * (HEIGHT + GAP_Y) - GAP_Y + 2 * PAD;
  return (
    <div tabIndex={0} role="group" aria-label="Who waits for whom" className="ring-in overflow-x-auto rounded-card">
      <div className="relative" style={{ width, height }}>
        <svg width={width} height={height} className="absolute inset-0 text-line-strong" aria-hidden>
          {edges.map(({ from, to, condition }) => (
            <Arrow key={`${from} ${to}`} from={byName.get(from)!} to={byName.get(to)!} condition={condition} />
          ))}
        </svg>
        {places.map((place) => <Node key={place.name} place={place} service={known.get(place.name)} onOpen={onOpen} />)}
      </div>
    </div>
  );
}

function Node({ place, service, onOpen }: { place: Place; service: Service | undefined; onOpen(name: string): void }) {
  const { icon: Icon, word, tone } = lookOf(service?.actual ?? "skipped");
  const waits = service?.after.map((one) => `${one.service} to be ${one.condition}`).join(", ");
  return (
    <button
      type="button"
      disabled={!service}
      onClick={() => onOpen(place.name)}
      style={{ left: at(place).x, top: at(place).y, width: WIDTH, height: HEIGHT }}
      title={service ? undefined : "No spec describes it"}
      className={cx(
        "absolute flex flex-col justify-center rounded-control border bg-surface px-3 text-left",
        service ? "border-line-strong hover:bg-hover" : "border-dashed border-bad",
      )}
    >
      <span className="w-full truncate text-13 font-medium">{place.name}</span>
      <span className={cx("flex items-center gap-1 text-12", TONE_INK[tone])}>
        <Icon size={12} aria-hidden />
        {service ? word : "Not described"}
      </span>
      {waits && <span className="sr-only">waits for {waits}</span>}
    </button>
  );
}

function Arrow({ from, to, condition }: { from: Place; to: Place; condition: string }) {
  const start = { x: at(to).x + WIDTH, y: at(to).y + HEIGHT / 2 };
  const end = { x: at(from).x - 5, y: at(from).y + HEIGHT / 2 };
  const bend = Math.min(40, Math.max(16, (end.x - start.x) / 2));
  const d = `M${start.x},${start.y} C${start.x + bend},${start.y} ${end.x - bend},${end.y} ${end.x},${end.y}`;
  return (
    <g fill="none" stroke="currentColor" strokeWidth={1.5}>
      <path d={d} />
      <path d={`M${end.x - 5},${end.y - 4} L${end.x},${end.y} L${end.x - 5},${end.y + 4}`} />
      {condition !== "ready" && from.column - to.column === 1 && (
        <text
          x={(start.x + end.x) / 2}
          y={(start.y + end.y) / 2 - 5}
          textAnchor="middle"
          stroke="none"
          className="fill-ink-3 text-[11px]"
        >
          {condition}
        </text>
      )}
    </g>
  );
}

function at({ column, row }: Place): { x: number; y: number } {
  return { x: PAD + column * (WIDTH + GAP_X), y: PAD + row * (HEIGHT + GAP_Y) };
}
