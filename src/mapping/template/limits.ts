import type { TemplateStop } from "../../problem/causes.ts";

/** A template that would not end, or would fill the memory. Caught where a call is planned: it holds that one call. */
export class TemplateStopped extends Error {
  readonly reason: TemplateStop;
  constructor(reason: TemplateStop) {
    super(reason);
    this.reason = reason;
  }
}

/** Pieces that one template may put out: a note with a line for each turn of a long call needs some thousands. */
const MOST_STEPS = 100_000;
/** HubSpot takes 65,536 characters of a note; what is longer by this much was never meant. */
const MOST_CHARACTERS = 2_000_000;
/** liquidjs counts characters and list entries that filters and ranges make. */
export const MOST_MEMORY = 10_000_000;
/** A page of HTML has some thousands. */
export const LONGEST_TEMPLATE = 200_000;

/**
 * Stands in for liquidjs's clock: a Worker's clock stands still while it computes, so a time limit there would never be met.
 * liquidjs asks before every piece it puts out.
 */
export class StepLimit {
  private steps = 0;

  check(): void {
    this.steps += 1;
    if (this.steps > MOST_STEPS) throw new TemplateStopped("too_many_pieces");
  }

  use(): void {}
}

/** Shared by all the writers of one rendering. */
export interface Budget {
  characters: number;
}

export function newBudget(): Budget {
  return { characters: MOST_CHARACTERS };
}

export function spend(budget: Budget, characters: number): void {
  budget.characters -= characters;
  if (budget.characters < 0) throw new TemplateStopped("too_many_characters");
}

/** Collects what a template puts out. */
export class Writer {
  buffer = "";
  /** The one number that was put out, if nothing else was. */
  private number: number | null = null;
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  write(piece: unknown): void {
    const text = typeof piece === "string" ? piece : String(piece ?? "");
    spend(this.budget, text.length);
    if (typeof piece === "number") this.number = this.buffer.trim() === "" ? piece : null;
    else if (text.trim() !== "") this.number = null;
    this.buffer += text;
  }

  value(): string | number {
    return this.number ?? this.buffer;
  }
}
