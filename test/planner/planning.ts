import type { Call } from "../../src/call/call.ts";
import { compileMappings } from "../../src/compiler/compile.ts";
import { renderProblem } from "../../src/compiler/source-file.ts";
import type { LookupResult, CurrentRecord } from "../../src/hubspot/model/current-record.ts";
import { EMPTY_PORTAL_SCHEMA, type PropertyDefinition, type PortalSchema } from "../../src/hubspot/model/portal-schema.ts";
import type { Mapping } from "../../src/mapping/compiled-mapping.ts";
import { parsePostCall } from "../../src/otonistark/parse.ts";
import { lookupsFor } from "../../src/planner/lookups.ts";
import { planCall } from "../../src/planner/plan-call.ts";
import type { PlannedRecord } from "../../src/planner/types.ts";

const BODY = {
  id: 12345,
  status: "completed",
  duration: 125,
  customer_phone: "+5511987654321",
  assistant_phone: "+551140028922",
  created_at: "2025-01-15T10:30:00Z",
  extracted_variables: { status: true, summary: "Wants a demo", next_action: "schedule_demo" },
  input_variables: { customer_name: "Maria da Silva" },
};

const SALES: PortalSchema["pipelines"] = {
  deals: [
    {
      id: "default",
      label: "Sales Pipeline",
      stages: [
        { id: "s1", label: "Appointment scheduled", closed: false, won: false },
        { id: "s2", label: "Contract sent", closed: false, won: false },
        { id: "won", label: "Closed won", closed: true, won: true },
        { id: "lost", label: "Closed lost", closed: true, won: false },
      ],
    },
    { id: "777", label: "Renewals", stages: [{ id: "r1", label: "Renewal due", closed: false, won: false }] },
  ],
};

/** A call of the usual body with some fields changed. */
export function callOf(changes: object = {}): Call {
  const parsed = parsePostCall({ ...BODY, ...changes });
  if (parsed.kind !== "call") throw new Error(JSON.stringify(parsed));
  return parsed.call;
}

/** A mapping whose file holds these records, in Brazil. */
export function mappingOf(records: string, head = ""): Mapping {
  const text = `country: BR\ntimezone: America/Sao_Paulo\n${head}records:\n${records.replace(/^/gm, "  ")}`;
  const { mappings, problems } = compileMappings([{ path: "mappings/test.yaml", text }]);
  if (problems.length > 0) throw new Error(problems.map(renderProblem).join("\n"));
  return mappings[0] as Mapping;
}

export function found(properties: CurrentRecord["properties"], more: Partial<CurrentRecord> = {}): LookupResult {
  return { state: "found", record: { id: "501", properties, ...more } };
}

export function words(properties: Record<string, Partial<PropertyDefinition>> = {}, object = "contacts"): PortalSchema {
  const definitions = Object.entries(properties).map(([name, one]) => [
    name,
    { name, type: "string", fieldType: "text", options: [], readOnly: false, ...one },
  ]);
  return {
    ...EMPTY_PORTAL_SCHEMA,
    pipelines: SALES,
    properties: { [object]: Object.fromEntries(definitions) as Record<string, PropertyDefinition> },
  };
}

export function choice(...labels: string[]): Partial<PropertyDefinition> {
  return { type: "enumeration", fieldType: "select", options: labels.map((label) => ({ value: label.toLowerCase(), label })) };
}

export interface Given {
  call?: Call;
  held?: Record<string, LookupResult>;
  portalSchema?: PortalSchema;
}

/** The planned records by name. Throws if the whole call is held. */
export function plan(mapping: Mapping, { call = callOf(), held = {}, portalSchema = words() }: Given = {}): Record<string, PlannedRecord> {
  const planned = planCall({
    call,
    mapping,
    lookups: { ...missing(mapping, call, portalSchema), ...held },
    portalSchema,
    now: "2025-01-16T00:00:00Z",
  });
  if ("problem" in planned) throw new Error(planned.problem.message);
  return Object.fromEntries(planned.plan.records.map((record) => [record.name, record]));
}

/** Whatever is looked up and not said to be there is not there. */
function missing(mapping: Mapping, call: Call, portalSchema: PortalSchema): Record<string, LookupResult> {
  const wanted = lookupsFor(call, mapping, portalSchema);
  const records = "problem" in wanted ? [] : wanted.lookups.map(({ record }) => record);
  return Object.fromEntries(records.map((record) => [record, { state: "missing", why: "nobody has it" }]));
}

export function lookups(mapping: Mapping, call = callOf(), portalSchema = words()) {
  const wanted = lookupsFor(call, mapping, portalSchema);
  if ("problem" in wanted) throw new Error(wanted.problem.message);
  return wanted.lookups;
}
