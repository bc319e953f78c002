/** The tags a template may use, and what each is for. */
export const TAGS: Record<string, string> = {
  if: "only where a condition holds",
  elsif: "another condition, inside `if`",
  else: "otherwise, inside `if`, `unless`, `case` or `for`",
  unless: "only where a condition does not hold",
  case: "one of several texts, by a value",
  when: "one of the values, inside `case`",
  for: "once for each entry of a list",
  break: "leaves a `for`",
  continue: "goes on with the next entry of a `for`",
  assign: "gives a value a name",
  capture: "gives a piece of text a name",
  comment: "a remark that is not put out",
  raw: "text in which `{{ }}` means nothing",
};
