import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { problemsPage } from "../../src/commands/problems-page.ts";
import type { ProblemCause, WarningCause } from "../../src/problem/causes.ts";
import { PROBLEM_EXAMPLES, WARNING_EXAMPLES } from "../../src/problem/examples.ts";
import { explain } from "../../src/problem/explain.ts";
import { sayWarning, problemOf, sayAgain, warningOf } from "../../src/problem/problem.ts";

const cells = (text: string) => text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

describe("docs/problems.md", () => {
  it("lists every code as the switch says it today (else: npm run problems)", () => {
    expect(cells(readFileSync("docs/problems.md", "utf8"))).toBe(cells(problemsPage()));
  });
});

describe("a code", () => {
  it.each([...PROBLEM_EXAMPLES, ...WARNING_EXAMPLES])("$code is said in both languages, with what to do", (cause) => {
    const [english, portuguese] = [explain(cause, "en"), explain(cause, "pt")];
    for (const { message, fix } of [english, portuguese]) {
      expect(message).toMatch(/\S[.!]$/);
      expect(fix).toMatch(/\S[.!]$/);
      expect(message + fix).not.toMatch(/undefined|\[object/);
    }
    expect(portuguese.message).not.toBe(english.message);
    expect(portuguese.fix).not.toBe(english.fix);
  });

  it("is a lower-case word that scripts may rely on", () => {
    for (const { code } of [...PROBLEM_EXAMPLES, ...WARNING_EXAMPLES]) expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
  });
});

describe("a stored problem", () => {
  it.each(PROBLEM_EXAMPLES as ProblemCause[])("$code is said again in Portuguese from its row alone", (cause) => {
    const stored = JSON.parse(JSON.stringify(problemOf({ ...cause, record: "contact" })));
    const { message, fix } = explain({ ...cause, record: "contact" }, "pt");
    expect(sayAgain(stored, "pt")).toEqual({ message, fix });
  });

  it("of the first release, which had no codes, is shown as it was stored", () => {
    const old = { who: "operator" as const, message: "HubSpot does not accept the access token.", fix: "Put a valid key there." };
    expect(sayAgain(old, "pt")).toEqual({ message: old.message, fix: old.fix });
  });

  it("of a later release, whose code is not known here, is shown as it was stored", () => {
    expect(sayAgain({ code: "of_tomorrow", message: "Something new.", fix: "Do it." }, "pt")).toEqual({
      message: "Something new.",
      fix: "Do it.",
    });
  });

  it("keeps HubSpot's status, category and correlation id for its support", () => {
    const details = { status: 401, category: "INVALID_AUTHENTICATION", correlationId: "0b1c2d3e-0000-4000-8000-000000000000" };
    expect(problemOf({ code: "key_refused" }, details)).toMatchObject({ code: "key_refused", who: "operator", details });
  });

  it("that goes on by itself names nobody who has to act", () => {
    expect(problemOf({ code: "hubspot_busy" })).not.toHaveProperty("who");
  });
});

describe("a warning", () => {
  const cause: WarningCause = { code: "value_does_not_fit", expected: "number", text: "not sure yet" };
  const warning = warningOf(cause, { record: "contact", property: "budget", rule: "otonistark.yaml:52" });

  it("says what came, where it was to go and which line of the mapping it was", () => {
    expect(warning).toEqual({
      record: "contact",
      property: "budget",
      code: "value_does_not_fit",
      message: "“not sure yet” is no number.",
      rule: "otonistark.yaml:52",
      params: { expected: "number", text: "not sure yet" },
    });
  });

  it("is told to a viewer without the words that came with the call", () => {
    expect(sayWarning(warning, "en", true).message).toBe("What came is no number.");
    expect(sayWarning(warning, "pt").message).toBe("“not sure yet” não é um número.");
  });
});
