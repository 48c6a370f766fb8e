/** The compartment's end of the channel, as the SDK uses it: `Peer` in a compartment, the test harness in a test. */
export interface HostLink {
  /** Rejects with RpcError. */
  request<T>(method: string, params: unknown, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<T>;
  notify(method: string, params: unknown): void;
}
