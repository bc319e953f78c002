import type { Expected, TemplateStop } from "./causes.ts";

export type Language = "en" | "pt";

/** Who has to act: whoever cares for mappings and portal, for the connector and its key, or for what OtoniStark sends. */
export type Who = "crm_admin" | "operator" | "sender";

/** A sentence in each language. */
export type Said = Record<Language, string>;

export interface Explanation {
  /** Null: nobody, it goes on by itself. */
  who: Who | null;
  message: Said;
  fix: Said;
}

type Pair = [en: string, pt: string];

/** Who acts, what is wrong, what to do. */
export function act(who: Who | null, [en, pt]: Pair, fix: Pair): Explanation {
  return { who, message: { en, pt }, fix: { en: fix[0], pt: fix[1] } };
}

/** Goes on by itself. */
export const waits = (message: Pair): Explanation => act(null, message, ["Nothing: it goes on by itself.", "Nada: continua sozinha."]);

export const REPLAY: Pair = ["Then replay the call.", "Depois repita a ligação."];

/** The internal names of properties. */
export function named(properties: string[]): Pair {
  const names = properties.map((name) => `\`${name}\``).join(", ");
  return names === "" ? ["a property", "uma propriedade"] : [names, names];
}

/** Why a template was not rendered to its end. */
export const STOPPED: Record<TemplateStop, Pair> = {
  too_many_pieces: ["it puts out more than 100,000 pieces: a loop that does not end", "produz mais de 100.000 partes: um laço sem fim"],
  too_many_characters: ["it puts out more than 2,000,000 characters", "produz mais de 2.000.000 de caracteres"],
  too_much_memory: ["it asks for more memory than a note can need", "pede mais memória do que uma nota pode precisar"],
  not_computable: ["it asks for more than can be computed", "pede mais do que se pode calcular"],
  unknown_filter: ["it uses a filter that there is not", "usa um filtro que não existe"],
  filter_failed: ["a filter in it got something it cannot work with", "um filtro recebeu algo com que não pode trabalhar"],
};

/** What a value would have to be: “x” is … */
export const NOT_WHAT: Record<Expected, Pair> = {
  number: ["is no number", "não é um número"],
  whole_number: ["is no whole number", "não é um número inteiro"],
  day: ["is no day", "não é uma data"],
  moment: ["is no date and time", "não é uma data e hora"],
  yes_no: ["is neither yes nor no", "não é sim nem não"],
  option: ["is none of the property's options", "não é nenhuma das opções da propriedade"],
  pipeline: ["is none of HubSpot's pipelines for it", "não é nenhum dos pipelines do HubSpot"],
  stage: ["is none of the pipeline's stages", "não é nenhuma das etapas do pipeline"],
  owner: ["is none of HubSpot's users", "não é nenhum dos usuários do HubSpot"],
  email: ["is no e-mail address", "não é um endereço de e-mail"],
  phone: ["is no phone number", "não é um número de telefone"],
  link: ["is no web address", "não é um endereço da web"],
  text: ["is no text", "não é um texto"],
  accepted: ["is refused by HubSpot", "foi recusado pelo HubSpot"],
};

/** HubSpot's object types, as people there call them. */
export const OBJECTS: Record<string, string> = {
  contacts: "contatos",
  companies: "empresas",
  deals: "negócios",
  notes: "notas",
  calls: "ligações",
  tasks: "tarefas",
  meetings: "reuniões",
  emails: "e-mails",
};

/** What is expected of the sender's fields. */
export const EXPECTED_OF_SENDER: Record<string, string> = {
  "the call's id, a whole number or a text of at most 128 characters":
    "o id da ligação, um número inteiro ou um texto de no máximo 128 caracteres",
  "what was expected": "o que se esperava",
  "a text": "um texto",
  "a number of seconds": "um número de segundos",
  "a number of seconds, 0 or more": "um número de segundos, 0 ou mais",
  "an object": "um objeto",
  "an object with the variables by name": "um objeto com as variáveis por nome",
  "a list of turns or a text": "uma lista de falas ou um texto",
};

/** A word of ours in Portuguese; custom objects and the like have their own names. */
export const inPortuguese = (words: Record<string, string>, word: string): string =>
  Object.hasOwn(words, word) ? (words[word] as string) : word;
