import type { PipelineInput } from "../pipelines.ts";

/** The pipelines of a fresh portal: HubSpot's own, and a second one with numeric ids, as people make them. */
export const STANDARD_PIPELINES: Record<string, readonly PipelineInput[]> = {
  deals: [
    {
      id: "default",
      label: "Sales Pipeline",
      stages: [
        { id: "appointmentscheduled", label: "Appointment scheduled", metadata: { isClosed: "false", probability: "0.2" } },
        { id: "qualifiedtobuy", label: "Qualified to buy", metadata: { isClosed: "false", probability: "0.4" } },
        { id: "presentationscheduled", label: "Presentation scheduled", metadata: { isClosed: "false", probability: "0.6" } },
        { id: "decisionmakerboughtin", label: "Decision maker bought-in", metadata: { isClosed: "false", probability: "0.8" } },
        { id: "contractsent", label: "Contract sent", metadata: { isClosed: "false", probability: "0.9" } },
        { id: "closedwon", label: "Closed won", metadata: { isClosed: "true", probability: "1.0" } },
        { id: "closedlost", label: "Closed lost", metadata: { isClosed: "true", probability: "0.0" } },
      ],
    },
    {
      id: "74651298",
      label: "Renewals",
      stages: [
        { id: "143650101", label: "Renewal due", metadata: { isClosed: "false", probability: "0.5" } },
        { id: "143650102", label: "Renewal offered", metadata: { isClosed: "false", probability: "0.7" } },
        { id: "143650103", label: "Renewed", metadata: { isClosed: "true", probability: "1.0" } },
        { id: "143650104", label: "Churned", metadata: { isClosed: "true", probability: "0.0" } },
      ],
    },
  ],
  tickets: [
    {
      id: "0",
      label: "Support Pipeline",
      stages: [
        { id: "1", label: "New", metadata: { ticketState: "OPEN", isClosed: "false" } },
        { id: "2", label: "Waiting on contact", metadata: { ticketState: "OPEN", isClosed: "false" } },
        { id: "3", label: "Waiting on us", metadata: { ticketState: "OPEN", isClosed: "false" } },
        { id: "4", label: "Closed", metadata: { ticketState: "CLOSED", isClosed: "true" } },
      ],
    },
  ],
};
