import { parse } from "../../mapping/template/engine.ts";
import { FILTERS } from "../../mapping/template/filters.ts";
import { LONGEST_TEMPLATE } from "../../mapping/template/limits.ts";
import { TAGS } from "../../mapping/template/tags.ts";
import { SAYABLE, isSayable } from "../../language/phrases.ts";
import { didYouMean, nearest } from "../words/did-you-mean.ts";
import { filterMeant } from "../words/other-filters.ts";
import { readTemplate } from "./read-template.ts";
import type { Comparison, FilterUse, Name, TemplateProblem } from "./shapes.ts";

const NOT_HERE: Record<string, string> = {
  raw: "Every value is made safe for HTML by itself, and must be: leave `raw` out.",
  escape_once: "Every value is made safe for HTML by itself: leave it out.",
  xml_escape: "Every value is made safe for HTML by itself: leave it out.",
};
const TAGS_NOT_HERE: Record<string, string> = {
  include: "A template stands alone here: write out what it should say.",
  render: "A template stands alone here: write out what it should say.",
  layout: "A template stands alone here: write out what it should say.",
  block: "A template stands alone here: write out what it should say.",
  liquid: "Write each of its lines as a tag of its own.",
  echo: "Write `{{ … }}`.",
  tablerow: "Write the table's rows with `{% for %}`, or use the filter `table`.",
  end: "Say what ends: `{% endif %}`, `{% endfor %}`, …",
  fi: "Did you mean `endif`?",
  set: "Did you mean `assign`?",
  let: "Did you mean `assign`?",
  var: "Did you mean `assign`?",
  elif: "Did you mean `elsif`?",
  foreach: "Did you mean `for`?",
  switch: "Did you mean `case`?",
  se: "Did you mean `if`?",
  si: "Did you mean `if`?",
  senao: "Did you mean `else`?",
};

/**
 * Every problem in a template, and the names it reads (those it makes itself left out). For the check at build time: it is stricter
 * than the engine, which passes over much in silence.
 */
export function checkTemplate(source: string): { problems: TemplateProblem[]; names: Name[]; comparisons: Comparison[] } {
  if (source.length > LONGEST_TEMPLATE) {
    return {
      problems: [{ offset: 0, message: `This template is longer than ${LONGEST_TEMPLATE.toLocaleString("en-US")} characters.` }],
      names: [],
      comparisons: [],
    };
  }
  const read = readTemplate(source);
  const problems = [
    ...read.problems.map((problem) => withTagHint(problem, source)),
    ...unknownFilters(read.filters),
    ...unsayable(read.filters),
  ].toSorted((a, b) => a.offset - b.offset);
  return { problems: problems.length > 0 ? problems : enginesOwn(source), names: read.names, comparisons: read.comparisons };
}

function unknownFilters(filters: FilterUse[]): TemplateProblem[] {
  return filters
    .filter(({ name }) => !Object.hasOwn(FILTERS, name))
    .map(({ name, offset }) => ({
      offset,
      message: `\`${name}\` is not a filter I know here.${NOT_HERE[name] ? ` ${NOT_HERE[name]}` : meant(filterMeant(name))}`,
    }));
}

/** `t` says our own texts; one's own stand as they are. */
function unsayable(filters: FilterUse[]): TemplateProblem[] {
  return filters.flatMap(({ name, text }) => {
    if (name !== "t" || text === null || isSayable(text.text)) return [];
    const near = SAYABLE.find((one) => one.toLowerCase() === text.text.trim().toLowerCase()) ?? nearest(text.text, SAYABLE);
    const guess = near === null ? "Write your own words as they shall stand, without `| t`." : `Did you mean \`${near}\`?`;
    return {
      offset: text.offset,
      message: `\`${text.text}\` is not among our own texts, which \`t\` says in the mapping's language. ${guess}`,
    };
  });
}

function meant(word: string | null): string {
  return word === null ? "" : ` Did you mean \`${word}\`?`;
}

function withTagHint(problem: TemplateProblem, source: string): TemplateProblem {
  const tag = /^`\{% (.*) %\}` is not a tag I know here\.$/.exec(problem.message)?.[1];
  if (tag === undefined) return problem;
  const known = [...Object.keys(TAGS), ...["if", "unless", "case", "for", "capture", "comment", "raw"].map((block) => `end${block}`)];
  const offset = source.indexOf(tag, problem.offset);
  return {
    offset: offset === -1 ? problem.offset : offset,
    message: `${problem.message}${TAGS_NOT_HERE[tag] ? ` ${TAGS_NOT_HERE[tag]}` : didYouMean(tag, known)}`,
  };
}

/** Should the engine ever be stricter than we are. */
function enginesOwn(source: string): TemplateProblem[] {
  try {
    parse(source);
    return [];
  } catch (error) {
    const begin = (error as { token?: { begin?: number } }).token?.begin ?? 0;
    const message = error instanceof Error ? error.message.replace(/, line:.*$/s, "") : "it cannot be read";
    return [{ offset: begin, message: `This template cannot be read: ${message}.` }];
  }
}

/**
 * Texts with gaps, in Liquid. All of it, for the check and the tests; what runs in the Worker imports template/render.ts, so that
 * the check's own code stays out of the bundle.
 */
