import { currentBody, type RunScope } from "./run_scope.ts";

/**
 * Makes time and randomness of the realm replayable: inside the body of a run they come from the run, everywhere else
 * (outside of runs, inside the function of a `step`) they are the real ones. Answers a function that undoes it.
 */
export function patchGlobals(): () => void {
  const undo = [patchDate(), patchTemporal(), patchMath(), patchCrypto(), patchPerformance(), ...patchTimers()];
  return () => undo.forEach((restore) => restore());
}

function replace<O extends object, K extends keyof O>(owner: O, key: K, value: O[K]): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  Object.defineProperty(owner, key, { value, writable: true, configurable: true, enumerable: before?.enumerable });
  return () => {
    if (before) Object.defineProperty(owner, key, before);
    else delete owner[key];
  };
}

function patchDate(): () => void {
  const RealDate = Date;
  const now = () => currentBody()?.now() ?? RealDate.now();
  const RunDate: DateConstructor = new Proxy(RealDate, {
    construct(target, args, newTarget) {
      const given = args.length === 0 ? [now()] : args;
      return Reflect.construct(target, given, newTarget === RunDate ? target : newTarget);
    },
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  return replace(globalThis, "Date", RunDate);
}

/** `Temporal.Now.*`, where this runtime has Temporal. */
function patchTemporal(): () => void {
  // deno-lint-ignore no-explicit-any -- any: Temporal is not in the type library yet
  const Temporal = (globalThis as any).Temporal;
  if (Temporal?.Now === undefined) return () => {};
  const { Now, Instant } = Temporal;
  const zone = () => Now.timeZoneId();
  // deno-lint-ignore no-explicit-any -- any: as above
  const at = (run: RunScope, timeZone: unknown): any =>
    Instant.fromEpochMilliseconds(Math.floor(run.now())).toZonedDateTimeISO(timeZone ?? zone());
  // deno-lint-ignore no-explicit-any -- any: as above
  const inRun: Record<string, (run: RunScope, timeZone: unknown) => any> = {
    instant: (run) => at(run, "UTC").toInstant(),
    zonedDateTimeISO: at,
    plainDateTimeISO: (run, timeZone) => at(run, timeZone).toPlainDateTime(),
    plainDateISO: (run, timeZone) => at(run, timeZone).toPlainDate(),
    plainTimeISO: (run, timeZone) => at(run, timeZone).toPlainTime(),
  };
  const undo = Object.entries(inRun).map(([name, patched]) => {
    const real = Now[name].bind(Now);
    return replace(Now, name, (timeZone: unknown) => {
      const run = currentBody();
      return run ? patched(run, timeZone) : real(timeZone);
    });
  });
  return () => undo.forEach((restore) => restore());
}

function patchMath(): () => void {
  const real = Math.random;
  return replace(Math, "random", () => currentBody()?.random.number() ?? real());
}

function patchCrypto(): () => void {
  const realUuid = crypto.randomUUID.bind(crypto);
  const realValues = crypto.getRandomValues.bind(crypto);
  const undoUuid = replace(crypto, "randomUUID", () => currentBody()?.random.uuid() ?? realUuid());
  const undoValues = replace(
    crypto,
    "getRandomValues",
    ((array: ArrayBufferView<ArrayBuffer> | null) => {
      const run = currentBody();
      if (!run || array === null) return realValues(array as Uint8Array<ArrayBuffer>);
      run.random.bytes(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
      return array;
    }) as typeof crypto.getRandomValues,
  );
  return () => (undoUuid(), undoValues());
}

function patchPerformance(): () => void {
  const real = performance.now.bind(performance);
  return replace(performance, "now", () => {
    const run = currentBody();
    return run ? run.now() - run.startedAt : real();
  });
}

/** A timer in the body of a run would be lost with the process: it is refused with what to use instead. */
function patchTimers(): (() => void)[] {
  const refuse = (name: string) => {
    if (!currentBody()) return;
    throw new Error(
      `${name} is not durable in the body of a workflow: use sleep("5s"), or call it inside step(name, fn)`,
    );
  };
  const { setTimeout, setInterval } = globalThis;
  return [
    replace(
      globalThis,
      "setTimeout",
      ((...args: Parameters<typeof setTimeout>) => {
        refuse("setTimeout");
        return setTimeout(...args);
      }) as typeof setTimeout,
    ),
    replace(
      globalThis,
      "setInterval",
      ((...args: Parameters<typeof setInterval>) => {
        refuse("setInterval");
        return setInterval(...args);
      }) as typeof setInterval,
    ),
  ];
}
