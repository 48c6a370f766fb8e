import { definePlugin } from "@bulkhead/plugin";
import { delivery } from "./hooks/delivery.ts";
import { deliveryList } from "./methods/delivery_list.ts";
import { webhookGet } from "./methods/webhook_get.ts";
import { migrations } from "./store/migrations.ts";

export default definePlugin({
  migrations,
  methods: {
    "delivery.list": deliveryList,
    "webhook.get": webhookGet,
  },
  hooks: { "": delivery },
});
