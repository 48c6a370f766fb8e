/** The pages about workflows, one chunk. */
export { WorkflowsPage } from "./workflows_page.tsx";
export { WorkflowPage } from "./workflow_page.tsx";
export { RunPage } from "./run_page.tsx";
export { TemplatesPage } from "./templates_page.tsx";
export { RunsPage } from "./runs_page.tsx";
