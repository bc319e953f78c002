export interface Stage {
  id: string;
  label: string;
  displayOrder: number;
  /** strings, even `isClosed` and `probability` */
  metadata: Record<string, string>;
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  stages: Stage[];
}

export interface PipelineInput {
  id?: string;
  label: string;
  displayOrder?: number;
  stages: readonly { id?: string; label: string; displayOrder?: number; metadata?: Record<string, string> }[];
}

/** Completes what a test leaves out; `nextId` gives the numeric ids that people's own pipelines have. */
export function definedPipeline(input: PipelineInput, order: number, nextId: () => string): Pipeline {
  return {
    id: input.id ?? nextId(),
    label: input.label,
    displayOrder: input.displayOrder ?? order,
    stages: input.stages.map((stage, index) => ({
      id: stage.id ?? nextId(),
      label: stage.label,
      displayOrder: stage.displayOrder ?? index,
      metadata: { isClosed: "false", probability: "0.5", ...stage.metadata },
    })),
  };
}

export function stageOf(pipelines: readonly Pipeline[], stageId: string | undefined): { pipeline: Pipeline; stage: Stage } | undefined {
  for (const pipeline of pipelines) {
    const stage = pipeline.stages.find((candidate) => candidate.id === stageId);
    if (stage) return { pipeline, stage };
  }
  return undefined;
}

export function pipelineJson(pipeline: Pipeline, at: string): Record<string, unknown> {
  const stamped = { archived: false, createdAt: at, updatedAt: at };
  return {
    ...pipeline,
    ...stamped,
    stages: pipeline.stages.map((stage) => ({ ...stage, ...stamped, writePermissions: "CRM_PERMISSIONS_ENFORCEMENT" })),
  };
}
