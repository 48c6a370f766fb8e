/** Durable schedules of plugins: kept by the host, delivered at least once, made up for once after a stop. */
export { openSchedules, scheduleService, type SchedulesOptions } from "./service.ts";
export type { DeliverRun, DueRun, NewSchedule, ScheduleInfo, Schedules } from "./ports.ts";
