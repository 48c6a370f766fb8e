import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Frame } from "./frame/frame.tsx";
import { CrashPage, NotFoundPage } from "./frame/fallback_pages.tsx";
import { inEnglish } from "./frame/in_english.tsx";
import { HomePage } from "./home/home_page.tsx";
import { readRunsSearch } from "../state/runs/run_filter.ts";
import { readApiSearch } from "./api/search.ts";
import { firstOfRun } from "./data/workflows.ts";
import { readEventsSearch } from "./events/search.ts";
import { readPeopleSearch } from "./people/search.ts";
import { readInstallSearch } from "./plugins/install/install_search.ts";
import { readAuditSearch } from "./settings/audit/search.ts";
import { readGraphSearch, readRunSearch, readSourceSearch } from "./workflows/search.ts";
import { PluginPage } from "./plugins/plugin_page.tsx";

/** What routes begin with before their page is drawn. */
export interface RouteContext {
  /** Reads an answer that the page will ask for, so that it is there or on its way. */
  preload(method: string, params: object): void;
}

const root = createRootRouteWithContext<RouteContext>()({
  component: Frame,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const plugins = () => import("./plugins/mod.ts");
const events = () => import("./events/mod.ts");
const workflows = () => import("./workflows/mod.ts");
const workflowEditor = () => import("./workflows/editor/mod.ts");
const settings = () => import("./settings/mod.ts");
const texts = (...names: string[]) => (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name]]] : [])));

type ReadSearch = (search: Record<string, unknown>) => object;

/** Parts of a workflow's page; no run has such an id. */
const WORKFLOW_TABS: [string, ReadSearch][] = [
  ["runs", readRunsSearch],
  ["graph", readGraphSearch],
  ["source", readSourceSearch],
];

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: HomePage }),
  createRoute({
    getParentRoute: () => root,
    path: "/plugins",
    component: lazyRouteComponent(plugins, "PluginsPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plugins/install",
    validateSearch: readInstallSearch,
    component: inEnglish(lazyRouteComponent(plugins, "InstallPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/plugins/install/registries",
    component: inEnglish(lazyRouteComponent(plugins, "RegistriesPage")),
  }),
  ...["/plugins/$id", "/plugins/$id/$tab"].map((path) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: inEnglish(lazyRouteComponent(plugins, "PluginDetailPage")),
    })
  ),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows",
    component: inEnglish(lazyRouteComponent(workflows, "WorkflowsPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/new",
    validateSearch: texts("template"),
    component: inEnglish(lazyRouteComponent(workflows, "TemplatesPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/new/edit",
    validateSearch: texts("template", "copy"),
    component: inEnglish(lazyRouteComponent(workflowEditor, "NewEditPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/$name/edit",
    component: inEnglish(lazyRouteComponent(workflowEditor, "EditPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/runs",
    validateSearch: readRunsSearch,
    component: inEnglish(lazyRouteComponent(workflows, "RunsPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/$name",
    component: inEnglish(lazyRouteComponent(workflows, "WorkflowPage")),
  }),
  ...WORKFLOW_TABS.map(([tab, validateSearch]) =>
    createRoute({
      getParentRoute: () => root,
      path: `/workflows/$name/${tab}`,
      validateSearch,
      component: inEnglish(lazyRouteComponent(workflows, "WorkflowPage")),
    })
  ),
  createRoute({
    getParentRoute: () => root,
    path: "/workflows/$name/$run",
    validateSearch: readRunSearch,
    // Not waited for: the page says what is missing.
    loader: ({ context, params }) => context.preload("host.workflow.run.get", firstOfRun(params.run)),
    component: inEnglish(lazyRouteComponent(workflows, "RunPage")),
  }),
  ...["/people", "/people/$tab"].map((path) =>
    createRoute({
      getParentRoute: () => root,
      path,
      validateSearch: readPeopleSearch,
      component: lazyRouteComponent(() => import("./people/people_page.tsx"), "PeoplePage"),
    })
  ),
  createRoute({
    getParentRoute: () => root,
    path: "/account",
    component: lazyRouteComponent(() => import("./account/account_page.tsx"), "AccountPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/logs",
    component: inEnglish(lazyRouteComponent(() => import("./logs/logs_page.tsx"), "LogsPage")),
  }),
  // One route, so that the list stays as it is while one goes from method to method.
  createRoute({
    getParentRoute: () => root,
    path: "/api/{-$name}",
    validateSearch: readApiSearch,
    component: inEnglish(lazyRouteComponent(() => import("./api/mod.ts"), "ApiPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings",
    component: inEnglish(lazyRouteComponent(settings, "SettingsPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/secrets",
    validateSearch: texts("secret"),
    component: inEnglish(lazyRouteComponent(settings, "SecretsPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/backups",
    validateSearch: texts("backup"),
    component: inEnglish(lazyRouteComponent(settings, "BackupsPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/updates",
    component: inEnglish(lazyRouteComponent(settings, "UpdatesPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/settings/audit",
    validateSearch: readAuditSearch,
    component: inEnglish(lazyRouteComponent(settings, "AuditPage")),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/events/publish",
    validateSearch: (search: Record<string, unknown>): { type?: string; like?: number } => ({
      ...(typeof search.type === "string" ? { type: search.type } : {}),
      ...(Number.isInteger(search.like) ? { like: search.like as number } : {}),
    }),
    component: inEnglish(lazyRouteComponent(events, "PublishPage")),
  }),
  ...["/events", "/events/$tab"].map((path) =>
    createRoute({
      getParentRoute: () => root,
      path,
      validateSearch: readEventsSearch,
      component: inEnglish(lazyRouteComponent(events, "EventsPage")),
    })
  ),
  createRoute({ getParentRoute: () => root, path: "/app/$plugin", component: PluginPage }),
  createRoute({ getParentRoute: () => root, path: "/app/$plugin/$", component: PluginPage }),
  createRoute({
    getParentRoute: () => root,
    path: "/kit",
    component: inEnglish(lazyRouteComponent(() => import("./gallery/gallery_page.tsx"), "GalleryPage")),
  }),
];

/** The cockpit's addresses. Each says exactly what is on the screen. */
export function createCockpitRouter(context: RouteContext) {
  return createRouter({
    context,
    routeTree: root.addChildren(routes),
    defaultPreload: "intent",
    defaultPreloadDelay: 30,
    defaultPendingMs: 150,
    defaultErrorComponent: CrashPage,
    scrollRestoration: false,
  });
}
