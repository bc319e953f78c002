import { cancel, confirm, isCancel, log, password, select, text } from "@clack/prompts";
import { CannotCheck } from "../portal/ask.ts";

/** Asks a person, or takes flags for answers. `flag` names the one that answers in place of a person. */
export interface Prompter {
  text(question: Question): Promise<string>;
  /** What is typed is not shown. */
  secret(question: Pick<Question, "message" | "flag" | "check">): Promise<string>;
  choose(question: Question & { options: { value: string; label: string }[] }): Promise<string>;
  confirm(question: { message: string; flag: string; initial: boolean }): Promise<boolean>;
  say(message: string): void;
  /** What takes a while begins. */
  begin(message: string): void;
  warn(message: string): void;
  /** Something to keep or to copy: no frame, which would break a long address in two. */
  show(title: string, message: string): void;
}

interface Question {
  message: string;
  flag: string;
  /** Taken where nobody answers. */
  initial?: string;
  /** What is wrong with an answer. */
  check?(answer: string): string | undefined;
}

/** Somebody stopped with Ctrl-C: what is done stays done. */
export class Stopped extends Error {}

const answered = <T>(answer: T): Exclude<T, symbol> => {
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  cancel("Stopped. What is done stays done: `npm run setup` goes on from here.");
  throw new Stopped();
};

export const atTerminal: Prompter = {
  text: async ({ message, initial, check }) =>
    answered(await text({ message, initialValue: initial ?? "", validate: (answer) => check?.(answer ?? "") })).trim(),
  secret: async ({ message, check }) => answered(await password({ message, validate: (answer) => check?.(answer ?? "") })).trim(),
  choose: async ({ message, options, initial }) =>
    answered(await select({ message, options, ...(initial !== undefined && { initialValue: initial }) })),
  confirm: async ({ message, initial }) => answered(await confirm({ message, initialValue: initial })),
  say: (message) => log.success(message),
  begin: (message) => log.step(message),
  warn: (message) => log.warn(message),
  show: (title, message) => {
    log.step(title);
    console.log(message);
  },
};

/** Nobody is there: what has a usual answer takes it, the rest names its flag. `isQuiet`: standard output is for JSON alone. */
export function withoutTerminal(isQuiet: boolean): Prompter {
  const tell = (message: string) => (isQuiet ? console.error(message) : console.log(message));
  const usual = async ({ message, flag, initial }: { message: string; flag: string; initial?: string }) => {
    if (initial !== undefined) return initial;
    throw new CannotCheck(`There is no terminal to ask at: “${message}” Say ${flag}.`);
  };
  return {
    text: usual,
    secret: usual,
    choose: usual,
    confirm: async ({ initial }) => initial,
    say: tell,
    begin: tell,
    warn: tell,
    show: (title, message) => tell(`${title}\n${message.replace(/^/gm, "  ")}`),
  };
}
