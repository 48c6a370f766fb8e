import "node:module";
import { fileURLToPath } from "node:url";
import tailwindcss from "file:///tmp/wt/identity/node_modules/.deno/@tailwindcss+vite@4.3.3/node_modules/@tailwindcss/vite/dist/index.mjs";
import react from "file:///tmp/wt/identity/node_modules/.deno/@vitejs+plugin-react@6.3.0/node_modules/@vitejs/plugin-react/dist/index.js";
import { defineConfig } from "file:///tmp/wt/identity/node_modules/.deno/vite@8.3.8/node_modules/vite/dist/node/index.js";
const __vite_injected_original_import_meta_url = "file:///tmp/wt/identity/ui/vite.config.ts";
const here = (path) => fileURLToPath(new URL(path, __vite_injected_original_import_meta_url));
var vite_config_default = defineConfig({
	root: here("."),
	base: "/",
	publicDir: here("./shell/public"),
	plugins: [react(), tailwindcss()],
	resolve: { alias: {
		"@bulkhead/ui": here("./sdk/mod.ts"),
		"@bulkhead/kit": here("./kit/mod.ts")
	} },
	build: {
		outDir: here("./dist"),
		emptyOutDir: true,
		target: "es2023",
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		rolldownOptions: { output: { codeSplitting: { groups: [["react", /node_modules\/(react|react-dom|scheduler)\//], ["tanstack", /node_modules\/@tanstack\//]].map(([name, test]) => ({
			name,
			test
		})) } } }
	}
});
export { vite_config_default as default };

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoidml0ZS5jb25maWcuanMiLCJuYW1lcyI6W10sInNvdXJjZXMiOlsiL3RtcC93dC9pZGVudGl0eS91aS92aXRlLmNvbmZpZy50cyJdLCJzb3VyY2VzQ29udGVudCI6WyJpbXBvcnQgeyBmaWxlVVJMVG9QYXRoIH0gZnJvbSBcIm5vZGU6dXJsXCI7XG5pbXBvcnQgdGFpbHdpbmRjc3MgZnJvbSBcIkB0YWlsd2luZGNzcy92aXRlXCI7XG5pbXBvcnQgcmVhY3QgZnJvbSBcIkB2aXRlanMvcGx1Z2luLXJlYWN0XCI7XG5pbXBvcnQgeyBkZWZpbmVDb25maWcgfSBmcm9tIFwidml0ZVwiO1xuXG5jb25zdCBoZXJlID0gKHBhdGg6IHN0cmluZykgPT4gZmlsZVVSTFRvUGF0aChuZXcgVVJMKHBhdGgsIGltcG9ydC5tZXRhLnVybCkpO1xuXG4vKiogV2hhdCBzZXZlcmFsIHBhZ2VzIHNoYXJlIGlzIGN1dCBvdXQgYnkgcGFja2FnZSwgc28gdGhhdCBhIGNoYW5nZSBvZiBvdXJzIGxlYXZlcyBpdCBpbiB0aGUgYnJvd3NlcidzIGNhY2hlLiAqL1xuY29uc3QgVkVORE9SOiBbbmFtZTogc3RyaW5nLCB0ZXN0OiBSZWdFeHBdW10gPSBbXG4gIFtcInJlYWN0XCIsIC9ub2RlX21vZHVsZXNcXC8ocmVhY3R8cmVhY3QtZG9tfHNjaGVkdWxlcilcXC8vXSxcbiAgW1widGFuc3RhY2tcIiwgL25vZGVfbW9kdWxlc1xcL0B0YW5zdGFja1xcLy9dLFxuXTtcblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKHtcbiAgcm9vdDogaGVyZShcIi5cIiksXG4gIGJhc2U6IFwiL1wiLFxuICBwdWJsaWNEaXI6IGhlcmUoXCIuL3NoZWxsL3B1YmxpY1wiKSxcbiAgcGx1Z2luczogW3JlYWN0KCksIHRhaWx3aW5kY3NzKCldLFxuICByZXNvbHZlOiB7XG4gICAgYWxpYXM6IHtcbiAgICAgIFwiQGJ1bGtoZWFkL3VpXCI6IGhlcmUoXCIuL3Nkay9tb2QudHNcIiksXG4gICAgICBcIkBidWxraGVhZC9raXRcIjogaGVyZShcIi4va2l0L21vZC50c1wiKSxcbiAgICB9LFxuICB9LFxuICBidWlsZDoge1xuICAgIG91dERpcjogaGVyZShcIi4vZGlzdFwiKSxcbiAgICBlbXB0eU91dERpcjogdHJ1ZSxcbiAgICB0YXJnZXQ6IFwiZXMyMDIzXCIsXG4gICAgLy8gVGhlIGNvbnRlbnQgcG9saWN5IGFsbG93cyBubyBkYXRhOiBmb250cyBvciBzY3JpcHRzLCBzbyBub3RoaW5nIGlzIGlubGluZWQuXG4gICAgYXNzZXRzSW5saW5lTGltaXQ6IDAsXG4gICAgbW9kdWxlUHJlbG9hZDogeyBwb2x5ZmlsbDogZmFsc2UgfSxcbiAgICByZXBvcnRDb21wcmVzc2VkU2l6ZTogZmFsc2UsXG4gICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICBvdXRwdXQ6IHtcbiAgICAgICAgY29kZVNwbGl0dGluZzogeyBncm91cHM6IFZFTkRPUi5tYXAoKFtuYW1lLCB0ZXN0XSkgPT4gKHsgbmFtZSwgdGVzdCB9KSkgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbn0pO1xuIl0sIm1hcHBpbmdzIjoiOzs7OztBQUE4SSxNQUFNLDJDQUEyQztBQUsvTCxNQUFNLFFBQVEsU0FBaUIsY0FBYyxJQUFJLElBQUksTUFBQSx3Q0FBcUIsQ0FBQztBQVEzRSxJQUFBLHNCQUFlLGFBQWE7Q0FDMUIsTUFBTSxLQUFLLEdBQUc7Q0FDZCxNQUFNO0NBQ04sV0FBVyxLQUFLLGdCQUFnQjtDQUNoQyxTQUFTLENBQUMsTUFBTSxHQUFHLFlBQVksQ0FBQztDQUNoQyxTQUFTLEVBQ1AsT0FBTztFQUNMLGdCQUFnQixLQUFLLGNBQWM7RUFDbkMsaUJBQWlCLEtBQUssY0FBYztDQUN0QyxFQUNGO0NBQ0EsT0FBTztFQUNMLFFBQVEsS0FBSyxRQUFRO0VBQ3JCLGFBQWE7RUFDYixRQUFRO0VBRVIsbUJBQW1CO0VBQ25CLGVBQWUsRUFBRSxVQUFVLE1BQU07RUFDakMsc0JBQXNCO0VBQ3RCLGlCQUFpQixFQUNmLFFBQVEsRUFDTixlQUFlLEVBQUUsUUFBUSxDQXpCL0IsQ0FBQyxTQUFTLDZDQUE2QyxHQUN2RCxDQUFDLFlBQVksMkJBQTJCLENBd0JULENBQUEsQ0FBTyxLQUFLLENBQUMsTUFBTSxXQUFXO0dBQUU7R0FBTTtFQUFLLEVBQUUsRUFBRSxFQUMxRSxFQUNGO0NBQ0Y7QUFDRixDQUFDIn0=