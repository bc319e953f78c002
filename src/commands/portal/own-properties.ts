import type { DeclaredProperty } from "../../mapping/declared-property.ts";

const own = (
  name: string,
  label: string,
  type: DeclaredProperty["type"],
  description: string,
  options: DeclaredProperty["options"] = [],
): DeclaredProperty => ({
  object: "contacts",
  name,
  label,
  type,
  options,
  group: null,
  description,
  at: "--own",
});

/** Optional: nothing depends on them. `mappings/README.md` shows the lines that fill them, for lists and reports. */
export const OWN_PROPERTIES: DeclaredProperty[] = [
  own("ai_calls", "AI calls", "number", "How many AI calls this contact has had."),
  own("last_ai_call", "Last AI call", "datetime", "When the last AI call ended."),
  own("last_ai_call_outcome", "Last AI call: outcome", "select", "How the last AI call went.", [
    { value: "goal_reached", label: "Goal reached" },
    { value: "talked", label: "Talked" },
    { value: "voicemail", label: "Voicemail" },
    { value: "no_answer", label: "No answer" },
    { value: "busy", label: "Busy" },
    { value: "failed", label: "Failed" },
  ]),
];
