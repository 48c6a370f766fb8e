import { deliverySuite } from "./delivery_suite.ts";
import { failureSuite } from "./failure_suite.ts";
import type { OpenFixture } from "./fixture.ts";
import { invariantSuite } from "./invariant_suite.ts";
import { operationsSuite } from "./operations_suite.ts";
import { publishingSuite } from "./publishing_suite.ts";

/** The behaviour of the `EventLog` port. An implementation calls this once, with its name and how to open one. */
export function eventLogSuite(name: string, open: OpenFixture): void {
  publishingSuite(name, open);
  deliverySuite(name, open);
  failureSuite(name, open);
  operationsSuite(name, open);
  invariantSuite(name, open);
}
