import { openSqliteFixture } from "./_sqlite_fixture.ts";
import { eventLogSuite } from "./suite.ts";

eventLogSuite("sqlite log with a slow disk", () => openSqliteFixture({ diskMs: 2 }));
