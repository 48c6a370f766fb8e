import { call, workflow } from "@bulkhead/workflow";

/** Three steps that do nothing but be durable. */
export default workflow({ name: "three-steps", on: call({}) }, async ({ step }) => {
  const one = await step("one", () => 1);
  const two = await step("two", () => one + 1);
  return await step("three", () => two + 1);
});
