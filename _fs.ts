import { startPeer } from "./tests/bench/workflow_runs/peer.ts";
const dir = await Deno.makeTempDir({prefix:"bulkhead-bench-"});
const e = await startPeer({cwd:"/work/wt/eng", script:"tests/bench/workflow_runs/engine_process.ts", folder: dir+"/engine"});
for (let i=0;i<4;i++) console.log(JSON.stringify(await e!.run({events:300})));
for (let i=0;i<4;i++) console.log(JSON.stringify(await e!.run({runs:8000,inFlight:256,sequential:600})));
for (let i=0;i<2;i++) console.log(JSON.stringify(await e!.run({events:300})));
await e![Symbol.asyncDispose](); await Deno.remove(dir,{recursive:true}); Deno.exit(0);
