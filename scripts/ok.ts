/** What CI runs, in order of cost: `deno task ok`. Stops at the first step that fails. */
const STEPS: { name: string; args: string[] }[] = [
  { name: "format", args: ["fmt", "--check", "--quiet"] },
  { name: "lint", args: ["lint", "--quiet"] },
  { name: "generated files are fresh", args: ["run", "-A", "--frozen", "scripts/generate.ts", "--check"] },
  { name: "types", args: ["check", "--frozen", "--quiet", "."] },
  { name: "tests", args: ["run", "-A", "--frozen", "scripts/test.ts"] },
];

for (const step of STEPS) {
  console.log(`-- ${step.name}`);
  const { code } = await new Deno.Command(Deno.execPath(), { args: step.args, stdout: "inherit", stderr: "inherit" })
    .spawn().status;
  if (code !== 0) {
    console.error(`-- ${step.name}: failed; run it alone with: deno ${step.args.join(" ")}`);
    Deno.exit(code);
  }
}
