import { openSqliteFixture } from "./_sqlite_fixture.ts";
import { eventLogSuite } from "./suite.ts";

eventLogSuite("sqlite log", openSqliteFixture);
