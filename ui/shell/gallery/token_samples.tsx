import { Sample } from "./sample.tsx";

const NEUTRALS = Array.from({ length: 11 }, (_, index) => `--n-${index + 1}`);
const SURFACES = ["--surface", "--canvas", "--raised", "--hover", "--active", "--line", "--line-strong"];
const COLOURS = [
  "--accent",
  "--accent-solid",
  "--accent-soft",
  "--ok",
  "--ok-soft",
  "--warn",
  "--warn-soft",
  "--bad",
  "--bad-soft",
];
const INKS = ["--ink", "--ink-2", "--ink-3", "--accent-ink", "--ok-ink", "--warn-ink", "--bad-ink"];
const SIZES = ["text-12", "text-13", "text-14", "text-16", "text-20", "text-28"];

export function TokenSamples() {
  return (
    <>
      <Sample title="Neutrals">{NEUTRALS.map((name) => <Swatch key={name} name={name} />)}</Sample>
      <Sample title="Surfaces and lines">{SURFACES.map((name) => <Swatch key={name} name={name} />)}</Sample>
      <Sample title="Accent and states">{COLOURS.map((name) => <Swatch key={name} name={name} />)}</Sample>
      <Sample title="Inks">
        {INKS.map((name) => (
          <span key={name} className="text-14 font-medium" style={{ color: `var(${name})` }}>{name.slice(2)}</span>
        ))}
      </Sample>
      <Sample title="Type" column>
        {SIZES.map((size) => (
          <p key={size} className={size}>{size.slice(5)} px. One compartment may flood, the ship stays afloat.</p>
        ))}
        <p className="font-mono text-13">JetBrains Mono for code, ids and data: 0O 1lI</p>
      </Sample>
      <Sample title="Corners and shadow">
        <span className="inline-flex h-14 w-28 items-center justify-center rounded-control border border-line text-12">
          control, 6
        </span>
        <span className="inline-flex h-14 w-28 items-center justify-center rounded-card border border-line text-12">
          card, 10
        </span>
        <span className="inline-flex h-14 w-28 items-center justify-center rounded-card bg-raised text-12 shadow-float">
          float
        </span>
      </Sample>
    </>
  );
}

function Swatch({ name }: { name: string }) {
  return (
    <span className="flex w-20 flex-col gap-1 text-[11px] text-ink-3">
      <span className="h-10 rounded-control border border-line" style={{ background: `var(${name})` }} />
      {name.slice(2)}
    </span>
  );
}
