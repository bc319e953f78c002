import { mkdirSync, writeFileSync } from "node:fs";
import { problemsPage } from "./problems-page.ts";

mkdirSync("docs", { recursive: true });
writeFileSync("docs/problems.md", problemsPage());
