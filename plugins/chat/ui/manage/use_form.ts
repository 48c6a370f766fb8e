import { useState } from "react";
import { RpcFailure } from "@bulkhead/ui";

export interface FormState {
  busy: boolean;
  failure?: RpcFailure;
  /** What is wrong, in the host's words with its advice; undefined while nothing is. */
  problem?: string;
  /** Does it once at a time; answers whether it went well. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

/** The life of a form that is sent: busy, refused, done. */
export function useForm(): FormState {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const problem = failure && (failure.hint ? `${failure.message}. ${failure.hint}` : failure.message);
  return { busy, failure, problem, run };
}
