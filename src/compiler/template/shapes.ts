/** Where something stands in a template: offsets of its first character and of the one after its last. */
export type Span = [begin: number, end: number];

export interface TemplateProblem {
  /** In the template's text. */
  offset: number;
  message: string;
}

/** A name that a template reads from outside; its own loop variables and assignments are none. */
export interface Name {
  /** `extracted_variables.lead_quality` */
  path: string;
  segments: string[];
  offset: number;
}

/** A name held against a text in quotes: `call.outcome == "busy"`, also by `{% case %}` and `{% when %}`. */
export interface Comparison {
  name: string;
  text: string;
  /** Of the text's opening quote. */
  offset: number;
}

/** A filter where it is used. `text`: what stands before it, where that is a text in quotes. */
export interface FilterUse {
  name: string;
  offset: number;
  text: { text: string; offset: number } | null;
}
