import { definePlugin } from "@bulkhead/plugin";
import { closeSupervisor, openSupervisor, supervisorOf } from "./engine/current.ts";
import { PRUNE_LOGS, pruneLogs, watchLogLimits } from "./engine/log_limits.ts";
import { actionList } from "./methods/action_list.ts";
import { actionRun } from "./methods/action_run.ts";
import { graph } from "./methods/graph.ts";
import { healthGet } from "./methods/health_get.ts";
import { healthHistory } from "./methods/health_history.ts";
import { jobCancel } from "./methods/job_cancel.ts";
import { jobGet } from "./methods/job_get.ts";
import { jobList } from "./methods/job_list.ts";
import { jobLogs } from "./methods/job_logs.ts";
import { jobReport } from "./methods/job_report.ts";
import { jobSubmit } from "./methods/job_submit.ts";
import { logsInsert } from "./methods/logs_insert.ts";
import { logsPrune } from "./methods/logs_prune.ts";
import { logsQuery } from "./methods/logs_query.ts";
import { logsTail } from "./methods/logs_tail.ts";
import { logsTree } from "./methods/logs_tree.ts";
import { serviceDisable } from "./methods/service_disable.ts";
import { serviceEnable } from "./methods/service_enable.ts";
import { serviceFaults } from "./methods/service_faults.ts";
import { serviceGet } from "./methods/service_get.ts";
import { serviceList } from "./methods/service_list.ts";
import { serviceRegister } from "./methods/service_register.ts";
import { serviceReload } from "./methods/service_reload.ts";
import { serviceRemove } from "./methods/service_remove.ts";
import { serviceRestart } from "./methods/service_restart.ts";
import { serviceSignal } from "./methods/service_signal.ts";
import { serviceStart } from "./methods/service_start.ts";
import { serviceStop } from "./methods/service_stop.ts";
import { serviceUpdate } from "./methods/service_update.ts";
import { serviceUsage } from "./methods/service_usage.ts";
import { serviceWaitReady } from "./methods/service_wait_ready.ts";
import { systemInfo } from "./methods/system_info.ts";
import { migrations } from "./store/migrations.ts";

export default definePlugin({
  migrations,
  setup: async (ctx) => {
    await openSupervisor(ctx);
    ctx.db.transaction(() => watchLogLimits(ctx));
  },
  teardown: closeSupervisor,
  schedules: {
    [PRUNE_LOGS]: async (_run, ctx) => void await pruneLogs(ctx),
    action: async ({ data, missed }, ctx) => {
      const { units, jobs } = supervisorOf(ctx);
      const unit = units.get(data.service);
      const action = unit?.actions.find(({ name }) => name === data.action);
      if (!unit?.enabled || !action) return;
      if (missed > 0) ctx.log.info(`${data.service}/${data.action} was due ${missed} times more while nobody was here`);
      await Promise.resolve(jobs.submit(unit, action, { trigger: "schedule", traceparent: ctx.traceparent }));
    },
  },
  methods: {
    "service.list": serviceList,
    "service.get": serviceGet,
    "service.usage": serviceUsage,
    "service.register": serviceRegister,
    "service.update": serviceUpdate,
    "service.remove": serviceRemove,
    "service.start": serviceStart,
    "service.stop": serviceStop,
    "service.restart": serviceRestart,
    "service.signal": serviceSignal,
    "service.enable": serviceEnable,
    "service.disable": serviceDisable,
    "service.reload": serviceReload,
    "service.faults": serviceFaults,
    "service.wait_ready": serviceWaitReady,
    "job.submit": jobSubmit,
    "job.report": jobReport,
    "job.list": jobList,
    "job.get": jobGet,
    "job.cancel": jobCancel,
    "job.logs": jobLogs,
    "action.list": actionList,
    "action.run": actionRun,
    "logs.insert": logsInsert,
    "logs.prune": logsPrune,
    "logs.query": logsQuery,
    "logs.tail": logsTail,
    "logs.tree": logsTree,
    "health.get": healthGet,
    "health.history": healthHistory,
    graph,
    "system.info": systemInfo,
  },
});
